"""A submission on its way to another machine: names and bytes, and nothing that leads elsewhere."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UnreadableSubmissionError
from autograder.submission import limits
from autograder.submission.folder import read_file


@dataclass(frozen=True)
class Parcel:
    """A file or a folder. Names are bytes, since they need not be text.

    Attributes:
        name: its own.
        parts: what is below it, by path; a folder has no content, and comes before what is in it. The
            path of the submission itself is empty.
    """

    name: bytes
    parts: tuple[tuple[bytes, bytes | None], ...]

    def unpack(self, folder: Path) -> Path:
        """Write it into a folder, for nobody but its owner to read, and return where it lies then.

        Raises:
            OSError: it cannot be written.
        """
        place = os.path.join(os.fsencode(folder), self.name)  # noqa: PTH118 -- bytes
        for below, content in self.parts:
            path = _within(place, below)
            if content is None:
                os.mkdir(path, 0o700)  # noqa: PTH102 -- bytes
            else:
                with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
                    file.write(content)
        return Path(os.fsdecode(place))


def pack(path: Path) -> Parcel | None:
    """Return the submission at `path` as a parcel, None if that could not be the same elsewhere.

    Links, devices, what cannot be read and what is larger than is ever read of a submission are such.
    """
    if path.name in {"", ".."}:
        return None
    try:
        return Parcel(os.fsencode(path.name), tuple(_parts(os.fsencode(path))))
    except (OSError, UnreadableSubmissionError, _DoesNotTravelError):
        return None


class _DoesNotTravelError(Exception):
    """There is too much of a submission."""


def _parts(root: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    room = limits.TOTAL_BYTES
    pending = [b""]
    members = 0
    while pending:
        below = pending.pop()
        path = _within(root, below)
        if stat.S_ISDIR(os.lstat(path).st_mode):
            yield below, None
            names = sorted(os.listdir(path))  # noqa: PTH208 -- bytes
            members += len(names)
            if members > limits.MEMBERS or below.count(b"/") > limits.DEPTH:
                raise _DoesNotTravelError
            pending += [os.path.join(below, name) for name in names]  # noqa: PTH118 -- bytes
        else:
            content = read_file(Path(os.fsdecode(path)), "", room, inner=True)
            room -= len(content)
            if room < 0:
                raise _DoesNotTravelError
            yield below, content


def _within(root: bytes, below: bytes) -> bytes:
    return os.path.join(root, below) if below else root  # noqa: PTH118 -- bytes
