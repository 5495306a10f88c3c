"""Who is in the course: the list that tells who handed in nothing, and real names for numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from autograder.batch.intake.people import participant, student
from autograder.batch.table import read_table
from autograder.errors import AutograderError
from autograder.marks import Student
from autograder.submission.names import listed, shown

# Names of columns in the normal form of tables.
_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("name", "full name", "student", "student name"), "name"),
        **dict.fromkeys(("first name", "given name"), "first"),
        **dict.fromkeys(("last name", "family name", "surname"), "last"),
        **dict.fromkeys(("sid", "student id", "sis user id", "id number"), "sid"),
        **dict.fromkeys(("email", "email address", "e mail"), "email"),
        **dict.fromkeys(("id", "canvas id", "canvas user id"), "canvas_id"),
        **dict.fromkeys(("sis login id", "login", "login id"), "login"),
        **dict.fromkeys(("identifier", "identifiant", "identificador"), "participant"),
        **dict.fromkeys(("section", "sections"), "section"),
        "role": "role",
        **dict.fromkeys(("student number", "student no", "matriculation number"), "sid"),
        **dict.fromkeys(("matrikelnummer", "matrikel nummer", "matrikelnr", "matrikel nr"), "sid"),
        **dict.fromkeys(("vollständiger name", "nom complet", "nombre completo"), "name"),
        **dict.fromkeys(("e mail adresse", "adresse de courriel", "dirección de correo"), "email"),
        **dict.fromkeys(("vorname",), "first"),
        **dict.fromkeys(("nachname", "familienname"), "last"),
    }
)
COLUMNS = frozenset(_COLUMNS)  # names of those that tell who a student is, in that form
_PARTICIPANT = re.compile(r"[^\W\d_]\D*([0-9]{1,20})")  # Moodle's, a word of its language before it
_GERMAN = "Teilnehmer"  # that word; there the column is called "ID", as Canvas's is
_IDENTIFYING = ("sid", "canvas_id", "email", "login", "name")
_PLACEHOLDERS = frozenset({"points possible", "student, test", "test student"})
_COLUMNS_ADVICE = (
    "its first line must name columns, among them one of: name, first name and last name, sid, email, "
    "id (of Canvas), login"
)


def read_roster(path: Path) -> tuple[Student, ...]:
    """Return the students in a CSV file: a hand-made list, or what a platform gives.

    That is Gradescope's roster, Canvas's gradebook or Moodle's grading worksheet.

    Raises:
        AutograderError: it cannot be read, names no students, or names one twice.
    """
    where = shown(str(path))
    table = read_table(path, COLUMNS)
    if not {"first", "last", *_IDENTIFYING} & {_COLUMNS.get(name) for name in table.header}:
        raise AutograderError(f"{where} has no column that tells who a student is; {_COLUMNS_ADVICE}")
    students: list[Student] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in table.rows:
        one = student_of(cells)
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


def columns_told(path: Path, also: Collection[str] = ()) -> str:
    """Return a sentence on which columns of a table are read, and which are not, by their normal names.

    Args:
        path: the table.
        also: names of those that are read beside the ones of a roster.

    Raises:
        AutograderError: it cannot be read.
    """
    known = COLUMNS | set(also)
    header = [name for name in read_table(path, known).header if name]
    read = [name for name in header if name in known]
    rest = [name for name in header if name not in known]
    told = f"{shown(path.name)}: read {listed(read)}" if read else f"{shown(path.name)}: read nothing"
    return f"{told}; not {listed(rest)}" if rest else told


def student_of(cells: Mapping[str, str]) -> Student | None:
    """Return the student of a row; None for staff, for placeholders and for a row about nobody.

    Args:
        cells: by the names of their columns in normal form, of which any may be absent.
    """
    found: dict[str, str] = {}
    for name, cell in cells.items():
        if cell and (column := _COLUMNS.get(name)):
            found.setdefault(column, cell)
    if found.get("canvas_id", "").startswith(_GERMAN):
        found.setdefault("participant", found.pop("canvas_id"))
    numbered = _PARTICIPANT.fullmatch(found.pop("participant", ""))
    if numbered is not None:
        found.setdefault("login", participant(numbered[1]))
    names = [found.pop("first", ""), found.pop("last", "")]
    found.setdefault("name", " ".join(filter(None, names)))
    if found.pop("role", "student").casefold() != "student":
        return None
    if found["name"].casefold() in _PLACEHOLDERS:
        return None
    return student(**found) if any(found.get(kind) for kind in _IDENTIFYING) else None
