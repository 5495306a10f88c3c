"""Who is in the course: the list that tells who handed in nothing, and real names for numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from autograder.batch.intake.people import student
from autograder.batch.matching import match
from autograder.errors import AutograderError
from autograder.marks import Student
from autograder.submission.names import shown

__all__ = ["match", "read_roster"]

_BYTES = 16 * 2**20
_DELIMITERS = (",", ";", "\t")
# Names of columns in small letters, and with one space for all that is neither letter nor digit.
_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("name", "full name", "student", "student name"), "name"),
        **dict.fromkeys(("first name", "given name"), "first"),
        **dict.fromkeys(("last name", "family name", "surname"), "last"),
        **dict.fromkeys(("sid", "student id", "sis user id"), "sid"),
        **dict.fromkeys(("email", "email address", "e mail"), "email"),
        **dict.fromkeys(("id", "canvas id", "canvas user id"), "canvas_id"),
        **dict.fromkeys(("sis login id", "login", "login id"), "login"),
        **dict.fromkeys(("section", "sections"), "section"),
        "role": "role",
    }
)
_IDENTIFYING = ("sid", "canvas_id", "email", "login", "name")
_PLACEHOLDERS = frozenset({"points possible", "student, test", "test student"})
_COLUMNS_ADVICE = (
    "its first line must name columns, among them one of: name, first name and last name, sid, email, "
    "id (of Canvas), login"
)


def read_roster(path: Path) -> tuple[Student, ...]:
    """Return the students in a CSV file: a hand-made list, Gradescope's roster or Canvas's gradebook.

    Raises:
        AutograderError: it cannot be read, names no students, or names one twice.
    """
    where = shown(str(path))
    text = _decode(_read(path, where), where)
    lines = _lines(text, where)
    _, cells = next(lines, (0, []))
    header = _header(cells)
    if not {"first", "last", *_IDENTIFYING} & set(header):
        raise AutograderError(f"{where} has no column that tells who a student is; {_COLUMNS_ADVICE}")
    students: list[Student] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in lines:
        one = _student(header, cells)
        if one is None:
            continue
        for kind in ("key", "sid", "canvas_id", "email", "login"):
            value = getattr(one, kind).casefold()
            if value and (first := seen.setdefault((kind, value), line)) != line:
                raise AutograderError(
                    f"{where}, line {line}: {shown(value)} is in line {first} already; delete one"
                )
        students.append(one)
    if not students:
        raise AutograderError(
            f"{where} names no students; {_COLUMNS_ADVICE}, and a line a student follows"
        )
    return tuple(students)


def _read(path: Path, where: str) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise AutograderError(
            f"{where} cannot be read ({reason}); check the path of the roster"
        ) from error
    if len(data) > _BYTES:
        raise AutograderError(f"{where} is larger than {_BYTES // 2**20} MiB; is it the roster?")
    return data


def _decode(data: bytes, where: str) -> str:
    """Return the text of a file that Excel, Canvas or an editor wrote."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        if wide:
            raise AutograderError(f"{where} is damaged; save it as CSV in UTF-8") from error
        # Excel in the west; the bytes that Windows has no letter for are no letters in Latin-1 either.
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise AutograderError(f"{where} is no text file; save it as CSV in UTF-8")
    return text


def _lines(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that hold anything, each with the number of its last line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped) and not stripped[0].startswith("sep="):  # Excel's note on its delimiter
                yield reader.line_num, stripped
    except csv.Error as error:
        raise AutograderError(
            f"{where}, line {reader.line_num}: {error}; save the roster as CSV again"
        ) from error


def _delimiter(text: str) -> str:
    """Return what separates the columns: that which makes the most of them known."""

    def known(delimiter: str) -> int:
        return sum(bool(name) for line in head for name in _header(line.split(delimiter)))

    head = text.lstrip().splitlines()[:2]
    return max(_DELIMITERS, key=known)


def _header(cells: list[str]) -> list[str | None]:
    return [_COLUMNS.get(re.sub(r"[\W_]+", " ", cell.casefold()).strip()) for cell in cells]


def _student(header: list[str | None], cells: list[str]) -> Student | None:
    """Return the student of a row; None for staff, for placeholders and for a row about nobody."""
    found: dict[str, str] = {}
    for column, cell in zip(header, cells, strict=False):
        if column and cell:
            found.setdefault(column, cell)
    names = [found.pop("first", ""), found.pop("last", "")]
    found.setdefault("name", " ".join(filter(None, names)))
    if found.pop("role", "student").casefold() != "student":
        return None
    if found["name"].casefold() in _PLACEHOLDERS:
        return None
    return student(**found) if any(found.get(kind) for kind in _IDENTIFYING) else None
