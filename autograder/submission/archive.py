"""Zip files: read in memory, a member at a time, and never extracted."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from autograder.errors import UnreadableSubmissionError
from autograder.submission import limits
from autograder.submission.bundle import Bundle, refuse_deep, refuse_many
from autograder.submission.names import is_junk, shown
from autograder.submission.text import refuse_other_kind

_CHUNK = 2**16
_ENCRYPTED = 0x1 | 0x40 | 0x2000
# zipfile inflates these in bounded steps. It unpacks bzip2 and LZMA without a bound, and nobody's
# computer makes such zips unless asked to.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DRIVE = re.compile(r"[A-Za-z]:")
_PACK_AGAIN = "Pack your files again as an ordinary .zip, and hand that in."


@contextmanager
def open_archive(file: BinaryIO, name: str) -> Iterator[Bundle]:
    """Give the files in a zip for as long as the context lasts.

    Args:
        file: the zip, open for reading.
        name: what to call it in a message, fit to be shown.

    Raises:
        UnreadableSubmissionError: it is no zip, is damaged, or holds something that no honest zip does.
    """
    _refuse_other_content(file, name)
    try:
        archive = zipfile.ZipFile(_Bounded(file, name))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise _damaged(name) from error
    with archive:
        members = _members(archive, name)

        def fetch(member: str, limit: int) -> bytes:
            return _read_member(archive, members[member], limit, name)

        yield Bundle(name, list(members), fetch)


class _Bounded:
    """A file whose reader cannot ask for much at once: a forged table of contents is such a wish."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name

    def read(self, size: int = -1) -> bytes:
        most = limits.DIRECTORY_BYTES + 1
        data = self._file.read(min(size, most) if size >= 0 else most)
        if len(data) == most:
            refuse_many(limits.MEMBERS + 1, self._name)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 0 and offset < 0:
            raise zipfile.BadZipFile("a forged offset")  # the OSError would pass for the machine's fault
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()


def _refuse_other_content(file: BinaryIO, name: str) -> None:
    head = file.read(256)
    file.seek(0)
    if head.startswith(b"PK\x05\x06"):
        raise UnreadableSubmissionError(f"{name} is an empty zip. {_PACK_AGAIN}")
    if not head:
        raise UnreadableSubmissionError(f"{name} is empty. {_PACK_AGAIN}")
    if not head.startswith(b"PK\x03\x04"):
        refuse_other_kind(head, name)
        raise UnreadableSubmissionError(f"{name} is not a zip, whatever its name. {_PACK_AGAIN}")


def _members(archive: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    """Return the files that are not junk by their normalised names."""
    infos = archive.infolist()
    refuse_many(len(infos), name)
    members: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for info in infos:
        parts = _parts(info, name)
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableSubmissionError(
                f"{name} is encrypted: {shown(info.filename)} needs a password. Pack your files again "
                "without one, and hand that in."
            )
        if info.filename.endswith("/"):
            continue
        member = "/".join(parts)
        if not parts or member in seen:
            raise UnreadableSubmissionError(
                f"{name} holds {shown(info.filename)} twice, or without a name. {_PACK_AGAIN}"
            )
        seen.add(member)
        if any(map(is_junk, parts)):
            continue
        refuse_deep(len(parts) - 1, name)
        _refuse_special(info, name)
        members[member] = info
    return members


def _parts(info: zipfile.ZipInfo, name: str) -> list[str]:
    """Return a member's path in parts, which stay within the zip."""
    # zipfile cuts a name at its first NUL, and keeps the original beside it.
    path = info.filename
    problem = None
    if "\0" in info.orig_filename or "\0" in path:
        problem = "a NUL character"
    elif path.startswith("/") or _DRIVE.match(path):
        problem = "an absolute path"
    elif "\\" in path or "\\" in info.orig_filename:
        problem = "a backslash"
    elif ".." in path.split("/"):
        problem = '".."'
    if problem is not None:
        raise UnreadableSubmissionError(
            f"{name} holds a file whose name has {problem} in it: {shown(path)}. {_PACK_AGAIN}"
        )
    return [part for part in path.split("/") if part not in {"", "."}]


def _refuse_special(info: zipfile.ZipInfo, name: str) -> None:
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        raise UnreadableSubmissionError(
            f"{shown(info.filename)} in {name} is a link to another place. Put the file itself there, "
            "and pack the zip again."
        )
    if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise UnreadableSubmissionError(
            f"{shown(info.filename)} in {name} is not a regular file. Take it out, and pack the zip "
            "again."
        )


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int, name: str) -> bytes:
    """Return the bytes of a member, at most one more than `limit`, whatever size it claims."""
    if info.compress_type not in _METHODS:
        raise UnreadableSubmissionError(
            f"{shown(info.filename)} in {name} is packed by an unusual method. {_PACK_AGAIN}"
        )
    pieces: list[bytes] = []
    left = limit + 1
    try:
        with archive.open(info) as member:
            while left > 0 and (piece := member.read(min(left, _CHUNK))):
                pieces.append(piece)
                left -= len(piece)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError
    ) as error:  # fmt: skip
        raise _damaged(name) from error
    return b"".join(pieces)


def _damaged(name: str) -> UnreadableSubmissionError:
    return UnreadableSubmissionError(
        f"{name} is damaged or incomplete, perhaps by a broken upload. {_PACK_AGAIN}"
    )
