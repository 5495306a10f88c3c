"""Whom a gradebook knows keeps her key, however she comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.batch.handed_in import Class, HandedIn
from autograder.batch.intake.people import student
from autograder.batch.recognition import recognised
from autograder.marks import Student

ANA = student(name="Díaz, Ana", sid="0031", email="ana@example.edu", canvas_id="5001", login="adiaz")
BARE = Student(key="bob")


def seen(
    known: list[Student], *now: Student, missing: tuple[Student, ...] = ()
) -> tuple[list[Student], list[Student], list[str]]:
    """Return who hands in now, who does not, and what is remarked."""
    work = tuple(
        HandedIn(students=(one,), path=Path(f"{place}.py"), name=f"{place}.py")
        for place, one in enumerate(now)
    )
    found, absent, remarks = recognised(known, Class(work, ("kept",)), missing)
    assert found.remarks == ("kept",)
    assert [one.name for one in found.work] == [one.name for one in work]
    return [one.students[0] for one in found.work], list(absent), list(remarks)


@pytest.mark.parametrize(
    ("known", "now"),
    [
        (BARE, Student(key="bob")),
        (BARE, student(name="Bob", sid="42")),
        (BARE, student(name="Robert Ox", sid="42", login="BOB")),
        (BARE, student(name="Robert Ox", login="bob", email="bob")),
        (Student(key="42"), student(name="Robert Ox", sid="0042")),
        (Student(key="5002"), student(name="Robert Ox", sid="42", canvas_id="5002")),
        (Student(key="bob@x"), student(name="Robert Ox", sid="42", email="Bob@x")),
        (Student(key="ox_robert"), student(name="Robert Ox", sid="42")),
        (Student(key="bob", name="Robert Ox", sid="42"), Student(key="bob")),
        (Student(key="bob", name="Robert Ox", sid="42"), student(sid="42", name="Robert O. Ox")),
        (ANA, student(canvas_id="5001", name="dazana")),
        (ANA, student(name="Ana Diaz")),
        (ANA, Student(key="adiaz")),
        (student(name="Ana Díaz", email="ana@x"), student(name="Ana Díaz", sid="31", email="ana@x")),
        (student(name="Ana Díaz", sid="31"), student(name="díazana", canvas_id="5001")),
    ],
    ids=range(15),
)
def test_the_same_person_keeps_her_key(known: Student, now: Student) -> None:
    """When a roster comes or goes, a number is filled in, or another platform is used."""
    other = student(name="Zoe", sid="9", email="zoe@x", canvas_id="9000")
    for everybody in ([known, other], [other, known]):
        (one,), _, remarks = seen(everybody, now)
        assert one.key == known.key
        assert (one.name, one.sid, one.email) == (now.name, now.sid, now.email)
        assert remarks == []
        _, (one,), remarks = seen(everybody, missing=(now,))
        assert (one.key, remarks) == (known.key, [])


@pytest.mark.parametrize(
    ("now", "doubt"),
    [
        (student(name="Ana Díaz", sid="32", email="ana@example.edu"), "the sid differs"),
        (student(name="Anita", sid="32", canvas_id="5001"), "the sid differs"),
        (student(name="Ana Ruiz", sid="31", email="ruiz@x"), "the e-mail differs"),
        (student(name="Ana Díaz", sid="31", canvas_id="7"), "the Canvas id differs"),
        (student(name="Zoe Ay", sid="31"), "the name differs"),
    ],
    ids=range(5),
)
def test_where_something_differs_a_remark_names_both(now: Student, doubt: str) -> None:
    """It is taken for corrected."""
    (one,), _, (remark,) = seen([ANA], now)
    assert (one.key, one.sid) == ("0031", now.sid)
    assert remark == (
        f"{now.name} (0.py) was taken for Díaz, Ana (0031) in the gradebook, though {doubt}"
    )


@pytest.mark.parametrize(
    "now",
    [
        student(name="Zoe Ay", sid="32", canvas_id="9"),
        student(name="5001"),
        student(name="0031x"),
        student(name="Zoe Ay", canvas_id="5001", email="zoe@x"),
    ],
    ids=range(4),
)
def test_somebody_else_is_somebody_else(now: Student) -> None:
    """Two numbers or addresses that differ contradict, and a name is no number."""
    (one,), _, remarks = seen([ANA], now)
    assert (one, remarks) == (now, [])


@pytest.mark.parametrize(
    "now",
    [
        student(name="Ana Díaz", sid="32"),
        student(name="diaz, ana", sid="32", login="adiaz"),
        student(name="Ana Díaz", email="other@x"),
    ],
    ids=range(3),
)
def test_a_namesake_is_somebody_else_but_told_of_once(now: Student) -> None:
    """It may be a number that was corrected: what was decided on her is then to be decided again."""
    (one,), _, (remark,) = seen([ANA], now)
    assert one == now
    assert remark == (
        f"{now.name} (0.py) is new in the gradebook, as {now.key}: Díaz, Ana (0031), of the same name "
        "but another number or address, is not in this run, and decisions on one do not count for the "
        "other"
    )
    assert seen([ANA, now], now) == ([now], [], [])
    assert seen([ANA], now, missing=(ANA,)) == ([now], [ANA], [])


@pytest.mark.parametrize(
    ("known", "now", "key"),
    [
        (student(sid="77", name="Alice"), student(canvas_id="77", name="mallory"), "canvas-77"),
        (student(canvas_id="77", name="alice"), student(sid="77", name="Mallory"), "sid-77"),
        (student(sid="77", name="Alice"), student(name="77"), "name-77"),
        (
            student(sid="77", name="Alice", email="a@x"),
            student(sid="77", name="Mallory", email="m@x"),
            "sid-77",
        ),
        (
            Student(key="31", name="Ana", sid="32", email="ana@x"),
            student(sid="31", name="Bo", email="bo@x"),
            "sid-31",
        ),
    ],
    ids=range(5),
)
def test_somebody_else_never_gets_a_key_that_is_taken(known: Student, now: Student, key: str) -> None:
    """She gets one of her own, keeps it, and staff are told."""
    (one,), _, (remark,) = seen([known], now)
    assert one.key == key
    assert remark == (
        f"{now.label} (0.py) has the key {key} in the gradebook, since {known.name} ({known.key}) is "
        "somebody else"
    )
    assert seen([known, one], now) == ([one], [], [])
    (again, first), _, remarks = seen([known, one], now, known)
    assert (again.key, first.key, remarks) == (key, known.key, [])


def test_a_key_of_another_kind_may_be_taken_too() -> None:
    """Then it is numbered."""
    known = [student(sid="77", name="Alice"), Student(key="canvas-77", name="Eve", sid="5")]
    (one,), _, _ = seen(known, student(canvas_id="77", name="mallory"))
    assert one.key == "canvas-77-2"


def test_two_new_ones_never_share_a_key() -> None:
    """In a gradebook that is empty, either."""
    alice, mallory = student(sid="77", name="Alice"), student(canvas_id="77", name="mallory")
    (first, second), _, (remark,) = seen([], alice, mallory)
    assert (first.key, second.key) == ("77", "canvas-77")
    assert "mallory (1.py) has the key canvas-77" in remark
    (one,), (absent,), _ = seen([], mallory, missing=(alice,))
    assert {one.key, absent.key} == {"77", "canvas-77"}


def test_each_is_recognised_once() -> None:
    """The surer of two is she; of two who are as sure it is neither."""
    (one, other), _, remarks = seen([ANA], student(name="Ana Díaz"), student(sid="31", name="Ana"))
    assert (one.key, other.key) == ("Ana Díaz", "0031")
    assert remarks == [
        "Ana Díaz (0.py) looks like Díaz, Ana (0031) in the gradebook, but so does Ana (1.py)"
    ]
    lees = student(name="leeann", canvas_id="1"), student(name="leeann", canvas_id="2")
    found, _, remarks = seen([student(name="Ann Lee", sid="5")], *lees)
    assert tuple(found) == lees
    assert len(remarks) == 2


def test_a_name_of_two_tells_nothing() -> None:
    """Both are named."""
    twins = [student(name="Lee, Ann", sid="1"), student(name="Ann Lee", sid="2")]
    (one,), _, (remark,) = seen(twins, student(name="ann lee", canvas_id="7"))
    assert one.key == "7"
    assert remark == (
        "ann lee (0.py) could be any of these in the gradebook, and counts for none: "
        "Lee, Ann (1) and Ann Lee (2)"
    )


def test_files_of_like_names_stay_apart() -> None:
    """Each has the one that she had; one that was renamed is a remark."""
    names = [Student(key=key) for key in ("jo-ann", "joann", "0031", "31")]
    assert seen(names, *names) == (names, [], [])
    (one,), _, remarks = seen([names[0]], names[1])
    assert one.key == "jo-ann"
    assert remarks == [
        "joann (0.py) was taken for jo-ann in the gradebook, though the names of their files differ"
    ]


def test_a_second_file_of_one_student_is_told_apart_for_good() -> None:
    """Each run, the file of whom nothing else is known has the same key."""
    known, again = Student(key="bob", name="Bob Ox", sid="42"), student(sid="42", name="Bob Ox")
    for book in ([known], [known, Student(key="name-bob")]):
        (one, other), _, remarks = seen(book, again, Student(key="bob"))
        assert (one.key, other.key) == ("bob", "name-bob")
        assert len(remarks) == 2


def test_all_of_a_group_are_recognised() -> None:
    """Each for herself."""
    group = HandedIn(students=(student(name="Bob", sid="42"), ANA), path=Path("a"), name="a")
    found, _, remarks = recognised([BARE, ANA], Class((group,)), ())
    assert [one.key for one in found.work[0].students] == ["bob", "0031"]
    assert remarks == ()


few = st.sampled_from(["", "1", "01", "2"])
people = st.builds(
    student,
    name=st.sampled_from(["", "1", "Ann Lee", "Lee, Ann", "Bo"]),
    sid=few,
    canvas_id=few,
    email=st.sampled_from(["", "1", "a@x", "b@x"]),
    login=few,
    otherwise=st.sampled_from(["1", "ann_lee", "b@x"]),
)


@given(st.lists(people, max_size=5), st.lists(people, max_size=5, unique=True))
def test_everybody_has_one_key_and_keeps_it(before: list[Student], now: list[Student]) -> None:
    """Whoever was there before; nobody is new for ever."""
    book = {one.key: one for one in before}
    sizes = []
    for _ in range(5):
        found, _, _ = seen(list(book.values()), *now)
        assert len({one.key for one in found}) == len(found) == len(now)
        book |= {one.key: one for one in found}
        sizes.append(len(book))
    assert sizes[2:] == [sizes[2]] * 3
