"""Moodle's grading worksheet with the points of a class in it, for Moodle to read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.naming import Naming
from autograder.batch.roster import COLUMNS
from autograder.batch.table import read_cells
from autograder.errors import AutograderError, GradebookError
from autograder.marks import Mark
from autograder.reports.cells import number_cell, to_csv
from autograder.submission.names import listed, shown

_WHO = COLUMNS | {"key"}  # that staff may add, where nothing else tells two students apart
# Names of columns in the normal form of tables. Moodle finds its own by their names in the language of
# whoever downloads and uploads it, so that the first line stays as it is.
_GRADE = ("grade", "bewertung", "note", "calificación")
_MOST = ("maximum grade", "bestwertung", "note maximale", "calificación máxima")


@dataclass(frozen=True, kw_only=True)
class Worksheet:
    """A worksheet that was filled in.

    Attributes:
        data: the file: UTF-8, with commas, as Moodle takes it without being told.
        filled: in how many rows.
        remarks: on rows that are as they were, and on students who have points and no row.
    """

    data: bytes
    filled: int
    remarks: tuple[str, ...]


def filled_in(path: Path, marks: Sequence[Mark]) -> Worksheet:
    """Return the worksheet at `path` with the points of those who have some.

    All else in it stays. Moodle lets the grade of an empty cell alone, and a grade that was changed
    after the worksheet was downloaded.

    Raises:
        AutograderError: it is no such worksheet, or one for other points: a grade above its maximum is
            left out by Moodle without a word.
    """
    where = shown(str(path))
    header, rows = read_cells(path, {*_WHO, *_GRADE, *_MOST})
    places = {name: place for place, name in reversed([*enumerate(header)])}
    at = next((places[name] for name in _GRADE if name in places), None)
    if at is None:
        raise AutograderError(
            f"{where} has no column `Grade`: download the grading worksheet of this assignment in Moodle"
        )
    most = next((places[name] for name in _MOST if name in places), None)
    naming = Naming([mark.student for mark in marks])
    by_key = {mark.student.key: mark for mark in marks}
    remarks: list[str] = []
    lines: dict[str, int] = {}
    for line, cells in rows[1:]:
        cells.extend([""] * (len(header) - len(cells)))
        try:
            mark = by_key[naming.by_row(_identifying(header, cells)).key]
        except GradebookError as error:
            remarks.append(f"line {line} is as it was: {error}")
            continue
        if mark.points is None:
            continue
        if (first := lines.setdefault(mark.student.key, line)) != line:
            raise AutograderError(f"{where}: lines {first} and {line} are both of {mark.student.label}")
        if most is not None:
            _require_same(cells[most], mark, where)
        cells[at] = number_cell(mark.points)
    left = [
        one.student.label for one in marks if one.points is not None and one.student.key not in lines
    ]
    if left:
        remarks.append(f"not on the worksheet: {listed(left)}")
    data = to_csv([cells for _, cells in rows]).encode()
    return Worksheet(data=data, filled=len(lines), remarks=tuple(remarks))


def _identifying(header: Sequence[str], cells: Sequence[str]) -> Mapping[str, str]:
    """Return what tells whose a row is."""
    pairs = zip(header, cells, strict=False)
    return {name: cell.strip() for name, cell in pairs if name in _WHO and cell.strip()}


def _require_same(cell: str, mark: Mark, where: str) -> None:
    """Make sure that the worksheet is for as many points as the assignment.

    Raises:
        AutograderError: it is not.
    """
    if _number(cell.strip().replace(",", ".")) != mark.max_points:
        raise AutograderError(
            f"{where} is for at most {shown(cell)} points, and the assignment is worth "
            f"{mark.max_points:g}: give it that maximum in Moodle, and download the worksheet again"
        )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
