"""The digest of what was handed in: whether it is the same work as last time."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from autograder.submission.names import is_junk

_CHUNK = 2**20
# Far more than is ever read of a submission: beyond, names and sizes have to do.
_FILES = 10_000
_BYTES = 2**30


def content_sha256(path: Path, name: str | None = None) -> str:
    """Return a digest of the names and bytes of a file, or of all files below a folder.

    It depends neither on where they lie nor on when they were written. Junk is passed over. Links are
    not followed and devices not opened: they count by what they are, and so does what cannot be read.
    After the first 10,000 files or the first GiB, files count by name and size alone.

    Args:
        path: of the file or folder.
        name: what to take for the name of a file, None for the one that it has; a folder's never counts.
    """
    total = hashlib.sha256()
    left = _BYTES
    for count, (called, file) in enumerate(_files(path, path.name if name is None else name)):
        what, data = _kind(file)
        if what == b"file":
            budget = left if count < _FILES else 0
            digest, read = _digest(file, budget)
            left -= read
            data = digest or data
        # Lengths keep one file's end from passing for the next one's start.
        total.update(b"%d %b %d %b " % (len(called), what, len(data), called))
        total.update(data)
    return total.hexdigest()


def _files(path: Path, own_name: str) -> Iterator[tuple[bytes, Path]]:
    """Give the files with their names below `path`, in an order that is always the same."""
    if not _is_folder(path):
        yield os.fsencode(own_name), path
        return
    pending = [path]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(entry.name for entry in os.scandir(folder))
        except OSError:
            yield os.fsencode(folder.relative_to(path)), folder
            continue
        for name in entries:
            if is_junk(name):
                continue
            if _is_folder(folder / name):
                pending.append(folder / name)
            else:
                yield os.fsencode((folder / name).relative_to(path)), folder / name


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def _kind(path: Path) -> tuple[bytes, bytes]:
    """Return what kind of thing lies there, and what tells it apart from others without opening it."""
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            return b"link", os.fsencode(path.readlink())
    except (OSError, ValueError):
        return b"unreadable", b""
    if stat.S_ISREG(status.st_mode):
        return b"file", b"%d" % status.st_size
    return b"special", b"%o" % stat.S_IFMT(status.st_mode)


def _digest(path: Path, budget: int) -> tuple[bytes, int]:
    """Return the digest of a file, and how much was read; nothing if it is over the budget or shut."""
    digest = hashlib.sha256()
    read = 0
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        if path.lstat().st_size > budget:
            return b"", 0
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 -- a descriptor is not a path
            while read <= budget and (piece := file.read(_CHUNK)):
                digest.update(piece)
                read += len(piece)
    except OSError:
        return b"", read
    return digest.digest(), read
