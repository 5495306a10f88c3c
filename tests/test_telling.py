"""What a student is told, and what a change of points, titles and `reveal` makes of a stored result."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.assignment import Assignment, Limits, Question
from autograder.errors import ResultError
from autograder.results import (
    AssignmentInfo,
    Result,
    Reveal,
    Status,
    Telling,
    TestOutcome,
)
from autograder.scoring import max_total, score, total
from autograder.telling import REVEALS, alike, diagnosed, levels, rescored, retold, told
from tests.samples import outcome, result

NAMES = ("one", "two", "three")
TELLING = Telling(full="got 3, expected 4", hint="the value is wrong", nothing="")


def assignment(*questions: Question, title: str = "Bends") -> Assignment:
    """Return an assignment of which no file is read."""
    made = Assignment("bends", Path(), title, (), (), Limits(), questions, "secret")
    known = AssignmentInfo(name="bends", title=title, sha256=f"{questions}", judging_sha256="2" * 64)
    vars(made)["info"] = known  # in the place of what is computed from files
    return made


def question(
    name: str = "one", reveal: Reveal = "hint", points: float = 4.0, title: str = ""
) -> Question:
    """Return a question."""
    return Question(id=name, title=title or name.title(), points=points, reveal=reveal)


def judged(asked: Assignment, tests: Sequence[Sequence[TestOutcome]], note: str = "") -> Result:
    """Return what grading makes of the outcomes of each question's tests."""
    outcomes = {
        each.id: [told(test, test.telling, each.reveal) if test.telling else test for test in own]
        for each, own in zip(asked.questions, tests, strict=True)
    }
    messages = {each.id: "better, given a correct `half`" for each in asked.questions}
    scored = score(asked.questions, outcomes, messages)
    known = [
        dataclasses.replace(each, explanation="the kernel is flipped", note=note) for each in scored
    ]
    return dataclasses.replace(
        result(),
        assignment=asked.info,
        points=total(scored),
        max_points=max_total(asked.questions),
        questions=tuple(
            diagnosed(each, now.reveal) for each, now in zip(known, asked.questions, strict=True)
        ),
    )


FAILED = outcome(Status.FAILED, telling=TELLING)


@pytest.mark.parametrize("reveal", REVEALS)
def test_each_level_tells_what_was_kept_for_it(reveal: Reveal) -> None:
    """And keeps what the others would tell."""
    message = getattr(TELLING, reveal)
    assert retold(FAILED, reveal) == dataclasses.replace(FAILED, message=message)


@pytest.mark.parametrize("reveal", REVEALS)
def test_what_is_told_at_each_level_is_kept_once(reveal: Reveal) -> None:
    """Results stay small, and a time-out is told whatever is shown."""
    slow = told(outcome(Status.TIMEOUT), alike("ran out of time"), reveal)
    assert (slow.message, slow.telling) == ("ran out of time", None)
    assert retold(slow, "nothing") is slow


def test_a_diagnosis_is_for_staff_where_nothing_is_shown() -> None:
    """It is kept, so that a student can be shown it later."""
    hidden = question("one", "nothing")
    before = judged(assignment(hidden), [[FAILED]], note="slow")
    assert [each.diagnosis for each in before.questions] == [""]
    after = rescored(before, assignment(question())).questions[0]
    assert (after.explanation, after.note) == ("the kernel is flipped", "slow")
    assert after.diagnosis == after.explanation


def test_points_and_titles_are_those_of_the_assignment() -> None:
    """As if it had been graded with them."""
    tests = [[outcome(), FAILED], [outcome()]]
    before = judged(assignment(question(), question("two")), tests)
    now = assignment(question(points=10.0, title="A loop"), question("two", points=2.0), title="Knots")
    after = rescored(before, now)
    assert after.assignment == now.info
    assert [(each.title, each.points, each.max_points) for each in after.questions] == [
        ("A loop", 5.0, 10.0),
        ("Two", 2.0, 2.0),
    ]
    assert (after.points, after.max_points) == (7.0, 12.0)
    assert after.questions[0].message == before.questions[0].message


@pytest.mark.parametrize(
    ("then", "now", "shown"),
    [
        ("hint hint hint", "full full full", "full full full"),
        ("hint hint hint", "full hint hint", "full hint hint"),
        ("hint hint hint", "hint full hint", "hint hint hint"),
        ("hint hint hint", "full full nothing", "full full nothing"),
        ("hint hint hint", "nothing full full", "nothing hint hint"),
        ("hint full hint", "hint full hint", "hint full hint"),
        ("hint full hint", "full full hint", "full full hint"),
        ("nothing hint full", "full hint full", "hint hint full"),
        ("full full hint", "hint full hint", "hint hint hint"),
        ("nothing hint full", "hint nothing hint", "hint nothing hint"),
    ],
)
def test_nothing_is_shown_in_full_that_could_tell_what_is_not(then: str, now: str, shown: str) -> None:
    """Answers can tell what was asked before them; what was judged first shows more."""
    before = judged(
        assignment(*(question(n, r) for n, r in zip(NAMES, _reveals(then), strict=True))),
        [[FAILED]] * 3,
    )
    wanted = assignment(*(question(n, r) for n, r in zip(NAMES, _reveals(now), strict=True)))
    assert list(levels(before.questions, wanted.questions).values()) == _reveals(shown)
    after = rescored(before, wanted)
    messages = [each.tests[0].message for each in after.questions]
    assert messages == [getattr(TELLING, reveal) for reveal in _reveals(shown)]


def _reveals(text: str) -> list[Reveal]:
    return [reveal for word in text.split() for reveal in REVEALS if reveal == word]


@pytest.mark.parametrize("status", ["unreadable", "ungraded"])
def test_what_was_not_run_is_scored_again_too(status: str) -> None:
    """It stays what it was, at other points."""
    ended = Status.ERROR if status == "unreadable" else Status.UNGRADED
    asked = assignment(question(), question("two", "nothing"))
    before = dataclasses.replace(
        judged(asked, [[outcome(ended, message="")], []]), status=status, messages=("no notebook",)
    )
    after = rescored(before, assignment(question("one", "full", 7.0), question("two")))
    assert (after.status, after.messages, after.max_points) == (status, ("no notebook",), 11.0)
    assert after.points == (0.0 if status == "unreadable" else None)
    assert rescored(after, asked) == before


@pytest.mark.parametrize(
    "other",
    [
        assignment(question()),
        assignment(question("two"), question()),
        assignment(question(), question("two"), question("three")),
        dataclasses.replace(assignment(question(), question("two")), name="knots"),
    ],
    ids=["fewer", "another order", "more", "another assignment"],
)
def test_a_result_for_other_questions_is_refused(other: Assignment) -> None:
    """It has to be graded again, and says so."""
    before = judged(assignment(question(), question("two")), [[FAILED], []])
    with pytest.raises(ResultError, match=r"alice\.ipynb is for other questions .*: grade it again"):
        rescored(before, other)


TEXTS = st.sampled_from(["", "a", "b\nc"])
OUTCOMES = st.builds(
    outcome,
    st.sampled_from([Status.FAILED, Status.ERROR, Status.UNGRADED]),
    weight=st.sampled_from([0.0, 1.0, 2.5]),
    needs=st.none() | st.sampled_from(NAMES),
    telling=st.builds(Telling, full=TEXTS, hint=TEXTS, nothing=TEXTS).filter(
        lambda telling: telling != alike(telling.full)
    ),
) | st.builds(outcome, needs=st.none() | st.sampled_from(NAMES))
ASSIGNMENTS = st.tuples(
    *(
        st.builds(question, st.just(name), st.sampled_from(REVEALS), st.floats(0.01, 100), TEXTS)
        for name in NAMES
    )
).map(lambda questions: assignment(*questions))


@given(ASSIGNMENTS, ASSIGNMENTS, st.tuples(*[st.lists(OUTCOMES, max_size=3)] * 3))
def test_a_change_can_be_taken_back(
    first: Assignment, second: Assignment, tests: tuple[list[TestOutcome], ...]
) -> None:
    """The same result stands there again, and where nothing changed, it did not either."""
    before = judged(first, tests)
    assert rescored(before, first) == before
    after = rescored(before, second)
    assert rescored(after, second) == after
    assert rescored(after, first) == before
    statuses = [[test.status for test in each.tests] for each in after.questions]
    assert statuses == [[test.status for test in own] for own in tests]


@given(ASSIGNMENTS, st.tuples(*[st.lists(OUTCOMES, max_size=3)] * 3))
def test_what_is_graded_shows_what_is_wanted(
    asked: Assignment, tests: tuple[list[TestOutcome], ...]
) -> None:
    """The rule for changes afterwards withholds nothing of what was judged in the right order."""
    wanted = {each.id: each.reveal for each in asked.questions}
    assert levels(judged(asked, tests).questions, asked.questions) == wanted
