"""The zip of a whole class, unpacked below a folder of ours; one bad file in it harms no other."""

from __future__ import annotations

import calendar
import errno
import hashlib
import io
import json
import os
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.batch.intake.stage import written
from autograder.errors import AutograderError
from autograder.submission.names import is_junk, listed, shown

_CHUNK = 2**20
_TABLE_BYTES = 64 * 2**20  # a zip's table of contents is read whole, before its members can be counted
_MEMBERS = 200_000
_CLASS_BYTES = 64 * 2**30
# Of one student: more than is read of a submission, whose reader then says what is wrong with it.
_STUDENT_MEMBERS = 5_000
_STUDENT_BYTES = 2**29
_NAME_BYTES = 255  # the longest name that common file systems allow
_DEPTH = 32
_METHODS = frozenset(
    {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
)  # which zipfile inflates in bounded steps
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_DRIVE = re.compile(r"[A-Za-z]:")
_FILES = "files"
_REMARKS = "remarks.json"


@dataclass(frozen=True)
class Unpacked:
    """What came of a zip.

    Attributes:
        folder: with all that is fit.
        remarks: for staff, on what was left out.
    """

    folder: Path
    remarks: tuple[str, ...]


def unpack(path: Path, staging: Path) -> Unpacked:
    """Unpack the zip of a class; the same zip is found unpacked the next time.

    Junk, links, special files, paths that lead out, damaged and encrypted files, and what one student
    has of more files or bytes than anybody needs, are left out, and remarks say so.

    Raises:
        AutograderError: it is no zip, is damaged as a whole, or holds more than a class can.
    """
    where = shown(str(path))
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise AutograderError(
            f"{where} cannot be read ({error.strerror}); check who may read it"
        ) from error
    place = staging / f"class-{digest[:16]}"
    if not place.is_dir():
        try:
            with _Table(path) as table, zipfile.ZipFile(table) as archive:
                if len(archive.infolist()) > _MEMBERS:
                    raise _too_much(where)
                with written(place) as folder:
                    _fill(folder, archive, where)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise AutograderError(
                f"{where} is not a zip, or only a part of one; download it again"
            ) from error
    try:
        remarks = json.loads((place / _REMARKS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AutograderError(f"{shown(str(place))} is damaged; delete it, and grade again") from error
    return Unpacked(place / _FILES, tuple(remarks))


class _Table(io.FileIO):
    """A file whose reader cannot ask for much at once: a forged table of contents is such a wish."""

    def read(self, size: int | None = -1, /) -> bytes:
        most = _TABLE_BYTES + 1
        data = super().read(most if size is None or size < 0 else min(size, most)) or b""
        if len(data) == most:
            raise zipfile.BadZipFile("a table of contents larger than any class needs")
        return data


class _UnfitError(Exception):
    """Why a member is left out, to follow "since"."""


@dataclass
class _Tally:
    """What was left out, by reason, and how much each student has had."""

    left_out: dict[str, list[str]] = field(default_factory=dict)
    members: Counter[str] = field(default_factory=Counter)
    bytes: Counter[str] = field(default_factory=Counter)

    def leave_out(self, info: zipfile.ZipInfo, reason: str) -> None:
        self.left_out.setdefault(reason, []).append(info.filename)


def _fill(folder: Path, archive: zipfile.ZipFile, where: str) -> None:
    """Write the members that are fit, and the remarks on the others."""
    tally = _Tally()
    files = folder / _FILES
    files.mkdir()
    members = list(_members(archive, tally))
    whole = 0
    for info, student, parts in members:
        tally.members[student] += 1
        try:
            if tally.members[student] > _STUDENT_MEMBERS:
                raise _UnfitError(f"{shown(student)} has more than {_STUDENT_MEMBERS:,} files")
            target = files.joinpath(*map(_short, parts))
            size = _write(archive, info, target, _STUDENT_BYTES - tally.bytes[student])
            tally.bytes[student] += size
            whole += size
        except _UnfitError as error:
            tally.leave_out(info, str(error))
        if whole > _CLASS_BYTES:
            raise _too_much(where)
    remarks = [
        f"left out of the zip, since {reason}: {listed(names)}"
        for reason, names in tally.left_out.items()
    ]
    if remarks and not any(files.iterdir()):
        raise AutograderError(f"{where} holds nothing fit: {'; '.join(remarks)}")
    (folder / _REMARKS).write_text(json.dumps(remarks), encoding="utf-8")


def _members(
    archive: zipfile.ZipFile, tally: _Tally
) -> Iterator[tuple[zipfile.ZipInfo, str, list[str]]]:
    """Give the members that are not junk, with the student whose each is and its path in parts."""
    found: list[tuple[zipfile.ZipInfo, list[str]]] = []
    for info in archive.infolist():
        info.filename = info.filename.replace("\\", "/")  # of Windows, where programs are old
        try:
            parts = _parts(info)
        except _UnfitError as error:
            tally.leave_out(info, str(error))
            continue
        if parts and not any(map(is_junk, parts)):
            found.append((info, parts))
    wrapped = len({parts[0] for _, parts in found}) == 1 and all(
        len(parts) > 1 or info.is_dir() for info, parts in found
    )
    for info, parts in found:
        yield info, parts[1] if wrapped and len(parts) > 1 else parts[0], parts


def _parts(info: zipfile.ZipInfo) -> list[str]:
    """Return a member's path in parts, which stay within the zip."""
    path = info.filename
    parts = [part for part in path.split("/") if part not in {"", "."}]
    kind = stat.S_IFMT(info.external_attr >> 16)
    if "\0" in info.orig_filename:  # at which zipfile cuts the name
        raise _UnfitError("its name has a NUL character in it")
    if path.startswith("/") or _DRIVE.match(path) or ".." in parts:
        raise _UnfitError("its path leads out of the zip")
    if len(parts) > _DEPTH:
        raise _UnfitError(f"it lies more than {_DEPTH} folders deep")
    if kind == stat.S_IFLNK:
        raise _UnfitError("it is a link to another place")
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _UnfitError("it is not a regular file")
    if info.flag_bits & _ENCRYPTED:
        raise _UnfitError("it is encrypted")
    if info.compress_type not in _METHODS:
        raise _UnfitError("it is packed by an unusual method")
    return parts


def _short(part: str) -> str:
    """Return a name that a file can have: a longer one loses the end of its stem."""
    encoded = part.encode()
    if len(encoded) <= _NAME_BYTES:
        return part
    mark = f"~{hashlib.sha256(encoded).hexdigest()[:8]}"
    end = Path(part).suffix if len(Path(part).suffix) <= 10 else ""
    room = _NAME_BYTES - len((mark + end).encode())
    return encoded[:room].decode(errors="ignore") + mark + end


def _write(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, limit: int) -> int:
    """Write a member, and return its size.

    Raises:
        _UnfitError: it is left out, and nothing of it stays.
        OSError: the disk is full, for instance.
    """
    if info.file_size > limit:
        raise _UnfitError(f"one student has more than {_STUDENT_BYTES // 2**20} MiB")
    try:
        if info.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            return 0
        target.parent.mkdir(parents=True, exist_ok=True)
        file = target.open("xb")
    except (FileExistsError, NotADirectoryError) as error:
        raise _UnfitError("another file in the zip has that name") from error
    except OSError as error:
        if error.errno in {errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL}:
            raise _UnfitError("its name is none that a file can have") from error
        raise
    with file:
        try:
            size = sum(file.write(piece) for piece in _pieces(archive, info))
        except _UnfitError:
            target.unlink()
            raise
    moment = _moment(info)
    os.utime(target, (moment, moment))
    return size


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give the bytes of a member; zipfile stops at the size that it claims."""
    try:
        with archive.open(info) as member:
            while piece := member.read(_CHUNK):
                yield piece
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError
    ) as error:  # fmt: skip
        raise _UnfitError("it is damaged") from error


def _moment(info: zipfile.ZipInfo) -> int:
    """Return when a file was last written: which of two is newer can hang on it."""
    try:
        return calendar.timegm((*info.date_time, 0, 0, 0))
    except ValueError:
        return 0


def _too_much(where: str) -> AutograderError:
    return AutograderError(
        f"{where} holds more than {_MEMBERS:,} files or {_CLASS_BYTES // 2**30} GiB; split it, and "
        "grade the parts one after the other"
    )
