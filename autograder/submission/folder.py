"""Files and folders on disk, opened with care."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from autograder.errors import UnreadableSubmissionError
from autograder.submission.bundle import Bundle, refuse_deep, refuse_many
from autograder.submission.names import is_junk, shown

_CHUNK = 2**20
_HAND_IN_FILES = "Hand in the notebook or the Python file itself."


def open_folder(path: Path, name: str) -> Bundle:
    """Return the files below a folder.

    Args:
        path: the folder.
        name: what to call it in a message, fit to be shown.

    Raises:
        UnreadableSubmissionError: there are too many files, or links or devices among them.
    """
    files: list[str] = []
    pending = [""]
    count = 0
    while pending:
        folder = pending.pop()
        with os.scandir(path / folder) as entries:
            for entry in entries:
                count += 1
                refuse_many(count, name)
                if is_junk(entry.name):
                    continue
                inside = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    refuse_deep(inside.count("/") + 1, name)
                    pending.append(inside)
                else:
                    _refuse_special(entry.stat(follow_symlinks=False).st_mode, inside, name)
                    files.append(inside)
    return Bundle(
        name, files, lambda file, limit: read_file(path / file, shown(file), limit, inner=True)
    )


def read_file(path: Path, name: str, limit: int, *, inner: bool = False) -> bytes:
    """Return the bytes of a regular file, at most one more than `limit`.

    Args:
        path: the file.
        name: what to call it in a message, fit to be shown.
        limit: how many bytes are wanted at most.
        inner: whether it lies in a student's folder, where links are refused.

    Raises:
        UnreadableSubmissionError: it is no regular file.
        OSError: it cannot be opened or read.
    """
    # Its kind has been looked at before; these flags hold should it have changed since. A FIFO
    # would otherwise block.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if inner:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 -- a descriptor is not a path
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise UnreadableSubmissionError(f"{name} is not a regular file. {_HAND_IN_FILES}")
        # In pieces: one read of the limit would allocate all of it for every small file.
        pieces: list[bytes] = []
        left = limit + 1
        while left > 0 and (piece := file.read(min(left, _CHUNK))):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)


def _refuse_special(mode: int, file: str, name: str) -> None:
    if stat.S_ISLNK(mode):
        raise UnreadableSubmissionError(
            f"{shown(file)} in {name} is a link to another place. Put the file itself there, and hand "
            "it in again."
        )
    if not stat.S_ISREG(mode):
        raise UnreadableSubmissionError(
            f"{shown(file)} in {name} is not a regular file. Take it out, and hand it in again."
        )
