"""What marks say about questions and tests: against NumPy, and worked out by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from autograder.marks import Mark
from autograder.reports.statistics import (
    TestItem,
    discriminations,
    items_of_questions,
    items_of_tests,
    spread,
)
from tests.reports.site.views import absent, graded, unreadable


def points(*rows: str) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return which tests were passed: a row of 1, 0 and ? a student."""
    return np.array([[np.nan if letter == "?" else float(letter) for letter in row] for row in rows])


def test_a_correlation_is_that_of_numpy() -> None:
    """For tests of different worth, each with the sum of all others."""
    rng = np.random.default_rng(3)
    passed = (rng.normal(size=(40, 1)) + rng.normal(size=(40, 7)) > 0).astype(float)
    weights = rng.uniform(0.5, 3, size=7)
    found = discriminations(passed, weights)
    for test in range(7):
        rest = np.delete(passed * weights, test, axis=1).sum(axis=1)
        assert found[test] == pytest.approx(np.corrcoef(passed[:, test], rest)[0, 1])


def test_a_correlation_worked_out_by_hand() -> None:
    """Of two tests, whose rests are each other: passed together by 2, alone by 1 and 1, by none 1."""
    # phi = (2 * 1 - 1 * 1) / sqrt(3 * 2 * 3 * 2)
    found = discriminations(points("11", "11", "10", "01", "00"), np.ones(2))
    assert found == pytest.approx([1 / 6, 1 / 6])


def test_a_test_is_not_in_its_own_rest() -> None:
    """Three unrelated tests have a correlation of zero: with itself in the sum it would be above."""
    rows = [f"{number:03b}" for number in range(8)]
    assert discriminations(points(*rows), np.ones(3)) == pytest.approx([0, 0, 0])


def test_a_test_that_good_students_fail_is_negative() -> None:
    """Who is right in the rest is wrong in it."""
    found = discriminations(points("1110", "1110", "0001", "1010", "0101"), np.ones(4))
    assert found[3] is not None
    assert found[3] < -0.5


@pytest.mark.parametrize(
    "passed",
    [
        points("11", "10", "11"),
        points("00", "01", "00"),
        points("10", "01"),
        points("1", "0", "1"),
        np.zeros((0, 2)),
    ],
    ids=["all passed", "all failed", "two students", "no other test", "nobody"],
)
def test_what_has_no_correlation_has_none(
    passed: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    """Nothing varies, or there is nothing to compare with: not zero, and no warning."""
    assert discriminations(passed, np.ones(passed.shape[1]))[0] is None


def test_what_was_not_judged_is_neither_passed_nor_failed() -> None:
    """A student without one test has her share of the others; who lacks a test is not in its figure."""
    full = points("1111", "1100", "0000", "1110", "0100")
    assert discriminations(points("?111", *("1100", "0000", "1110", "0100")), np.ones(4))[0] == (
        pytest.approx(discriminations(full[1:], np.ones(4))[0])
    )
    # Her share of the rest is 1 of 1, as if she had passed the third as well.
    partly = discriminations(points("11?1", "1100", "0000", "1110", "0100"), np.ones(4))
    assert partly[3] == pytest.approx(discriminations(full, np.ones(4))[3])


def test_a_test_that_is_worth_nothing_has_a_figure() -> None:
    """A dropped or public test is compared with the others, and does not change theirs."""
    passed = points("111", "110", "000", "101", "010")
    found = discriminations(passed, np.array([1.0, 1.0, 0.0]))
    assert found[2] is not None
    assert found[:2] == pytest.approx(discriminations(passed[:, :2], np.ones(2)))


def test_items_count_those_whose_code_ran() -> None:
    """Unreadable and missing work is left out; a test that could not be judged is not failed."""
    first, second = items_of_tests(
        [graded("a", "pp"), graded("b", "fp"), graded("c", "up"), unreadable("d", 2), absent("e")]
    )
    assert (first.passed, first.count, first.not_judged, first.rate) == (1, 2, 1, 0.5)
    assert (second.passed, second.count, second.not_judged, second.rate) == (3, 3, 0, 1.0)
    assert (first.question, first.counts, first.public) == ("reef", True, False)


def test_every_way_to_end_but_passing_is_not_passing() -> None:
    """Hangs, crashes and the like."""
    assert [item.passed for item in items_of_tests([graded("a", "ptmc")])] == [1, 0, 0, 0]


def test_a_dropped_test_is_said_not_to_count() -> None:
    """It has no weight, and its pass rate stays."""

    def dropped(mark: Mark) -> Mark:
        assert mark.result
        (question,) = mark.result.questions
        tests = (dataclasses.replace(question.tests[0], weight=0.0), *question.tests[1:])
        questions = (dataclasses.replace(question, tests=tests),)
        return dataclasses.replace(mark, result=dataclasses.replace(mark.result, questions=questions))

    first, second = items_of_tests([dropped(graded("a", "pf")), dropped(graded("b", "fp"))])
    assert (first.counts, first.rate, second.counts) == (False, 0.5, True)


def test_no_results_have_no_items() -> None:
    """Of a class of which nobody was judged."""
    assert items_of_tests([]) == items_of_tests([absent("a"), unreadable("b")]) == []


@pytest.mark.parametrize(
    ("passed", "count", "discrimination", "verdict"),
    [
        (0, 9, None, "nobody passed"),
        (9, 9, None, "everybody passed"),
        (5, 10, -0.2, "negative: who does well elsewhere fails it more often"),
        (5, 9, -0.2, ""),
        (5, 10, 0.4, ""),
        (0, 0, None, ""),
    ],
)
def test_what_staff_should_look_at_is_said(
    passed: int, count: int, discrimination: float | None, verdict: str
) -> None:
    """In words; a negative figure of fewer than ten students is chance."""
    item = TestItem(
        id="t", title="", question="q", public=False, counts=True, count=count, passed=passed,
        not_judged=0, discrimination=discrimination,
    )  # fmt: skip
    assert item.verdict == verdict


def test_points_of_a_class() -> None:
    """Who has no points is in no figure; unreadable work has none of the points."""
    found = spread(
        [graded("a", "ppp"), graded("b", "pff"), graded("c", "upp"), unreadable("d"), absent("e")]
    )
    assert found.mean == pytest.approx(4 / 3)
    assert (found.count, found.median) == (3, 1.0)
    assert (found.full, found.none, found.max_points) == (1, 1, 3.0)


def test_points_of_nobody() -> None:
    """They have neither mean nor median."""
    found = spread([])
    assert (found.count, found.mean, found.median, found.max_points) == (0, None, None, 0.0)


def test_a_question_waits_for_those_who_handed_in() -> None:
    """Who handed in nothing waits for nobody."""
    (item,) = items_of_questions([graded("a", "pp"), graded("b", "up"), absent("c", 2.0)])
    assert (item.id, item.title, item.not_judged, item.spread.count) == ("reef", "The reef knot", 1, 1)
