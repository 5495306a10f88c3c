"""Writes what a gradebook holds as files for people and platforms, each whole or as it was before."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import Assignment
from autograder.batch.gradebook import Gradebook
from autograder.batch.hold import writing
from autograder.batch.marking import all_marks
from autograder.batch.worksheet import Worksheet, filled_in
from autograder.errors import AutograderError
from autograder.marks import Mark, to_json_line
from autograder.reports.atomic import write_atomically
from autograder.reports.canvas_csv import canvas_csv
from autograder.reports.feedback import feedback_html, feedback_markdown, feedback_name
from autograder.reports.marks_csv import marks_csv
from autograder.text import scrub

MARKS, CANVAS, LINES, FEEDBACK = "marks.csv", "canvas.csv", "results.jsonl", "feedback"
MOODLE = "moodle.csv"
_REMARKS = "remarks.txt"


@dataclass(frozen=True)
class Published:
    """What was written.

    Attributes:
        marks: of all students.
        left_out: labels of those whom Canvas's file leaves out: Canvas could not tell who they are.
    """

    marks: tuple[Mark, ...]
    left_out: tuple[str, ...]


def publish(book: Gradebook, assignment: Assignment) -> Published:
    """Write the marks of a class into the gradebook's folder; files that would not change are left.

    Raises:
        AutograderError: a file cannot be written; the gradebook has everything.
    """
    folder = book.folder
    with writing(folder), _readable_errors(folder):
        # Read while nobody else writes: the last to write must know what all others decided.
        marks = tuple(all_marks(book, assignment))
        canvas = canvas_csv(marks, book.canvas_title or assignment.title)
        names = {mark.student.key: feedback_name(mark) for mark in marks}
        _write(folder / MARKS, marks_csv(marks))
        _write(folder / CANVAS, canvas.data)
        _write(folder / LINES, b"".join(map(to_json_line, marks)))
        (folder / FEEDBACK).mkdir(mode=0o700, exist_ok=True)
        for mark in marks:
            name = names[mark.student.key]
            _write(folder / FEEDBACK / f"{name}.md", feedback_markdown(mark).encode())
            _write(folder / FEEDBACK / f"{name}.html", feedback_html(mark).encode())
        for name in book.rename_feedback(names):
            for suffix in (".md", ".html"):
                (folder / FEEDBACK / f"{name}{suffix}").unlink(missing_ok=True)
    return Published(marks, canvas.left_out)


def publish_remarks(folder: Path, remarks: Iterable[str]) -> None:
    """Write what was remarked in a run, a line each, in the place of what was in the one before.

    Raises:
        AutograderError: the file cannot be written.
    """
    lines = [" ".join(scrub(remark).split()) for remark in remarks]
    with writing(folder), _readable_errors(folder):
        _write(folder / _REMARKS, "".join(f"{line}\n" for line in lines).encode())


def publish_worksheet(folder: Path, worksheet: Path, marks: Sequence[Mark]) -> Worksheet:
    """Write Moodle's worksheet with the points of a class into the gradebook's folder.

    Raises:
        AutograderError: it is no such worksheet, or the file cannot be written.
    """
    filled = filled_in(worksheet, marks)
    with writing(folder), _readable_errors(folder):
        _write(folder / MOODLE, filled.data)
    return filled


@contextlib.contextmanager
def published_if_stopped(book: Gradebook, assignment: Assignment, go_on: str) -> Iterator[None]:
    """Write the marks of what was done so far, if what happens meanwhile is stopped.

    Args:
        book: the gradebook.
        assignment: that it is of.
        go_on: what an error is to say of how to go on.
    """
    try:
        yield
    except (AutograderError, KeyboardInterrupt) as stop:
        try:
            publish(book, assignment)
        except AutograderError as error:
            stop.add_note(str(error))
        if isinstance(stop, AutograderError):
            stop.add_note(go_on)
        raise


def _write(path: Path, data: bytes) -> None:
    if not (path.is_file() and path.read_bytes() == data):
        write_atomically(path, data, private=True)


@contextlib.contextmanager
def _readable_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AutograderError(
            f"the files in {folder} cannot be written ({error}); the gradebook has everything: "
            "`autograder marks` writes them anew"
        ) from error
