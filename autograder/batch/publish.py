"""Writes what a gradebook holds as files for people and platforms, each whole or as it was before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.batch.hold import writing
from autograder.errors import AutograderError
from autograder.marks import Mark, to_json_line
from autograder.reports.atomic import write_atomically
from autograder.reports.canvas_csv import canvas_csv
from autograder.reports.feedback import feedback_html, feedback_markdown, feedback_name
from autograder.reports.marks_csv import marks_csv

MARKS, CANVAS, LINES, FEEDBACK = "marks.csv", "canvas.csv", "results.jsonl", "feedback"


def publish(folder: Path, marks: Sequence[Mark], canvas_title: str | None = None) -> tuple[str, ...]:
    """Write the marks of a class into a folder; files that would not change are left alone.

    Args:
        folder: where to.
        marks: of all students.
        canvas_title: what Canvas calls the assignment, None for its own title.

    Returns:
        Labels of the students whom Canvas's file leaves out, since Canvas could not tell who they are.

    Raises:
        AutograderError: a file cannot be written.
    """
    title = canvas_title or next((mark.title for mark in marks), "marks")
    canvas = canvas_csv(marks, title)
    files = {
        MARKS: marks_csv(marks),
        CANVAS: canvas.data,
        LINES: b"".join(map(to_json_line, marks)),
    }
    names = [feedback_name(mark) for mark in marks]
    for mark, name in zip(marks, names, strict=True):
        files[f"{FEEDBACK}/{name}.md"] = feedback_markdown(mark).encode()
        files[f"{FEEDBACK}/{name}.html"] = feedback_html(mark).encode()
    with writing(folder):
        _make_folder(folder / FEEDBACK)
        for name, data in files.items():
            path = folder / name
            if not (path.is_file() and path.read_bytes() == data):
                write_atomically(path, data)
        _remove_outdated(folder / FEEDBACK, names)
    return canvas.left_out


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise AutograderError(f"{folder} cannot be made ({error.strerror})") from error


def _remove_outdated(folder: Path, names: Sequence[str]) -> None:
    """Remove what was written for a student under another name that she had."""
    hers = {name.partition("_")[0] for name in names}
    current = set(names)
    for path in folder.iterdir():
        outdated = path.stem not in current and path.stem.partition("_")[0] in hers
        if outdated and path.suffix in {".md", ".html"}:
            path.unlink(missing_ok=True)
