"""From outcomes to points: a pure function, so that points can change without running anybody's code."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from autograder.assignment import Question
from autograder.results import QuestionResult, Status, TestOutcome

NEEDED_SHARE = 0.5  # what a question must earn before the tests that need it count
_ROUNDING = 1e-9  # a sum of weights such as 0.1 can miss an exact half


def score(
    questions: Sequence[Question],
    outcomes: Mapping[str, Sequence[TestOutcome]],
    messages: Mapping[str, str],
) -> tuple[QuestionResult, ...]:
    """Return what each question earned.

    Args:
        questions: of the assignment, in order.
        outcomes: question id to the outcomes of its tests, scored before or not.
        messages: question id to what the student should know about how it was judged.
    """
    # What a question earned by its own tests alone: a chain of needs does not multiply.
    fresh = {question.id: [_counted(test) for test in outcomes[question.id]] for question in questions}
    shares = {question.id: _share(question, fresh[question.id]) for question in questions}
    results = []
    for question in questions:
        tests = tuple(_with_needs(test, shares) for test in fresh[question.id])
        share = _share(question, tests)
        results.append(
            QuestionResult(
                id=question.id,
                title=question.title,
                points=None if share is None else _points(question, share),
                max_points=question.points,
                tests=tests,
                all_or_nothing=question.all_or_nothing,
                message=messages.get(question.id, ""),
                judged_under=question.reveal,
            )
        )
    return tuple(results)


def total(results: Sequence[QuestionResult]) -> float | None:
    """Return the sum of points, None where a question could not be judged."""
    points = [result.points for result in results]
    if any(value is None for value in points):
        return None
    return round(sum(value for value in points if value is not None), 6)


def max_total(questions: Sequence[Question]) -> float:
    """Return the points that all questions are worth together."""
    return round(sum(question.points for question in questions), 6)


def share_of(question: Question, outcomes: Sequence[TestOutcome]) -> float:
    """Return the share that a question earned, counting what could not be judged as nothing."""
    return _share(question, outcomes) or 0.0


def _share(question: Question, tests: Sequence[TestOutcome]) -> float | None:
    counted = [test for test in tests if test.counts and test.weight > 0]
    if any(test.status is Status.UNGRADED for test in counted):
        return None
    weight = sum(test.weight for test in tests)
    earned = sum(test.weight for test in counted if test.status is Status.PASSED)
    if not weight or (question.all_or_nothing and earned < weight):
        return 0.0
    return earned / weight


def _points(question: Question, share: float) -> float:
    # Rounding must neither withhold the last millionth of a right answer nor add to it.
    return question.points if share == 1.0 else min(round(question.points * share, 6), question.points)


def _counted(test: TestOutcome) -> TestOutcome:
    return test if test.counts else dataclasses.replace(test, counts=True)


def _with_needs(test: TestOutcome, shares: Mapping[str, float | None]) -> TestOutcome:
    needed = None if test.needs is None else shares.get(test.needs)
    counts = needed is None or needed >= NEEDED_SHARE - _ROUNDING
    message = test.message
    if test.status is Status.PASSED:  # which has no other message, so that scoring again is safe
        message = "" if counts else f"does not count: question {test.needs} has to earn at least half"
    same = (counts, message) == (test.counts, test.message)
    return test if same else dataclasses.replace(test, counts=counts, message=message)
