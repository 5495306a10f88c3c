"""Writes a new assignment into a course, or a course around it; never over anything."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import COURSE_FILE, load_course
from autograder.digest import files_below
from autograder.errors import CourseError
from autograder.starting.listing import with_assignment
from autograder.starting.naming import require_name, require_title
from autograder.starting.template import assignment_files, course_file, golden_files

_SECRET_BYTES = 16


@dataclass(frozen=True)
class Started:
    """What was written.

    Attributes:
        written: the new files.
        new_course: whether there was no course before.
        listed: whether the assignment was added to the list of a course that was there.
    """

    written: tuple[Path, ...]
    new_course: bool
    listed: bool


def start(course: Path, name: str, title: str) -> Started:
    """Write an assignment from the template, golden cases beside the course, and enter it in the course.

    The course comes last: an assignment that is entered is whole. The same call finishes what one began
    that was killed.

    Args:
        course: the folder of `course.toml`, or the one that it is to be written to.
        name: of the assignment.
        title: what students read.

    Raises:
        CourseError: the name or the title will not do, something else lies where a file should go, or
            the course cannot be changed. Nothing is written then, unless the disk is to blame.
    """
    require_name(name)
    require_title(title)
    with _alone(course):
        return _start(course, name, title)


@contextlib.contextmanager
def _alone(course: Path) -> Iterator[None]:
    """Keep other calls for the same course waiting, or one would lose what another one entered."""
    places = course.absolute().parents
    place = os.open(next(path for path in places if path.is_dir()), os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def _start(course: Path, name: str, title: str) -> Started:
    changed = _changed_course(course, name)
    folders = {
        course / name: assignment_files(name, title),
        course.absolute().parent / "tests" / "golden" / name: golden_files(name, title),
    }
    if strange := [line for folder, files in folders.items() for line in _in_the_way(folder, files)]:
        raise CourseError(
            "\n  ".join(
                [
                    f"{name} cannot be written, since other things are where its files would be:",
                    *strange,
                    "choose another name, or move away what you do not need; nothing was written",
                ]
            )
        )
    wanted = {folder / file: text for folder, files in folders.items() for file, text in files.items()}
    missing = {path: text for path, text in wanted.items() if _read(path) != text.encode()}
    new_course = not (course / COURSE_FILE).exists()
    try:
        for path, text in missing.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        if changed is not None:
            _replace(course / COURSE_FILE, changed)
    except OSError as error:
        raise CourseError(
            f"{error.filename} cannot be written: {error.strerror}. The same command, given again, "
            "finishes what it began"
        ) from error
    written = (*missing, *([course / COURSE_FILE] if new_course else []))
    return Started(written, new_course, listed=changed is not None and not new_course)


def _changed_course(course: Path, name: str) -> str | None:
    """Return the new text of `course.toml`; None where it names the assignment already."""
    path = course / COURSE_FILE
    if path.is_symlink() and not path.exists():
        raise CourseError(f"{path} is a link that leads nowhere: mend it, or take it away")
    if not path.exists():
        inside = course / "solutions"
        if (inside / COURSE_FILE).exists():
            raise CourseError(
                f"{path} is missing; a course is in {inside}: name it with --course {inside}"
            )
        return course_file(name, secrets.token_hex(_SECRET_BYTES))
    loaded = load_course(course)  # so that what follows is TOML and has a list
    if name in loaded.assignments:
        return None
    added = with_assignment(path.read_bytes().decode(), name)
    if added is None:
        raise CourseError(
            f"{path}: its list `assignments` is written in a way that cannot be added to safely: put "
            f'"{name}" into it yourself, and run the same command again'
        )
    return added


def _in_the_way(folder: Path, files: Mapping[str, str]) -> Iterator[str]:
    """Give what lies in a folder and is not a file of ours, or the beginning of one after a kill."""
    for path in (folder, *folder.absolute().parents):
        if os.path.lexists(path) and not path.is_dir():
            yield f"{path} is no folder"
            return
    for name, content in files_below(folder):
        due = files.get(name)
        if due is None or not due.encode().startswith(content):
            yield f"{folder / name}"
    for name in files:
        path = folder / name
        if path.is_symlink() or path.is_dir():
            yield f"{path}"


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _replace(path: Path, text: str) -> None:
    """Write a file at once or not at all; a link stays one, and who may read it stays the same."""
    path = path.resolve()
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(text.encode())
    if path.exists():
        shutil.copymode(path, partial)
    partial.replace(path)
