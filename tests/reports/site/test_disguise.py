"""What an anonymous report must not tell."""

from __future__ import annotations

import dataclasses
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.marks import Mark, QuestionMark, Standing, Student
from autograder.reports.site.disguise import Disguise
from autograder.reports.site.view import ClassView, Cluster, CodeCell, HandIn, StudentView
from autograder.results import Status
from tests.samples import outcome, question, result

ALICE = Student(
    key="a1234567", name="Alice Ash", sid="a1234567", email="alice@example.org", login="aash"
)
BOB = Student(key="b7654321", name="Bob van Birch", sid="b7654321", section="Monday")
CLASS = (ALICE, BOB)


def mark(student: Student, **more: object) -> Mark:
    """Return the mark of a student whose one test failed."""
    test = outcome(Status.FAILED, message=str(more.pop("message", "")), note=str(more.pop("note", "")))
    whole = result(question(test, points=0.0))
    own = QuestionMark(id="reef", title="The reef knot", points=0.0, max_points=3.0)
    known = Mark(
        student=student,
        title="Bends",
        standing=Standing.GRADED,
        questions=(own,),
        points=0.0,
        max_points=3.0,
        result=whole,
        submission="alice_ash.ipynb",
    )
    return dataclasses.replace(known, **more)  # type: ignore[arg-type]


def everything(value: object) -> str:
    """Return all that a view holds, as text."""
    return repr(value)


def test_a_name_is_the_same_each_time_and_depends_on_the_secret() -> None:
    """Who has two reports can compare them; who has none cannot compute a name."""
    one, again, other = Disguise(CLASS, "s"), Disguise(CLASS, "s"), Disguise(CLASS, "t")
    assert one.name(ALICE.key) == again.name(ALICE.key)
    assert one.name(ALICE.key) != other.name(ALICE.key)


def test_no_two_students_share_a_name() -> None:
    """However many there are."""
    many = [Student(key=str(number)) for number in range(20_000)]
    disguise = Disguise(many, "s")
    assert len({disguise.name(one.key) for one in many}) == len(many)


def test_nothing_in_a_mark_tells_whose_it_is() -> None:
    """Neither who she is, nor her partners, nor what staff and the program wrote of her."""
    known = mark(
        ALICE,
        message="Alice, ASH ALICE and alice_ash.ipynb",
        note="a1234567 is aash <alice@example.org> with bob-van-birch",
        partners=("Bob van Birch",),
        handed_in="2026-11-26T23:58:12+00:00",
        remarks=("Alice handed in twice",),
    )
    shown = Disguise(CLASS, "s").mark(known)
    text = everything(shown).lower()
    for part in ("alice", "ash", "bob", "birch", "a1234567", "example.org", "1" * 64):
        assert part not in text.replace("hash", "")
    assert shown.handed_in == "2026-11-26"
    assert shown.partners == (Disguise(CLASS, "s").name(BOB.key),)
    assert shown.points == known.points


def test_words_of_a_program_that_are_names_stay() -> None:
    """`max` is a function whoever wrote it, and `Max` a person."""
    student = Student(key="m1", name="Max Mean")
    cell = CodeCell(label="code cell 1", source="# Max wrote this\nmax(mean, 3)")
    view = StudentView(mark=mark(student), page="m1", code=(cell,))
    shown = Disguise([student], "s").student(view)
    assert shown.code[0].source == "# (she) wrote this\nmax(mean, 3)"


def test_ids_stay_so_that_pages_can_put_things_together() -> None:
    """A test that is called like a student is a test still."""
    student = Student(key="reef", name="Reef Test")
    shown = Disguise([student], "s").mark(mark(student))
    assert shown.result is not None
    assert [one.id for one in shown.result.questions] == ["reef"]
    assert shown.questions[0].id == "reef"


def test_a_class_is_listed_in_an_order_that_tells_nothing() -> None:
    """Of an alphabetical order one could guess who is where."""
    view = ClassView(
        course="Knots",
        title="Bends",
        as_of="",
        marks=(mark(ALICE), mark(BOB)),
        pages={ALICE.key: "alice", BOB.key: "bob"},
        clusters=(Cluster(question="reef", fingerprint="f", students=(BOB.key, ALICE.key)),),
        histories={
            ALICE.key: (
                HandIn(
                    submission="alice_ash.ipynb", handed_in="", points=1.0, max_points=3.0, counts=True
                ),
            )
        },
    )
    disguise = Disguise(CLASS, "s")
    shown = disguise.whole(view)
    keys = [one.student.key for one in shown.marks]
    assert keys == sorted(keys)
    assert shown.anonymous
    assert set(shown.pages) == set(keys) == set(shown.clusters[0].students)
    assert all(shown.pages[key] == f"student-{key}" for key in keys)
    assert "alice" not in everything(shown).lower()


@pytest.mark.parametrize(
    ("student", "text"),
    [
        (Student(key="s1", name="Sean O'Brien"), "sean o'brien"),
        (Student(key="s1", name="José Müller"), "JOSE MULLER"),
        (Student(key="s1", name="José Müller"), unicodedata.normalize("NFD", "José Müller")),
        (Student(key="s1", name="प्रिया शर्मा"), "शर्मा, प्रिया"),
        (Student(key="bob_birch_0120"), "Bob Birch"),
    ],
    ids=["apostrophe", "without accents", "accents apart", "vowels apart", "known by a file"],
)
def test_a_name_is_hidden_however_it_is_written(student: Student, text: str) -> None:
    """Also where somebody else wrote it."""
    cell = CodeCell(label="code cell 1", source=f"# from {text}!")
    view = StudentView(mark=mark(ALICE), page="alice", code=(cell,))
    assert Disguise([ALICE, student], "s").student(view).code[0].source == "# from (somebody)!"


def test_lists_in_a_class_are_in_no_order_of_names() -> None:
    """Neither who is in a cluster nor who handed in again, and a template is a text like others."""
    many = [Student(key=f"student {number}", name=f"Ann{number} Ash") for number in range(20)]
    template = "# answered: by Ann7 Ash"
    view = ClassView(
        course="Knots",
        title="Bends",
        as_of="",
        marks=tuple(map(mark, many)),
        pages={one.key: one.key for one in many},
        clusters=(
            Cluster(
                question="reef",
                fingerprint="f",
                students=tuple(one.key for one in many),
                template=template,
            ),
        ),
        histories={one.key: () for one in many},
    )
    shown = Disguise(many, "s").whole(view)
    assert list(shown.clusters[0].students) == list(shown.histories) == sorted(shown.pages)
    assert shown.clusters[0].template == "# answered: by (somebody)"


@settings(deadline=None)
@given(name=st.text(min_size=1, max_size=40), text=st.text(max_size=200), sid=st.text(max_size=20))
def test_any_name_can_be_hidden_in_any_text(name: str, text: str, sid: str) -> None:
    """No name is taken for a pattern."""
    student = Student(key="k" + sid, name=name, sid=sid)
    shown = Disguise([student], "s").mark(mark(student, message=text))
    assert shown.student.name.startswith("Student ")
