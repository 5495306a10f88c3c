"""What lies in a folder of submissions."""

from __future__ import annotations

import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.database import FILE
from autograder.errors import AutograderError
from autograder.submission.names import NOTEBOOK, SCRIPT, is_junk, listed, shown

_STRAYS = 4  # one file in so many may be of staff


@dataclass(frozen=True)
class Item:
    """A file or folder, looked at and not opened.

    Attributes:
        path: where it lies.
        is_folder: whether it is a folder; a link to one is none.
        modified: when it was last written, in nanoseconds.
    """

    path: Path
    is_folder: bool
    modified: int


def mostly(found: Sequence[Item], tells: Callable[[Item], object | None]) -> bool:
    """Return whether nearly all names are such as a platform gives: a few files may be of staff."""
    strange = sum(tells(item) is None for item in found)
    return len(found) > strange and strange * _STRAYS <= len(found)


def left_out(strays: Sequence[str], platform: str) -> tuple[str, ...]:
    """Return the remarks on what lies there and has no such name."""
    if not strays:
        return ()
    return (f"{listed(strays)} left out: names of {platform} tell whose a file is, and this is none",)


def look(path: Path) -> Item:
    """Return what lies at a path; what cannot be looked at passes for a file, whose reader says why."""
    try:
        status = path.lstat()
    except OSError:
        return Item(path, is_folder=False, modified=0)
    return Item(path, stat.S_ISDIR(status.st_mode), status.st_mtime_ns)


def items(folder: Path, apart: Path) -> list[Item]:
    """Return what lies in a folder, in the order of names, but for junk and what holds `apart`.

    Raises:
        AutograderError: the folder cannot be read.
    """
    try:
        names = sorted(path.name for path in folder.iterdir() if not is_junk(path.name))
        ours = apart.resolve()
        here = folder.resolve()
    except OSError as error:
        raise AutograderError(
            f"{shown(str(folder))} cannot be read ({error.strerror}); check who may read it"
        ) from error
    # Results that are written beside the submissions are nobody's work.
    return [look(folder / name) for name in names if not ours.is_relative_to(here / name)]


def holds_grades(item: Item) -> bool:
    """Return whether a folder is one that grades were written to."""
    return item.is_folder and has_file(item.path, FILE)


def has_file(folder: Path, name: str) -> bool:
    """Return whether there is a file of that name in a folder, as far as one may look."""
    try:
        return (folder / name).is_file()
    except OSError:
        return False


def only_folder(found: list[Item], assignment: str) -> Path | None:
    """Return the folder that a download was put in, if it is all there is.

    A folder that holds a file named after the assignment is the work of a class's only student.
    """
    if len(found) != 1 or not found[0].is_folder:
        return None
    folder = found[0].path
    own = (f"{assignment}{suffix}" for suffix in (NOTEBOOK, SCRIPT))
    return None if any(has_file(folder, name) for name in own) else folder
