"""From results to marks: what staff decided is applied, and what is out of date is said."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from autograder.assignment import Assignment
from autograder.batch.kept import Work
from autograder.batch.marking import Marker, changes, without_effect
from autograder.marks import Adjustment, Kind, Mark, Standing
from autograder.results import Result
from tests.batch.made import ALICE, TWO_QUESTIONS, assignment_in, by_question, result_for

WORK = Work(
    1, Path("/work.py"), "work.py", "aa", "2026-11-26T10:00:00", late=True, messages=("the newest",)
)


@pytest.fixture(name="assignment")
def _assignment(tmp_path: Path) -> Assignment:
    return assignment_in(tmp_path)


def mark(assignment: Assignment, result: Result | None, *decisions: Adjustment) -> Mark:
    """Return Alice's mark."""
    return Marker(assignment, decisions).mark(ALICE, WORK, result)


def override(question: str, points: float, was: float | None = None) -> Adjustment:
    """Return a decision on Alice."""
    return Adjustment(
        kind=Kind.OVERRIDE,
        reason="she showed it to me",
        student="a1",
        question=question,
        points=points,
        was=was,
    )


def on_test(kind: Kind, test: str) -> Adjustment:
    """Return a decision on a test."""
    return Adjustment(kind=kind, reason="its input was wrong", test=f"test_hidden.py::test_{test}")


def test_without_decisions_a_mark_is_what_grading_gave(assignment: Assignment) -> None:
    """With what is known of the work."""
    found = mark(assignment, result_for(assignment, reef="ppf"))
    assert by_question(found) == {"reef": 2, "granny": 2}
    assert (found.points, found.max_points, found.standing) == (4, 5, Standing.GRADED)
    assert found.late
    assert found.result is not None
    assert found.result.messages[0] == "the newest"
    assert found.remarks == ()


def test_an_override_counts_and_is_said(assignment: Assignment) -> None:
    """The last one of a student and question."""
    decisions = (override("reef", 1, was=0), override("reef", 2.5, was=0))
    found = mark(assignment, result_for(assignment, reef="f"), *decisions)
    assert by_question(found) == {"reef": 2.5, "granny": 2}
    assert found.points == 4.5
    assert found.questions[0].by_hand
    assert found.questions[0].reason == "she showed it to me"


def test_an_override_of_somebody_else_changes_nothing(assignment: Assignment) -> None:
    """Nor does one of another question."""
    other = dataclasses.replace(override("reef", 1), student="b2")
    assert by_question(mark(assignment, result_for(assignment), other)) == {"reef": 3, "granny": 2}


def test_an_override_that_grading_has_overtaken_is_said(assignment: Assignment) -> None:
    """It stays in force, and staff are told that things have changed since."""
    found = mark(assignment, result_for(assignment, reef="p"), override("reef", 1, was=0))
    assert found.points == 3
    (remark,) = found.remarks
    assert "grading gave 0; it now gives 3" in remark


def test_a_dropped_test_counts_for_nobody(assignment: Assignment) -> None:
    """Who passed it loses that; who failed it does not pay for it."""
    drop = on_test(Kind.DROP, "reef[2]")
    assert by_question(mark(assignment, result_for(assignment, reef="pff"), drop))["reef"] == 1.5
    assert by_question(mark(assignment, result_for(assignment, reef="pfp"), drop))["reef"] == 1.5


def test_a_void_test_counts_as_passed(assignment: Assignment) -> None:
    """For those who failed it."""
    void = on_test(Kind.VOID, "reef[2]")
    found = mark(assignment, result_for(assignment, reef="pff"), void)
    assert by_question(found)["reef"] == 2
    assert found.result is not None
    assert (
        found.result.questions[0].tests[2].message
        == "counts as passed for everybody: its input was wrong"
    )


@pytest.mark.parametrize("kind", [Kind.DROP, Kind.VOID])
def test_what_could_not_be_judged_can_be_dropped_or_voided(assignment: Assignment, kind: Kind) -> None:
    """Then there is a mark again."""
    before = mark(assignment, result_for(assignment, reef="pu"))
    assert (before.points, before.standing) == (None, Standing.UNGRADED)
    after = mark(assignment, result_for(assignment, reef="pu"), on_test(kind, "reef[1]"))
    assert (after.points, after.standing) == (5, Standing.GRADED)


def test_what_could_not_be_run_gains_nothing_by_a_void_test(assignment: Assignment) -> None:
    """Not even where a question has no other."""
    unreadable = result_for(assignment, status="unreadable", reef="f", granny="f")
    assert mark(assignment, unreadable, on_test(Kind.VOID, "reef[0]")).points == 0


def test_a_question_that_a_person_grades_waits_for_its_points(assignment: Assignment) -> None:
    """Until then there is no total."""
    added = Adjustment(kind=Kind.QUESTION, reason="", question="essay", title="The essay", points=5)
    waiting = mark(assignment, result_for(assignment), added)
    assert by_question(waiting) == {"reef": 3, "granny": 2, "essay": None}
    assert (waiting.points, waiting.max_points) == (None, 10)
    done = mark(assignment, result_for(assignment), added, override("essay", 4))
    assert (done.points, done.remarks) == (9, ())


def test_who_handed_in_nothing_has_no_mark(assignment: Assignment) -> None:
    """Until staff give her one; then the rest is zero."""
    missing = Marker(assignment, []).mark(ALICE, None, None)
    assert (missing.standing, missing.points, missing.max_points) == (Standing.MISSING, None, 5)
    given = Marker(assignment, [override("reef", 2)]).mark(ALICE, None, None)
    assert (given.standing, given.points) == (Standing.MISSING, 2)


def test_work_that_was_not_graded_yet_is_said_to_be(assignment: Assignment) -> None:
    """A run was stopped before it."""
    found = mark(assignment, None)
    assert (found.standing, found.points) == (Standing.UNGRADED, None)
    assert "not been graded yet" in found.remarks[0]


def test_what_is_not_there_any_more_is_said(assignment: Assignment, tmp_path: Path) -> None:
    """Decisions on a question or a test that the suite had once have no effect, and staff are told."""
    other = assignment_in(
        tmp_path / "other",
        assignment=(
            'schema_version = 1\ntitle = "Bends"\n\n[[questions]]\n'
            'id = "sheet"\ntitle = "Sheet"\npoints = 4\n'
        ),
    )
    drop, override_of_reef = on_test(Kind.DROP, "reef[0]"), override("reef", 1)
    found = Marker(other, [drop, override_of_reef]).mark(ALICE, WORK, result_for(other, sheet="p"))
    assert found.points == 4
    assert "reef has no effect" in found.remarks[0]
    assert without_effect([drop, override_of_reef], [found]) == [drop, override_of_reef]
    assert without_effect([drop], [mark(assignment, result_for(assignment))]) == []


def test_a_result_of_an_earlier_assignment_is_said_to_be(assignment: Assignment) -> None:
    """Its mark may be by other points than those of the rest of the class."""
    result = result_for(assignment)
    earlier = dataclasses.replace(result.assignment, sha256="0" * 64)
    found = mark(assignment, dataclasses.replace(result, assignment=earlier))
    assert "before a change" in found.remarks[0]


def test_an_override_is_worth_no_more_than_its_question(assignment: Assignment) -> None:
    """Its points may be fewer by now than when that was decided."""
    found = mark(assignment, result_for(assignment), override("granny", 3, was=2))
    assert by_question(found)["granny"] == 2
    assert "worth 2 now" in found.remarks[0]


def test_dropping_all_tests_of_a_question_drops_none(assignment: Assignment) -> None:
    """Nobody loses all points by it, and staff are told."""
    drops = [on_test(Kind.DROP, "reef[0]"), on_test(Kind.DROP, "reef[1]")]
    found = mark(assignment, result_for(assignment, reef="pf"), *drops)
    assert by_question(found)["reef"] == 1.5
    assert "void them instead" in found.remarks[0]


def test_a_decision_of_all_or_nothing_is_that_of_the_result(tmp_path: Path) -> None:
    """What assignment.toml says by now counts once the work has been graded by it."""
    before = assignment_in(tmp_path)
    result = result_for(before, reef="pf", granny="pf")
    drop = on_test(Kind.DROP, "granny[1]")
    strict = assignment_in(
        tmp_path / "strict",
        assignment=TWO_QUESTIONS.replace("points = 3", "points = 3\nall_or_nothing = true"),
    )
    assert by_question(mark(strict, result, drop)) == {"reef": 1.5, "granny": 2}


def test_an_added_question_gives_way_to_one_of_the_assignment(assignment: Assignment) -> None:
    """It is there once."""
    added = Adjustment(kind=Kind.QUESTION, reason="", question="reef", title="Reef", points=5)
    found = mark(assignment, result_for(assignment), added)
    assert (found.points, found.max_points) == (5, 5)
    assert without_effect([added], [found]) == [added]


def test_who_is_decided_by_hand_throughout_is_judged(assignment: Assignment) -> None:
    """A person has looked."""
    decisions = (override("reef", 2), override("granny", 1))
    found = mark(assignment, result_for(assignment, reef="u", granny="u"), *decisions)
    assert (found.standing, found.points) == (Standing.GRADED, 3)
    assert mark(assignment, None, *decisions).standing is Standing.GRADED


def test_changes_are_those_of_points_and_standing(assignment: Assignment) -> None:
    """Words alone are none."""
    before = mark(assignment, result_for(assignment, reef="pf"))
    assert changes([before], [dataclasses.replace(before, remarks=("new",))]) == []
    after = mark(assignment, result_for(assignment, reef="pp"))
    assert changes([before], [after]) == [(before, after)]
    assert changes([], [after]) == [(None, after)]
