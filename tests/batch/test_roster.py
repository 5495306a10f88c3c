"""Who is in the course."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.batch.roster import columns_told, read_roster, student_of
from autograder.errors import AutograderError
from autograder.marks import Student

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (77),Final Score
,,,,,Manual Posting,
    Points Possible,,,,,10,(read only)
"Díaz, Ana María",5001,0031,adiaz,01 and 02,9,
"O'Neil-Smith, Bo",5002,0042,bsmith,01,,
"Student, Test",5999,,abcdef0123,01,,
"""
GRADESCOPE = """First Name,Last Name,SID,Email,Role,Sections
Ana María,Díaz,0031,ana@example.edu,Student,01
Bo,O'Neil-Smith,,bo@example.edu,Student,
Tia,Ay,9,tia@example.edu,TA,
Ina,Structor,8,ina@example.edu,Instructor,
"""
ANA = Student(
    key="0031", name="Díaz, Ana María", sid="0031", canvas_id="5001", login="adiaz", section="01 and 02"
)
BO = Student(
    key="0042", name="O'Neil-Smith, Bo", sid="0042", canvas_id="5002", login="bsmith", section="01"
)


def roster(tmp_path: Path, text: str | bytes, encoding: str = "utf-8") -> tuple[Student, ...]:
    """Read a roster with this content."""
    path = tmp_path / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read_roster(path)


def test_canvas_s_gradebook_is_a_roster(tmp_path: Path) -> None:
    """Its rows about points and its test student are nobody."""
    assert roster(tmp_path, CANVAS) == (ANA, BO)


def test_a_german_list_is_a_roster(tmp_path: Path) -> None:
    """A number that was passed over made two people of one."""
    (ana,) = roster(tmp_path, "Vorname;Nachname;Matrikelnummer;E-Mail\nAna;Díaz;0031;ana@x\n")
    assert (ana.key, ana.name, ana.sid, ana.email) == ("0031", "Ana Díaz", "0031", "ana@x")


@pytest.mark.parametrize(
    ("header", "participant"),
    [
        ("Identifier,Full name,Email address", "Participant 712"),
        ("ID,Vollständiger Name,E-Mail-Adresse", "Teilnehmer/in712"),
        ("Identifiant,Nom complet,Adresse de courriel", "Participant712"),
        ("Identificador,Nombre completo,Dirección de correo", "Participante712"),
    ],
)
def test_moodle_s_worksheet_is_a_roster(tmp_path: Path, header: str, participant: str) -> None:
    """In several languages; the number is a login, and nobody's number at Canvas."""
    (ana,) = roster(tmp_path, f"{header}\n{participant},Ana Díaz,ana@x\n")
    assert ana == Student(key="ana@x", name="Ana Díaz", email="ana@x", login="Participant 712")


def test_staff_are_told_what_is_read_of_a_table(tmp_path: Path) -> None:
    """And what is not: a number under an unknown name would be missed by nobody."""
    path = tmp_path / "roster.csv"
    path.write_text("Name;Kennung;E-Mail;points\nAna;0031;ana@x;2\n", encoding="utf-8")
    assert columns_told(path) == "roster.csv: read name and e mail; not kennung and points"
    assert columns_told(path, ["points"]) == "roster.csv: read name, e mail and points; not kennung"
    path.write_text("sid\n1\n", encoding="utf-8")
    assert columns_told(path) == "roster.csv: read sid"
    path.write_text("who\n1\n", encoding="utf-8")
    assert columns_told(path) == "roster.csv: read nothing; not who"


def test_gradescope_s_roster_is_one(tmp_path: Path) -> None:
    """Staff on it hand in nothing."""
    ana, bo = roster(tmp_path, GRADESCOPE)
    assert ana == Student(
        key="0031", name="Ana María Díaz", sid="0031", email="ana@example.edu", section="01"
    )
    assert (bo.key, bo.name) == ("bo@example.edu", "Bo O'Neil-Smith")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_whatever_excel_writes_is_read(
    tmp_path: Path, encoding: str, delimiter: str, newline: str
) -> None:
    """In the encodings and with the delimiters of all its countries."""
    rows = [["Student ID", "Full Name"], ["31", '"Díaz, Ana; née Ruiz"'], ["", ""], ["42", "Bo"]]
    text = newline.join(delimiter.join(row) for row in rows)
    assert [(one.sid, one.name) for one in roster(tmp_path, text, encoding)] == [
        ("31", "Díaz, Ana; née Ruiz"),
        ("42", "Bo"),
    ]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Name", "name"),
        ("  FULL   name ", "name"),
        ("Student", "name"),
        ("SID", "sid"),
        ("student_id", "sid"),
        ("SIS User ID", "sid"),
        ("E-mail", "email"),
        ("Email Address", "email"),
        ("ID", "canvas_id"),
        ("Canvas User ID", "canvas_id"),
        ("SIS Login ID", "login"),
        ("Login", "login"),
    ],
)
def test_columns_are_known_by_common_names(tmp_path: Path, header: str, field: str) -> None:
    """Case and spaces do not matter; one that tells who a student is will do."""
    (one,) = roster(tmp_path, f"sep=,\nRow,{header},Notes\n1,x7,none\n")
    assert getattr(one, field) == one.key == "x7"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no column that tells who"),
        ("\n\n", "no column that tells who"),
        ("Ana,31\nBo,42\n", "no column that tells who"),
        ("role,section\nStudent,1\n", "no column that tells who"),
        ("name,sid\n", "names no students"),
        ("name,SID,sid\nAna,31,32\n", "two columns called 'sid'"),
        ("name,role\nTia,TA\n", "names no students"),
        ("name,sid\nAna,31\nBo,42\nAna,31\n", "line 4: 31 is in line 2 already; delete one"),
        ("name,email\nAna,a@x\nBo,A@X\n", "line 3: a@x is in line 2 already"),
        ("name\nAna\n\nAna\n", "line 4: ana is in line 2 already"),
        (b"name\nAna\0\n", "no text file"),
        (b"\xff\xfen\0a", "save it as CSV in UTF-8"),
        (f'name\n"{"a" * 200_000}"\n', "line 2: field larger"),
        (b"name\n" + b"a" * 17 * 2**20, "larger than 16 MiB"),
        ('name,sid\nAna,31\n"Bo,42\nCy,43\n', "line 3: unexpected end of data; take out a stray quote"),
        ('name,sid\n"Ana\nDíaz",31\n', "line 3: 'Ana\ufffdDíaz' is one cell of several lines"),
    ],
    ids=range(16),
)
def test_what_is_no_roster_is_an_error(tmp_path: Path, text: str | bytes, problem: str) -> None:
    """Which names the file, the line and what to do."""
    with pytest.raises(AutograderError, match=r"roster.csv") as caught:
        roster(tmp_path, text)
    assert problem in str(caught.value)


def test_a_missing_roster_is_an_error(tmp_path: Path) -> None:
    """As is a folder in its place."""
    for path in (tmp_path, tmp_path / "nowhere.csv", tmp_path / "nul\0"):
        with pytest.raises(AutograderError, match=r"cannot be read .*; check the path"):
            read_roster(path)


@given(st.binary(max_size=200), st.sampled_from([b"", b"name,sid\n", b"name;sid\n", b"\xff\xfe"]))
def test_no_roster_is_too_odd(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes
) -> None:
    """It is read or is an error."""
    path = tmp_path_factory.getbasetemp() / "odd.csv"
    path.write_bytes(start + data)
    try:
        found = read_roster(path)
    except AutograderError:
        return
    assert len({one.key for one in found}) == len(found) > 0


def test_a_row_of_another_table_names_a_student() -> None:
    """Under any of the roster's names of columns; other columns do not matter."""
    ana = student_of({"sis user id": "0031", "first name": "Ana", "last name": "Díaz", "points": "3"})
    assert ana == Student(key="0031", name="Ana Díaz", sid="0031")
    assert student_of({"points": "3"}) is None
    assert student_of({"name": "Tia", "role": "TA"}) is None
