"""Who is in the course, and whose a piece of work is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.batch.handed_in import Class, HandedIn
from autograder.batch.intake.people import spellings, student
from autograder.batch.roster import match, read_roster
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
        ("name,role\nTia,TA\n", "names no students"),
        ("name,sid\nAna,31\nBo,42\nAna,31\n", "line 4: 31 is in line 2 already; delete one"),
        ("name,email\nAna,a@x\nBo,A@X\n", "line 3: a@x is in line 2 already"),
        ("name\nAna\n\nAna\n", "line 4: ana is in line 2 already"),
        (b"name\nAna\0\n", "no text file"),
        (b"\xff\xfen\0a", "save it as CSV in UTF-8"),
        (f'name\n"{"a" * 200_000}"\n', "line 2: field larger"),
        (b"name\n" + b"a" * 17 * 2**20, "larger than 16 MiB"),
    ],
    ids=range(13),
)
def test_what_is_no_roster_is_an_error(tmp_path: Path, text: str | bytes, problem: str) -> None:
    """Which names the file, the line and what to do."""
    with pytest.raises(AutograderError, match=r"roster.csv") as caught:
        roster(tmp_path, text)
    assert problem in str(caught.value)


def test_a_missing_roster_is_an_error(tmp_path: Path) -> None:
    """As is a folder in its place."""
    for path in (tmp_path, tmp_path / "nowhere.csv", tmp_path / "nul\0"):
        with pytest.raises(AutograderError, match=r"cannot be read .*; check the path of the roster"):
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


def handed_in(*authors: Student, name: str = "a.py") -> HandedIn:
    """Return work of these students."""
    return HandedIn(students=authors, path=Path(name), name=name)


def matched(*authors: Student) -> tuple[list[Student], list[str], list[str]]:
    """Match one piece of work each with Ana and Bo: who is found, who is missing, what is remarked."""
    work = Class(tuple(handed_in(author) for author in authors), ("kept",))
    joined, missing, remarks = match((ANA, BO), work)
    assert joined.remarks == ("kept",)
    return [one.students[0] for one in joined.work], [one.key for one in missing], list(remarks)


@pytest.mark.parametrize(
    "author",
    [
        student(sid="31", name="Somebody Else"),
        student(canvas_id="5001", name="dazanamara"),
        student(login="ADIAZ"),
        student(email="adiaz"),
        student(name="Ana María Díaz"),
        student(name="ana maria diaz", email="ana@example.edu"),
        student(name="díazanamaría", canvas_id=""),
        *(Student(key=key) for key in ("0031", "5001", "adiaz", "diaz_ana_maria", "diazanamaria")),
    ],
    ids=range(12),
)
def test_a_student_is_known_by_any_of_these(author: Student) -> None:
    """Numbers, addresses, her name in any order, or the name of her file."""
    found, missing, remarks = matched(author)
    assert (found[0].key, found[0].name, found[0].canvas_id) == ("0031", "Díaz, Ana María", "5001")
    assert missing == ["0042"]
    assert remarks == []


def test_what_only_the_platform_knows_is_kept() -> None:
    """The roster's word counts where it has one."""
    found, _, _ = matched(student(sid="42", email="bo@example.edu", name="Bobby", login="other"))
    assert (found[0].email, found[0].name, found[0].login) == ("bo@example.edu", BO.name, "bsmith")


def test_a_stranger_keeps_her_work() -> None:
    """A remark says that she is not on the roster."""
    found, missing, remarks = matched(student(name="Zoe", sid="7"))
    assert found == [student(name="Zoe", sid="7")]
    assert missing == ["0031", "0042"]
    assert remarks == ["Zoe (a.py) is not on the roster"]


def test_a_name_with_another_number_is_another_person() -> None:
    """Canvas tells apart two people of one name."""
    found, missing, remarks = matched(student(name="díazanamaría", canvas_id="6000"))
    assert found[0].key == "6000"
    assert missing == ["0031", "0042"]
    assert remarks == ["díazanamaría (a.py) is not on the roster"]


def test_a_name_of_two_people_tells_nothing() -> None:
    """Neither of them gets the other's marks."""
    twins = (student(name="Lee, Ann", sid="1"), student(name="Ann Lee", sid="2"))
    work = Class((handed_in(student(name="ann lee")), handed_in(student(name="Lee Ann", sid="2"))))
    joined, missing, remarks = match(twins, work)
    assert [one.students[0].key for one in joined.work] == ["ann lee", "2"]
    assert missing == twins[:1]
    (remark,) = remarks
    assert remark.startswith("ann lee (a.py) could be any of these on the roster, and counts for none")
    assert remark.endswith(": Lee, Ann (1) and Ann Lee (2)")


def test_of_two_who_look_alike_the_surer_is_taken() -> None:
    """The other is a remark."""
    found, missing, remarks = matched(student(name="Ana María Díaz"), student(sid="31", name="Ana"))
    assert [one.key for one in found] == ["Ana María Díaz", "0031"]
    assert missing == ["0042"]
    assert remarks == [
        "Ana María Díaz (a.py) looks like Díaz, Ana María of the roster, but so does Ana (a.py)"
    ]


def test_of_two_who_look_the_same_neither_is_taken() -> None:
    """A person has to look."""
    found, missing, remarks = matched(Student(key="diaz_ana_maria"), Student(key="ana-maria-diaz"))
    assert [one.key for one in found] == ["diaz_ana_maria", "ana-maria-diaz"]
    assert missing == ["0031", "0042"]
    assert len(remarks) == 2


def test_a_stranger_cannot_take_a_key_of_the_roster() -> None:
    """Canvas's number of one may be the school's number of another."""
    found, missing, remarks = matched(student(canvas_id="0031", name="Zoe"))
    assert found[0].key == "0031 (not on the roster)"
    assert missing == ["0031", "0042"]
    assert len(remarks) == 1


def test_all_of_a_group_are_found() -> None:
    """Each for herself, in one piece of work."""
    joined, missing, remarks = match(
        (ANA, BO), Class((handed_in(student(sid="42"), student(sid="0031")),))
    )
    assert [one.key for one in joined.work[0].students] == ["0042", "0031"]
    assert (missing, remarks) == ((), ())


def test_nobody_is_missing_where_nobody_is_expected() -> None:
    """An empty class and an empty roster are no error."""
    assert match((), Class(())) == (Class(()), (), ())
    assert match((ANA,), Class(())) == (Class(()), (ANA,), ())


@given(st.text(), st.text())
def test_the_order_of_names_does_not_matter(first: str, last: str) -> None:
    """Whatever somebody is called, as long as there is a letter in it."""
    one, other = spellings(f"{first} {last}"), spellings(f"{last}, {first}")
    assert all(spelling.isalnum() for spelling in one | other)
    assert one & other or not one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jo Ann Smith", "Smith, Jo Ann"),
        ("O'Neil-Smith, Bo", "oneilsmithbo"),
        ("José Núñez", "nunezjose"),
        ("Straße, Uwe", "STRASSE UWE"),
        ("王 小明", "王小明"),
    ],
)
def test_a_name_is_the_same_however_it_is_written(one: str, other: str) -> None:
    """Order, accents, case and what Canvas squeezes."""
    assert spellings(one) & spellings(other)


@pytest.mark.parametrize(("one", "other"), [("Jo Smith", "Joe Smith"), ("", ""), ("---", "...")])
def test_other_names_are_others(one: str, other: str) -> None:
    """And no name is that of nobody."""
    assert not spellings(one) & spellings(other)
