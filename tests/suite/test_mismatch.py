"""What a failure says: to a student without hidden values, to staff with all of them."""

from __future__ import annotations

import decimal
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.sandbox.wire import Handle
from autograder.suite import assert_equals, assert_matches
from autograder.suite.mismatch import Mismatch, MismatchError

GRID = np.arange(6.0).reshape(2, 3) + 1


def difference(check: Callable[..., None], actual: object, expected: object) -> Mismatch:
    """Return how `actual` differs from `expected`."""
    with pytest.raises(MismatchError) as caught:
        check(actual, expected)
    return caught.value.mismatch


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (None, "None (is a `return` missing?)"),
        ("text", "a string"),
        (len, "a function (are the parentheses of a call missing?)"),
        (map(abs, [1]), "a map object (wrap it in list(...))"),
        (Handle(1, "Tensor"), "a PyTorch tensor (turn it into an array with .numpy())"),
        (Handle(1, "Secret42"), "an object of another kind"),
        (GRID.astype(str), "an array of strings"),
        (GRID.astype("M8[s]"), "an array of values that are no numbers"),
        ([1, None], "a list with None in it"),
        (([1], ["2"]), "a tuple with a string in it"),
        ([Handle(1, "Secret42")], "a list with an object of another kind in it"),
    ],
)
def test_a_hint_names_what_came_instead(answer: object, what: str) -> None:
    """A student reads what kind of thing her function gave back, and a guess at why."""
    hint = f"the answer is {what}, an array of numbers is due"
    assert difference(assert_matches, answer, GRID).hint == hint


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ([[1, 2], [3]], "the rows of the answer differ in length"),
        ([10**400], "a number in the answer is larger than any float"),
        (7, "the answer is a single number, an array with 2 axes is due"),
        ([1, 2], "the answer has 1 axis, 2 are due"),
        (np.zeros((1, 2, 3)), "the answer has 3 axes, 2 are due"),
        (np.zeros((1,) * 9), "the answer has too many axes, 2 are due"),
        (GRID.T, "the shape is wrong: rows and columns are swapped"),
        (np.zeros((2, 4)), "the shape is wrong: axis 1 is 1 too long"),
        (np.zeros((1, 2)), "the shape is wrong: axes 0 and 1 are 1 too short"),
        (np.zeros((0, 9)), "the shape is wrong: axis 0 is too short, axis 1 is too long"),
        (np.zeros((2, 77)), "the shape is wrong: axis 1 is too long"),
        (-GRID, "every value is wrong"),
        (np.where(GRID > 1, 9, GRID), "most of the values are wrong"),
        (np.where(GRID > 4, 9, GRID), "some of the values are wrong"),
        (np.where(GRID > 4, np.inf, GRID), "some of the values are wrong (some NaN or infinite)"),
        (np.full((2, 3), np.nan), "every value is wrong (all of them NaN or infinite)"),
    ],
)
def test_a_hint_names_the_mistake(answer: object, hint: str) -> None:
    """A student reads what is wrong with the shape or the values."""
    assert difference(assert_matches, answer, GRID).hint == hint


@pytest.mark.parametrize(
    ("answer", "expected", "hint"),
    [
        (None, 5, "the answer is None (is a `return` missing?), a number is due"),
        ([5], 5, "the answer is an array, a single number is due"),
        (4, 5, "the value is wrong"),
        (math.nan, 5, "the value is wrong (NaN or infinite)"),
        (7, [5, 6], "the answer is a single number, an array with 1 axis is due"),
        ([[1]], [1], "the answer has 2 axes, 1 is due"),
        (np.zeros((3, 4, 2)), np.zeros((2, 3, 4)), "the shape is wrong: the axes are in another order"),
    ],
)
def test_a_hint_fits_what_was_due(answer: object, expected: object, hint: str) -> None:
    """Numbers, rows and stacks each get words of their own."""
    assert difference(assert_matches, answer, expected).hint == hint


@pytest.mark.parametrize(
    ("actual", "expected", "hint"),
    [
        (None, 5, "the answer is None (is a `return` missing?), a number is due"),
        (5, None, "the answer is a number, None is due"),
        ([5], 5, "the answer is a list, a number is due"),
        (decimal.Decimal(5), 5, "the answer is an object of another kind, a number is due"),
        (4, 5, "the answer is not the right one"),
        ([1], [1, 2], "the answer is too short"),
        ((1, 2, 3), np.array([1, 2]), "the answer is too long"),
        ({"a": 1}, {"b": 1, "a": 1}, "the answer lacks a key"),
        ({"a": 1, "b": 1}, {"a": 1}, "the answer has a key too many"),
    ],
)
def test_a_hint_on_exact_values(actual: object, expected: object, hint: str) -> None:
    """The hint tells the kind of difference alone; staff read both values."""
    mismatch = difference(assert_equals, actual, expected)
    assert mismatch.hint == hint
    assert mismatch.detail.startswith("got ")


@given(st.lists(st.sampled_from([0.0, 1.0, math.nan, math.inf]), min_size=40, max_size=40))
def test_how_many_values_are_wrong_carries_nothing_out(values: list[float]) -> None:
    """Code that chooses its wrong values can choose between a handful of hints and no more."""
    expected = np.zeros(40)
    if any(values):
        hints = {
            f"{which} wrong{undefined}"
            for which in ("every value is", "most of the values are", "some of the values are")
            for undefined in ("", " (some NaN or infinite)", " (all of them NaN or infinite)")
        }
        assert difference(assert_matches, values, expected).hint in hints


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_a_shape_carries_little_out(shape: list[int]) -> None:
    """However the sides are chosen, no length of four or more is ever told."""
    answer = np.broadcast_to(0.0, shape)
    hint = difference(assert_matches, answer, np.zeros((7, 41, 43, 44))).hint
    digits = [int(c) for c in "".join(c if c.isdigit() else " " for c in hint).split()]
    assert max(digits, default=0) <= 3


def test_staff_and_public_tests_see_the_numbers() -> None:
    """The full text has the hint, the worst place and both arrays where they are small."""
    answer = GRID.copy()
    answer[1, 2] = 9
    text = difference(assert_matches, answer, GRID).full_text()
    assert text.startswith("some of the values are wrong\n1 of 6 values are wrong; worst at [1, 2]: ")
    assert "got 9.0, expected 6.0" in text
    assert "expected:\n[[1, 2, 3],\n [4, 5, 6]]\ngot:\n[[1, 2, 3],\n [4, 5, 9]]" in text


def test_large_arrays_are_not_printed() -> None:
    """One line says where the largest difference is."""
    expected = np.zeros((30, 30))
    text = difference(assert_matches, expected + np.eye(30), expected).full_text()
    assert "30 of 900 values are wrong; worst at [0, 0]: got 1.0, expected 0.0" in text
    assert len(text.splitlines()) == 2


def test_a_single_number_is_not_printed_twice() -> None:
    """For a number the detail says all there is."""
    assert difference(assert_matches, 4, 5).full_text() == "the value is wrong\ngot 4, expected 5"


def test_the_worst_place_is_that_of_the_first_nan() -> None:
    """A value that is none outweighs any that is merely far off."""
    mismatch = difference(assert_matches, [9e9, math.inf, math.nan, math.nan], [1, 2, 3, 4])
    assert mismatch.worst == (2,)
    assert "4 of 4 values are wrong, 3 of them NaN or infinite; worst at [2]: got nan" in mismatch.detail


def test_a_long_value_is_cut_in_a_message() -> None:
    """A giant answer does not make a giant report."""
    mismatch = difference(assert_equals, list(range(10_000)), [1])
    assert len(mismatch.full_text()) < 500


def test_an_error_reads_as_its_full_text() -> None:
    """Plain pytest shows what the grader would tell staff."""
    error = MismatchError(Mismatch("equal", "the hint", "the detail"))
    assert str(error) == "the hint\nthe detail"


def test_hints_hold_no_hidden_value() -> None:
    """Neither the answer nor what was due can be read from the hint of any kind of difference."""
    secret, answer = 4711.25, 815.75
    pairs: list[tuple[Callable[..., None], Any, Any]] = [
        (assert_matches, [answer], [secret]),
        (assert_matches, answer, secret),
        (assert_matches, str(answer), secret),
        (assert_equals, [answer, str(answer)], [secret, secret]),
        (assert_equals, {answer: answer}, {secret: secret}),
        (assert_equals, str(answer), str(secret)),
    ]
    for check, actual, expected in pairs:
        mismatch = difference(check, actual, expected)
        assert not any(text in mismatch.hint for text in ("4711", "815"))
