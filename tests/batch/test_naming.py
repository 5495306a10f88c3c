"""Whom staff mean is certain, or an error: never somebody who looks like her."""

from __future__ import annotations

import itertools

import pytest

from autograder.batch.handed_in import Class
from autograder.batch.intake.people import student
from autograder.batch.matching import match
from autograder.batch.naming import Naming
from autograder.errors import GradebookError
from autograder.marks import Student
from tests.batch.test_matching import handed_in

FORTY = student(name="Zero Forty", sid="0042", email="zero@x")
SHORT = Student(key="42")  # of a file 42.py, of whom nobody knows whose it is
TWINS = (student(name="Ann Lee", sid="1"), student(name="Lee, Ann", sid="2"))
RENAMED = Student(key="bob", name="Zero Forty", sid="42", email="zero@x")


def named(naming: Naming, text: str) -> str:
    """Return the key of whom a text names, or the error."""
    try:
        return naming.by_text(text).key
    except GradebookError as error:
        return str(error)


def in_row(naming: Naming, **row: str) -> str:
    """Return the key of whom a row of a table is about, or the error."""
    try:
        return naming.by_row(row).key
    except GradebookError as error:
        return str(error)


def test_a_row_is_of_her_who_has_the_number_and_of_no_file() -> None:
    """A file that is called like it, but for zeros, is somebody else's, or nobody knows whose."""
    for students in itertools.permutations([FORTY, SHORT]):
        naming = Naming(students)
        assert in_row(naming, sid="0042") == "0042"
        assert in_row(naming, email="ZERO@x") == "0042"
        assert in_row(naming, name="Forty, Zero") == "0042"
        assert in_row(naming, key="42") == "42"
        said = in_row(naming, sid="42")
        assert "certain to be meant by '42', which could be" in said
        assert "Zero Forty (0042)" in said


@pytest.mark.parametrize("file", ["zero@x", "ZERO@X", "zero_forty"])
def test_a_row_is_of_her_who_has_the_address_and_of_no_file(file: str) -> None:
    """Also where she has another key than her address."""
    for students in itertools.permutations([FORTY, Student(key=file)]):
        assert in_row(Naming(students), email="zero@x") == "0042"


@pytest.mark.parametrize(
    ("students", "row"),
    [
        ((*TWINS, Student(key="ann lee")), {"name": "Ann Lee"}),
        ((*TWINS, student(name="Ann Lee")), {"name": "Ann Lee"}),
        ((TWINS[0], Student(key="Ann Lee")), {"name": "Ann Lee"}),
    ],
    ids=range(3),
)
def test_a_name_in_a_row_that_several_share_is_nobodys(
    students: tuple[Student, ...], row: dict[str, str]
) -> None:
    """However it is written, and whatever is called exactly so."""
    for order in itertools.permutations(students):
        said = in_row(Naming(order), **row)
        assert "no student of the gradebook is certain to be meant by 'Ann Lee'" in said
        for one in students:
            assert one.key in said


@pytest.mark.parametrize("text", ["ann lee", "Ann Lee", "Lee, Ann"])
@pytest.mark.parametrize("last", [Student(key="ann lee"), student(name="Ann Lee")], ids=["file", "name"])
def test_a_name_that_several_share_is_ambiguous_though_it_is_a_key(text: str, last: Student) -> None:
    """All who have it are named, with their keys."""
    for students in itertools.permutations([*TWINS, last]):
        said = named(Naming(students), text)
        assert said.startswith(f"{text!r} names 3 students")
        assert all(part in said for part in ("Ann Lee (1)", "Lee, Ann (2)", last.key))


def test_keys_that_differ_in_case_only_are_named_exactly() -> None:
    """A text in another case is neither's."""
    naming = Naming([Student(key="Bob"), Student(key="bob")])
    assert (named(naming, "Bob"), named(naming, " bob ")) == ("Bob", "bob")
    assert "'BOB' names 2 students, Bob and bob" in named(naming, "BOB")
    assert (in_row(naming, key="Bob"), in_row(naming, key="bob")) == ("Bob", "bob")


@pytest.mark.parametrize(("known", "written"), [("42", "0042"), ("0042", "42"), ("0042", "00042")])
def test_zeros_in_front_of_a_number_are_as_spreadsheets_leave_them(known: str, written: str) -> None:
    """There or not, where nobody else can be meant."""
    other = student(name="Bo", sid="7")
    assert named(Naming([other, student(name="Zero Forty", sid=known)]), written) == known
    assert named(Naming([other, Student(key="bob", sid=known)]), written) == "bob"
    twice = Naming([student(name="Zero Forty", sid=known), Student(key=f"000{written}")])
    assert "names 2 students" in named(twice, written)


def test_the_exact_number_is_hers_who_has_it() -> None:
    """Also where others have it but for zeros."""
    for students in itertools.permutations([student(sid="0042"), student(sid="42"), student(sid="7")]):
        naming = Naming(students)
        assert [named(naming, one) for one in ("0042", "42", "7", "07")] == ["0042", "42", "7", "7"]
        assert [in_row(naming, sid=one) for one in ("0042", "42", "7", "07")] == ["0042", "42", "7", "7"]
        assert "names 2 students" in named(naming, "042")


def test_a_file_is_not_taken_for_her_whose_number_it_may_mean() -> None:
    """Until a table names it by its key."""
    naming = Naming([FORTY, SHORT])
    assert named(naming, "0042") == "0042"
    assert "'42' names 2 students, 42 and Zero Forty (0042)" in named(naming, "42")
    naming = Naming([RENAMED, Student(key="zero@x")])
    assert "names 2 students" in named(naming, "zero@x")


def test_a_row_about_whom_there_is_doubt_says_whom_it_resembles() -> None:
    """So that staff can put it right."""
    naming = Naming([FORTY, student(name="Bo Ox", sid="7", email="bo@x")])
    assert "which looks like Zero Forty (0042), but the name differs" in in_row(
        naming, sid="42", name="Bo Ay"
    )
    assert "Zero Forty (0042) has the same name, number or address" in in_row(
        naming, name="Zero Forty", sid="43"
    )
    assert "nobody is like that" in in_row(naming, sid="99")
    assert "no student is named" in in_row(naming, section="1")


@pytest.mark.parametrize("row", [{"sid": "042"}, {"sid": "7"}, {"email": "bo@x"}], ids=str)
def test_the_exact_number_of_another_one_is_a_doubt(row: dict[str, str]) -> None:
    """Whoever else has the name of the row, or the number but for zeros."""
    ann, same = student(name="Ann Lee", sid="42"), student(name="Ann Lee")
    bo = student(name="Bo Ox", sid=row.get("sid", "9"), email=row.get("email", ""))
    for known in (ann, same):
        for students in itertools.permutations([known, bo]):
            said = in_row(Naming(students), name="Ann Lee", **row)
            assert "no student of the gradebook is certain" in said
            assert f"Bo Ox ({bo.key})" in said


def test_the_file_of_the_exact_number_is_hers() -> None:
    """One that is called so but for the zeros is a remark, and takes nothing from her."""
    for names in itertools.permutations(["0042", "42"]):
        work = tuple(handed_in(Student(key=name), name=f"{name}.py") for name in names)
        joined, missing, remarks = match((FORTY,), Class(work))
        assert {one.name: one.students[0].key for one in joined.work} == {
            "0042.py": "0042",
            "42.py": "42",
        }
        assert missing == ()
        (remark,) = remarks
        assert remark.startswith("42 (42.py) looks like Zero Forty (0042) on the roster")
