"""Whose a piece of work is, given who is in the course."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from autograder.batch.handed_in import Class, HandedIn
from autograder.batch.intake.people import spellings, student, words
from autograder.batch.likeness import Index
from autograder.batch.matching import match
from autograder.marks import Student

ANA = Student(
    key="0031", name="Díaz, Ana María", sid="0031", canvas_id="5001", login="adiaz", section="01 and 02"
)
BO = Student(
    key="0042", name="O'Neil-Smith, Bo", sid="0042", canvas_id="5002", login="bsmith", section="01"
)


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
        student(sid="31", name="Ana Ruiz"),
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
        "Ana María Díaz (a.py) looks like Díaz, Ana María (0031) on the roster, but so does Ana (a.py)"
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


def test_a_number_with_another_name_is_a_remark() -> None:
    """Students mistype their numbers."""
    found, _, remarks = matched(student(sid="31", name="Zoe Ay"))
    assert found[0].key == "0031"
    assert remarks == [
        "Zoe Ay (a.py) was taken for Díaz, Ana María (0031) on the roster, though the name differs"
    ]


def test_a_name_is_no_number() -> None:
    """Whatever somebody calls herself on a platform."""
    for name in ("0031", "5001", "adiaz"):
        found, missing, remarks = matched(student(name=name))
        assert found[0].name == name
        assert missing == ["0031", "0042"]
        assert remarks == [f"{name} (a.py) is not on the roster"]


ZOE = student(sid="9", name="Zoe Ay", email="zoe@example.edu")


@pytest.mark.parametrize(
    ("authors", "keys"),
    [
        ([("Zoe Ay", "zoe@example.edu"), ("Eve", "eve@x")], ["9", "9 (not on the roster)"]),
        ([("Eve", ""), ("Ay, Zoe", "")], ["9 (not on the roster)", "9"]),
        ([("Eve", ""), ("Mallory", "")], ["9 (not on the roster)", "9 (not on the roster)"]),
        ([("Zoe Ay", ""), ("Mallory", "zoe@example.edu")], ["9 (not on the roster)"] * 2),
        ([("Eve", "eve@x")], ["9 (not on the roster)"]),
        ([("Zoe Ay", "private@x")], ["9"]),
    ],
    ids=range(6),
)
def test_of_two_with_one_number_her_name_or_address_tells(
    authors: list[tuple[str, str]], keys: list[str]
) -> None:
    """Where it does not tell, a person has to look."""
    work = [handed_in(student(sid="9", name=name, email=email)) for name, email in authors]
    joined, missing, remarks = match((ZOE,), Class(tuple(work)))
    assert [one.students[0].key for one in joined.work] == keys
    assert missing == (() if "9" in keys else (ZOE,))
    assert len(remarks) == keys.count("9 (not on the roster)") + (authors[0][1] == "private@x")


def test_a_number_of_somebody_else_is_named() -> None:
    """So that staff know what to correct."""
    _, _, (remark,) = match((ZOE,), Class((handed_in(student(sid="9", name="Eve", email="e@x")),)))
    assert remark == (
        "Eve (a.py) is not on the roster: "
        "Zoe Ay (9) has the same number or address, and is somebody else"
    )


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        (student(sid="31"), "0031"),
        (student(sid="0031", name="Ana Díaz"), "0031"),
        (student(email="ADIAZ"), "0031"),
        (student(name="bo o'neil smith"), "0042"),
        (Student(key="5002"), "0042"),
        (Student(key="0042"), "0042"),
        (student(sid="31", name="Bo O'Neil-Smith"), None),
        (student(sid="31", name="Zoe"), None),
        (student(name="Zoe"), None),
        (student(name="31"), None),
        (student(name="Ann Lee"), None),
    ],
    ids=range(11),
)
def test_a_student_of_another_list_is_found(wanted: Student, key: str | None) -> None:
    """By anything that tells, but neither one of several nor one of whom there is doubt."""
    twins = (student(name="Lee, Ann", sid="1"), student(name="Ann Lee", sid="2"))
    students = (ANA, BO, *twins)
    claim = Index(students).meant(wanted)
    certain = len(claim.places) == 1 and not claim.doubts
    assert (students[claim.places[0]].key if certain else None) == key


@given(st.text(), st.text())
def test_the_order_of_names_does_not_matter(first: str, last: str) -> None:
    """Whatever somebody is called, as long as there is a letter in it."""
    assume(len(words(f"{first} {last}")) < 16)  # of more, only the first are read
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
