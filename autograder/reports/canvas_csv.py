"""Marks as a file that Canvas's gradebook imports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.errors import AutograderError
from autograder.marks import Mark
from autograder.reports.cells import number_cell, text_cell, to_csv

_HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_POINTS = "Points Possible"  # a row with that in its first cell tells what an assignment is worth
_UNUSABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class CanvasGrades:
    """What is to be imported, and who is not in it.

    Attributes:
        data: the file.
        left_out: labels of those who have a mark, and nothing that Canvas knows them by.
    """

    data: bytes
    left_out: tuple[str, ...] = ()


def canvas_csv(marks: Sequence[Mark], title: str) -> CanvasGrades:
    """Return a file with one column, the points of one assignment.

    Who has no mark has no row: Canvas takes an empty cell for a score to be deleted.

    Args:
        marks: of the class.
        title: the assignment's in Canvas. `Title (12345)`, as the gradebook exports it, is the
            assignment of that number; with a title that it does not know Canvas offers to create one.

    Raises:
        AutograderError: the title cannot be that of an assignment.
    """
    if not title.strip() or _UNUSABLE.search(title):
        raise AutograderError(
            f"{title!a} cannot be the title of an assignment: give it as Canvas shows it, in one line"
        )
    rows, left_out = [], []
    for mark in marks:
        if mark.points is None:
            continue
        student = mark.student
        name = text_cell(student.label)
        # Canvas reads the number at the start of `12x`, which is somebody else's.
        number = student.canvas_id if re.fullmatch(r"[0-9]{1,18}", student.canvas_id) else ""
        known_by = (number, _identifier(student.sid), _identifier(student.login))
        if not any(known_by):
            left_out.append(name)
        else:
            shown = name.replace(_POINTS, _POINTS.replace(" ", "-"))
            rows.append([shown, *known_by, text_cell(student.section), number_cell(mark.points)])
    most = number_cell(max((mark.max_points for mark in marks), default=None))
    table = [[*_HEADER, title], [f"    {_POINTS}", "", "", "", "", most], *rows]
    return CanvasGrades(data=to_csv(table).encode(), left_out=tuple(left_out))


def _identifier(text: str) -> str:
    """Return what Canvas knows somebody by, or nothing if a cell cannot hold it as it is."""
    return text if text == text_cell(text) else ""
