"""The part of a course that grades one assignment."""

from __future__ import annotations

from autograder.assignment import COURSE_FILE, Assignment
from autograder.digest import files_below
from autograder.errors import CourseError


def course_files(assignment: Assignment) -> dict[str, bytes]:
    """Return course.toml and what staff have of the assignment, by names below the course's folder.

    It is for staff alone: the hidden suite, the reference and the secret are in it.

    Raises:
        CourseError: a file cannot be read.
    """
    course = assignment.folder.parent
    try:
        files = {COURSE_FILE: (course / COURSE_FILE).read_bytes()}
        for name, content in files_below(assignment.folder):
            files[f"{assignment.name}/{name}"] = content
    except OSError as error:
        raise CourseError(f"{error.filename}: {error.strerror}") from error
    return files
