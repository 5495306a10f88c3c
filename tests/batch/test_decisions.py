"""Decisions of staff are checked before they are kept."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from autograder.batch.decisions import Decisions
from autograder.batch.kept import Work
from autograder.batch.marking import Marker
from autograder.errors import AutograderError, GradebookError
from autograder.marks import Adjustment, Kind, Student
from tests.batch.made import ALICE, BOB, assignment_in, result_for

TWIN = Student(key="c3", name="alice ash", sid="c3")


@pytest.fixture(name="decisions")
def _decisions(tmp_path: Path) -> Decisions:
    return decisions_in(tmp_path)


def decisions_in(
    folder: Path, *in_force: Adjustment, students: tuple[Student, ...] = (ALICE, BOB)
) -> Decisions:
    """Return what can be decided of a class, in which each has one of two tests of `reef`."""
    assignment = assignment_in(folder)
    work = Work(1, Path("/work.py"), "work.py", "aa", "", late=False, messages=())
    marker = Marker(assignment, in_force)
    result = result_for(assignment, reef="pf")
    return Decisions([marker.mark(student, work, result) for student in students], in_force)


@pytest.mark.parametrize("who", ["a1", "A1", "alice@example.org", "Alice Ash", " alice ash "])
def test_a_student_is_known_by_what_a_person_would_write(decisions: Decisions, who: str) -> None:
    """Key, sid, e-mail or name, in whatever case."""
    assert decisions.override(who, "reef", 2, "why").student == "a1"


def test_a_name_of_two_names_nobody(tmp_path: Path) -> None:
    """The keys are told."""
    decisions = decisions_in(tmp_path, students=(ALICE, TWIN))
    with pytest.raises(GradebookError, match=r"2 students, Alice Ash \(a1\) and alice ash \(c3\)"):
        decisions.override("Alice Ash", "reef", 2, "why")
    assert decisions.override("c3", "reef", 2, "why").student == "c3"


@pytest.mark.parametrize("who", ["", " ", "nobody"])
def test_a_student_who_is_not_there_is_an_error(decisions: Decisions, who: str) -> None:
    """An empty name is nobody's, also where some have none."""
    with pytest.raises(GradebookError, match="no student"):
        decisions.override(who, "reef", 2, "why")


@pytest.mark.parametrize("points", [-1, 3.5, math.nan, math.inf])
def test_points_are_those_that_a_question_can_give(decisions: Decisions, points: float) -> None:
    """A slip of the finger must not become a mark."""
    with pytest.raises(GradebookError, match="worth 0 to 3"):
        decisions.override("a1", "reef", points, "why")


def test_an_override_notes_what_grading_gave(decisions: Decisions, tmp_path: Path) -> None:
    """Also where an earlier one is in force."""
    first = decisions.override("a1", "reef", 2, "why")
    assert first.was == 1.5
    again = decisions_in(tmp_path / "again", first).override("a1", "reef", 3, "why")
    assert again.was == 1.5


def test_a_decision_needs_a_reason(decisions: Decisions) -> None:
    """Students read it."""
    with pytest.raises(GradebookError, match="--reason"):
        decisions.override("a1", "reef", 2, "  ")
    with pytest.raises(GradebookError, match="--reason"):
        decisions.for_everybody(Kind.VOID, "test_reef[0]", "")


def test_an_unknown_question_is_an_error_that_names_the_others(decisions: Decisions) -> None:
    """So that nobody has to look them up."""
    with pytest.raises(GradebookError, match="there are: reef, granny"):
        decisions.override("a1", "reeve", 2, "why")


def test_a_test_is_known_by_the_end_of_its_id(decisions: Decisions) -> None:
    """If that is enough to tell it from the others."""
    assert decisions.for_everybody(Kind.DROP, "reef[1]", "why").test == "test_hidden.py::test_reef[1]"
    with pytest.raises(GradebookError, match="no test"):
        decisions.for_everybody(Kind.DROP, "eef[1]", "why")
    with pytest.raises(GradebookError, match="no test"):
        decisions.for_everybody(Kind.DROP, "", "why")


def test_the_last_test_of_a_question_is_not_dropped(decisions: Decisions, tmp_path: Path) -> None:
    """Nothing would be left to give its points; it can be voided."""
    first = decisions.for_everybody(Kind.DROP, "reef[1]", "why")
    later = decisions_in(tmp_path / "later", first)
    with pytest.raises(GradebookError, match="no test would be left"):
        later.for_everybody(Kind.DROP, "reef[0]", "why")
    assert later.for_everybody(Kind.VOID, "reef[0]", "why").kind is Kind.VOID


@pytest.mark.parametrize(
    ("name", "points", "complaint"),
    [
        ("reef", 1, "already"),
        ("two words", 1, "letters"),
        ("essay", 0, "more than 0"),
        ("essay", math.inf, "more than 0"),
        ("essay", math.nan, "more than 0"),
    ],
)
def test_a_question_that_a_person_grades_has_a_name_and_points(
    decisions: Decisions, name: str, points: float, complaint: str
) -> None:
    """Neither of which can be another's, or nothing."""
    with pytest.raises(GradebookError, match=complaint):
        decisions.added_question(name, "", points)


@pytest.mark.parametrize(
    "text",
    [
        '\ufeffSID, Points ,Reason\na1,"2,5",good\nb2,,\n',
        "Email;points;reason\nalice@example.org;2,5;good\n",
        "\nName\tPoints\tReason\nAsh, Alice\t2.5\tgood\n",
        "key,points,reason\na1,2.5,good\n",
    ],
    ids=["sid", "semicolons", "tabs", "key"],
)
def test_a_table_of_points_is_read(decisions: Decisions, tmp_path: Path, text: str) -> None:
    """By any column that says who, with a comma or a point; who has no points yet is passed over."""
    table = tmp_path / "points.csv"
    table.write_text(text, encoding="utf-8")
    (one,) = decisions.from_csv(table, "reef")
    assert (one.student, one.points, one.reason) == ("a1", 2.5, "good")


def test_a_table_that_was_read_before_changes_nothing(decisions: Decisions, tmp_path: Path) -> None:
    """Nor does a row that says what is in force already."""
    table = tmp_path / "points.csv"
    table.write_text("sid,points\na1,2\nb2,1\n", encoding="utf-8")
    first = decisions.from_csv(table, "reef")
    table.write_text("sid,points\na1,2\nb2,1.5\n", encoding="utf-8")
    (changed,) = decisions_in(tmp_path / "again", *first).from_csv(table, "reef")
    assert (changed.student, changed.points) == ("b2", 1.5)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("sid,points\na1,2\nb2,7\n", "line 3: reef is worth"),
        ("sid,points\na1,2\nzz,1\n", "line 3: no student"),
        ("sid,points\na1,2\na1,1\n", "line 3: Alice Ash is in an earlier line"),
        ("sid,points\na1,many\n", "line 2: 'many' is no number"),
        ('sid,points\na1,"1,000"\n', "may be two"),
        ("sid,points\na1,nan\n", "no number"),
        ("sid,mark\na1,2\n", "needs a column `points`"),
        ("sid,points,points\na1,2,3\n", "two columns"),
        ("", "needs a column `points`"),
        (
            'sid,points,reason\n"a1,2,good\nb2,1,good"\n',
            "line 3: 'a1,2,good.b2.* is one cell of several",
        ),
    ],
)
def test_a_table_with_a_mistake_counts_for_nothing(
    decisions: Decisions, tmp_path: Path, text: str, complaint: str
) -> None:
    """And the row is named."""
    table = tmp_path / "points.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(AutograderError, match=complaint):
        decisions.from_csv(table, "reef")
