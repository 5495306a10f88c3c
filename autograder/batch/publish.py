"""Writes what a gradebook holds as files for people and platforms, each whole or as it was before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from autograder.marks import Mark
from autograder.reports.atomic import write_atomically
from autograder.reports.canvas_csv import canvas_csv
from autograder.reports.feedback import feedback_html, feedback_markdown, feedback_name
from autograder.reports.marks_csv import marks_csv

MARKS, CANVAS, LINES, FEEDBACK = "marks.csv", "canvas.csv", "results.jsonl", "feedback"


def publish(folder: Path, marks: Sequence[Mark], title: str) -> tuple[str, ...]:
    """Write the marks of a class into a folder; files that would not change are left alone.

    Args:
        folder: where to.
        marks: of all students.
        title: of the assignment, as Canvas calls it.

    Returns:
        Labels of the students whom Canvas's file leaves out, since Canvas could not tell who they are.

    Raises:
        AutograderError: a file cannot be written.
    """
    canvas = canvas_csv(marks, title)
    files = {
        MARKS: marks_csv(marks),
        CANVAS: canvas.data,
        LINES: b"".join(msgspec.json.encode(mark) + b"\n" for mark in marks),
    }
    for mark in marks:
        name = f"{FEEDBACK}/{feedback_name(mark)}"
        files[f"{name}.md"] = feedback_markdown(mark).encode()
        files[f"{name}.html"] = feedback_html(mark).encode()
    (folder / FEEDBACK).mkdir(mode=0o700, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        if not (path.is_file() and path.read_bytes() == data):
            write_atomically(path, data)
    return canvas.left_out
