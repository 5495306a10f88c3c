"""From outcomes to points."""

from __future__ import annotations

import dataclasses
import functools
import operator
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.assignment import Question
from autograder.results import QuestionResult, Status, TestOutcome
from autograder.scoring import score, share_of, total

PASSED, FAILED, UNGRADED = Status.PASSED, Status.FAILED, Status.UNGRADED
NAMES = ("one", "two", "three")


def question(name: str = "one", points: float = 4.0, *, all_or_nothing: bool = False) -> Question:
    """Return a question."""
    return Question(id=name, title=name.title(), points=points, all_or_nothing=all_or_nothing)


def outcome(
    status: Status = PASSED, weight: float = 1.0, needs: str | None = None, message: str = ""
) -> TestOutcome:
    """Return how a hidden test ended."""
    return TestOutcome(
        id="t", title="A test", public=False, status=status, weight=weight, needs=needs, message=message
    )


def points(
    questions: Sequence[Question], outcomes: Mapping[str, Sequence[TestOutcome]]
) -> list[float | None]:
    """Return the points of each question."""
    return [result.points for result in score(questions, outcomes, {})]


def test_a_question_earns_the_weighted_fraction_of_its_tests() -> None:
    """A test of weight 2 counts like two tests, one of weight 0 like none."""
    tests = [outcome(PASSED, 2), outcome(FAILED), outcome(FAILED, 0), outcome(PASSED, 1)]
    assert points([question()], {"one": tests}) == [3.0]


@pytest.mark.parametrize("status", [status for status in Status if status not in {PASSED, UNGRADED}])
def test_whatever_is_not_passed_earns_nothing(status: Status) -> None:
    """A wrong answer, an error, a time-out and a crash are the same in points."""
    assert points([question()], {"one": [outcome(status), outcome()]}) == [2.0]


def test_all_or_nothing_wants_every_test_that_weighs() -> None:
    """One failure loses all, but a failed test without weight loses nothing."""
    strict = question(all_or_nothing=True)
    assert points([strict], {"one": [outcome(), outcome(FAILED)]}) == [0.0]
    assert points([strict], {"one": [outcome(weight=0.1), outcome(weight=0.2)]}) == [4.0]
    assert points([strict], {"one": [outcome(), outcome(FAILED, 0)]}) == [4.0]


def test_what_could_not_be_judged_is_no_zero() -> None:
    """The question has no points until a person has looked, and neither has the whole."""
    results = score([question()], {"one": [outcome(), outcome(UNGRADED)]}, {})
    assert results[0].points is None
    assert total(results) is None
    assert share_of(question(), results[0].tests) == 0.0


def test_what_does_not_count_need_not_be_judged() -> None:
    """A test without weight, or whose needed question failed, withholds no points."""
    questions = [question("one"), question("two")]
    tests = {"one": [outcome(FAILED)], "two": [outcome(UNGRADED, needs="one"), outcome(UNGRADED, 0)]}
    assert points(questions, tests) == [0.0, 0.0]
    assert points([question()], {"one": [outcome(), outcome(UNGRADED, 0)]}) == [4.0]


def test_a_question_without_tests_that_weigh_earns_nothing() -> None:
    """Nothing is divided by zero."""
    assert points([question("one"), question("two")], {"one": [], "two": [outcome(weight=0)]}) == [0, 0]


def test_a_test_counts_only_where_its_need_earned_half() -> None:
    """Exactly half is enough; below, the test earns nothing and says why."""
    questions = [question("one"), question("two")]
    for passed, counts in ((2, True), (1, False)):
        tests = [outcome()] * passed + [outcome(FAILED)] * (4 - passed)
        results = score(questions, {"one": tests, "two": [outcome(needs="one")]}, {})
        assert results[1].points == (4.0 if counts else 0.0)
        assert results[1].tests[0].counts is counts
        assert ("question one has to earn at least half" in results[1].tests[0].message) is not counts


def test_half_is_half_in_spite_of_rounding() -> None:
    """Weights that binary fractions cannot hold cost nobody a question."""
    weights = (0.7, 1.1, 1.1, 0.7)
    tests = [outcome(PASSED if i < 2 else FAILED, weight) for i, weight in enumerate(weights)]
    added, total = (functools.reduce(operator.add, some) for some in (weights[:2], weights))
    assert added / total < 0.5  # `sum` would make up for it, from Python 3.12 on
    results = score([question(), question("two")], {"one": tests, "two": [outcome(needs="one")]}, {})
    assert [result.points for result in results] == [2.0, 4.0]


def test_a_chain_of_needs_does_not_multiply() -> None:
    """What a question earned by its own tests decides, not whether they counted."""
    tests = {
        "one": [outcome(FAILED)],
        "two": [outcome(needs="one")],
        "three": [outcome(needs="two")],
    }
    assert points([question(name) for name in NAMES], tests) == [0.0, 0.0, 4.0]


def test_a_failed_test_keeps_its_own_message() -> None:
    """Why a test failed matters more than that it would not have counted."""
    tests = {
        "one": [outcome(FAILED)],
        "two": [outcome(FAILED, needs="one", message="the shape is wrong")],
    }
    results = score([question("one"), question("two")], tests, {})
    assert results[1].tests[0].message == "the shape is wrong"


def test_full_marks_are_the_points_of_the_question() -> None:
    """Rounding takes nothing from a right answer and adds nothing to another."""
    odd = question(points=0.1234564)
    assert points([odd], {"one": [outcome(weight=0.1)] * 7}) == [0.1234564]
    nearly = [outcome(weight=1e7), outcome(FAILED, 1e-3)]
    assert points([odd], {"one": nearly}) == [0.123456]
    assert points([question(points=0.1234567)], {"one": nearly}) == [0.1234567]


def test_messages_reach_their_question() -> None:
    """A question without one has an empty message."""
    results = score([question("one"), question("two")], {"one": [], "two": []}, {"two": "look"})
    assert [result.message for result in results] == ["", "look"]


def test_total_is_rounded() -> None:
    """A sum of decimal points shows no trace of binary fractions."""
    results = [
        QuestionResult(id=name, title="", points=value, max_points=1, tests=())
        for name, value in (("one", 0.1), ("two", 0.2))
    ]
    assert total(results) == 0.3


WEIGHTS = st.sampled_from([0.0, 0.1, 0.3, 0.5, 1.0, 2.0, 7.0])
OUTCOMES = st.builds(
    outcome, st.sampled_from([PASSED, FAILED]), WEIGHTS, st.none() | st.sampled_from(NAMES)
)
CLASSES = st.fixed_dictionaries({name: st.lists(OUTCOMES, max_size=5) for name in NAMES})
QUESTIONS = st.tuples(
    *[st.builds(question, st.just(n), st.floats(0.01, 100), all_or_nothing=st.booleans()) for n in NAMES]
)


@given(QUESTIONS, CLASSES)
def test_points_stay_within_bounds(
    questions: tuple[Question, ...], outcomes: dict[str, list[TestOutcome]]
) -> None:
    """No question earns less than nothing or more than its points."""
    for result in score(questions, outcomes, {}):
        assert result.points is not None
        assert 0 <= result.points <= result.max_points
        if result.points == result.max_points:
            assert all(test.status is PASSED and test.counts for test in result.tests if test.weight)


@given(QUESTIONS, CLASSES, st.data())
def test_one_more_passed_test_never_costs_points(
    questions: tuple[Question, ...], outcomes: dict[str, list[TestOutcome]], data: st.DataObject
) -> None:
    """Neither for its own question nor for one that needs it."""
    before = points(questions, outcomes)
    name = data.draw(st.sampled_from(NAMES))
    if outcomes[name]:
        at = data.draw(st.integers(0, len(outcomes[name]) - 1))
        outcomes[name][at] = dataclasses.replace(outcomes[name][at], status=PASSED)
    for low, high in zip(before, points(questions, outcomes), strict=True):
        assert low is not None
        assert high is not None
        assert low <= high


@given(QUESTIONS, CLASSES)
def test_scoring_what_was_scored_changes_nothing(
    questions: tuple[Question, ...], outcomes: dict[str, list[TestOutcome]]
) -> None:
    """Stored outcomes can be scored again, after a change of points too."""
    first = score(questions, outcomes, {})
    assert score(questions, {result.id: result.tests for result in first}, {}) == first


def test_a_need_that_is_met_later_leaves_no_message_behind() -> None:
    """Scored again with another outcome, a test that counts says no more that it does not."""
    questions = [question("one"), question("two")]
    first = score(questions, {"one": [outcome(FAILED)], "two": [outcome(needs="one")]}, {})
    second = score(questions, {"one": [outcome()], "two": first[1].tests}, {})
    assert second[1].points == 4.0
    assert second[1].tests[0].message == ""
