"""What the marks of a class say about its questions and tests: pure functions, and nobody's names."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.marks import Mark, QuestionMark, Standing
from autograder.results import QuestionResult, Result, Status, TestOutcome

ENOUGH = 10  # students: with fewer, a correlation says next to nothing
_ZERO = 1e-9  # rounding of sums of weights


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How points are spread over those who have any.

    Attributes:
        count: how many have points.
        mean: of them, None if nobody has.
        median: of them, None if nobody has.
        full: how many have all points.
        none: how many have no point.
        max_points: the most that anybody could have.
    """

    count: int
    mean: float | None
    median: float | None
    full: int
    none: int
    max_points: float


@dataclass(frozen=True, kw_only=True)
class QuestionItem:
    """How a class did in one question."""

    id: str
    title: str
    spread: Spread
    not_judged: int  # of those who handed something in


@dataclass(frozen=True, kw_only=True)
class TestItem:
    """How a class did in one test.

    Attributes:
        id: of the test.
        title: its docstring.
        question: id of its question.
        public: whether students have it.
        counts: whether it decides anybody's points.
        count: how many were judged in it.
        passed: how many of them passed.
        not_judged: how many the grader could not judge; they are in no figure here.
        discrimination: from -1 to 1, None where it is not defined.
    """

    __test__ = False  # the name starts with Test, and pytest would collect it

    id: str
    title: str
    question: str
    public: bool
    counts: bool
    count: int
    passed: int
    not_judged: int
    discrimination: float | None

    @property
    def rate(self) -> float | None:
        """The share that passed, None if nobody was judged."""
        return self.passed / self.count if self.count else None

    @property
    def verdict(self) -> str:
        """What staff should look at, in words, or nothing."""
        if self.count and not self.passed:
            return "nobody passed"
        if self.count and self.passed == self.count:
            return "everybody passed"
        if self.discrimination is not None and self.discrimination < 0 and self.count >= ENOUGH:
            return "negative: who does well elsewhere fails it more often"
        return ""


def spread(marks: Sequence[Mark | QuestionMark]) -> Spread:
    """Return how the points of marks, or of one question in them, are spread."""
    pairs = [(one.points, one.max_points) for one in marks if one.points is not None]
    points = [points for points, _ in pairs]
    return Spread(
        count=len(points),
        mean=statistics.fmean(points) if points else None,
        median=statistics.median(points) if points else None,
        full=sum(points >= most for points, most in pairs),
        none=points.count(0),
        max_points=max((one.max_points for one in marks), default=0.0),
    )


def items_of_questions(marks: Sequence[Mark]) -> list[QuestionItem]:
    """Return how a class did in each question, in the order of the assignment.

    Whoever has points counts, unreadable work with its zero included, as in the mean of the class.
    """
    found: dict[str, list[tuple[Mark, QuestionMark]]] = {}
    for mark in marks:
        for question in mark.questions:
            found.setdefault(question.id, []).append((mark, question))
    return [
        QuestionItem(
            id=name,
            title=own[0][1].title,
            spread=spread([question for _, question in own]),
            not_judged=sum(
                question.points is None and mark.standing is not Standing.MISSING
                for mark, question in own
            ),
        )
        for name, own in found.items()
    ]


def judged(marks: Sequence[Mark]) -> list[Result]:
    """Return the results of those whose code ran: unreadable and missing work says nothing of a test."""
    return [
        mark.result
        for mark in marks
        if mark.result is not None and mark.result.status != Standing.UNREADABLE.value
    ]


def items_of_tests(marks: Sequence[Mark]) -> list[TestItem]:
    """Return how a class did in each test, in the order of the suite.

    Whoever's work was unreadable or missing is left out, and so is, test by test, whom the grader could
    not judge. A test that failed counts as failed whether its points count or not.
    """
    results = judged(marks)
    tests: dict[str, tuple[QuestionResult, TestOutcome]] = {}
    for result in results:
        for question in result.questions:
            for test in question.tests:
                tests.setdefault(test.id, (question, test))
    columns = {name: column for column, name in enumerate(tests)}
    passed = np.full((len(results), len(tests)), np.nan)
    weights = np.zeros(len(tests))
    for row, result in enumerate(results):
        for question in result.questions:
            total = sum(test.weight for test in question.tests)
            for test in question.tests:
                column = columns[test.id]
                if test.status is not Status.UNGRADED:
                    passed[row, column] = test.status is Status.PASSED
                weights[column] = question.max_points * test.weight / total if total else 0.0
    items = []
    for (name, (question, test)), own, value in zip(
        tests.items(), passed.T, discriminations(passed, weights), strict=True
    ):
        was_judged = ~np.isnan(own)
        items.append(
            TestItem(
                id=name,
                title=test.title,
                question=question.id,
                public=test.public,
                counts=bool(weights[columns[name]]),
                count=int(was_judged.sum()),
                passed=int(np.nansum(own)),
                not_judged=int((~was_judged).sum()),
                discrimination=value,
            )
        )
    return items


def discriminations(passed: NDArray[np.float64], weights: NDArray[np.float64]) -> list[float | None]:
    """Return how well each test separates those who do well in the rest from those who do not.

    It is the corrected item-total correlation: the point-biserial correlation, which is Pearson's where
    one variable is 0 or 1, of a test with the points of all other tests. The test itself is left out of
    the points, since it would correlate with itself. See Henrysson, S. (1963), "Correction of item-total
    correlations in item analysis", Psychometrika 28(2), 211-218.

    Where some tests of a student were not judged, her points are the share of what her judged ones are
    worth; where all were, that is the same up to a factor, which no correlation sees.

    Args:
        passed: 1, 0, or NaN for not judged, of shape (students, tests).
        weights: the points that each test is worth, of shape (tests,).

    Returns:
        for each test from -1 to 1; None where all have passed or failed, where all are alike in the
        rest, or where fewer than three students were judged.
    """
    known = ~np.isnan(passed)
    worth = known * weights
    earned = np.where(known, passed, 0.0) * weights
    rest_worth = worth.sum(axis=1, keepdims=True) - worth
    rest_earned = earned.sum(axis=1, keepdims=True) - earned
    found: list[float | None] = []
    for test in range(passed.shape[1]):
        use = known[:, test] & (rest_worth[:, test] > _ZERO)
        rest = rest_earned[use, test] / rest_worth[use, test]
        found.append(_correlation(passed[use, test], rest))
    return found


def _correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float | None:
    if len(a) < 3:
        return None
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a @ a) * (b @ b)))
    if scale < _ZERO:
        return None
    return min(max(float(a @ b) / scale, -1.0), 1.0)
