"""Exact equality by value, for counts, names and tables."""

from __future__ import annotations

import decimal
import json
import math
from collections import OrderedDict, defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.suite import assert_equals
from autograder.suite.mismatch import Mismatch, MismatchError


def unequal(actual: object, expected: object) -> Mismatch:
    """Hold that `actual` does not equal `expected` and return how it differs."""
    with pytest.raises(MismatchError) as caught:
        assert_equals(actual, expected)
    return caught.value.mismatch


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (np.int64(5), 5),
        (True, 1),
        ((1, [2.0, 3]), [np.array(1), np.array([2, 3])]),
        ({"a": np.array([1, 2])}, OrderedDict(a=(1, 2))),
        ({"b": 1, "a": 2}, defaultdict(int, a=2, b=1)),
        ({1, 2}, frozenset([1, 2])),
        ("same", np.str_("same")),
        (b"x", bytearray(b"x")),
        (None, None),
        (math.inf, math.inf),
    ],
)
def test_equal_by_value_is_equal(actual: object, expected: object) -> None:
    """What the wire turns a value into still equals it: a dict, a set, plain numbers."""
    assert_equals(actual, expected)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (np.float32(0.1), 0.1),
        (2**53, 2**53 + 1),
        (float(2**53), 2**53 + 1),
        (math.nan, 1),
        (decimal.Decimal(5), 5),
        ([1, "2"], [1, 2]),
        ([[1], 2], [1, [2]]),
        ({"a": [1]}, {"a": [2]}),
        ({"1": 1}, {1: 1}),
        ([("a", 1)], {"a": 1}),
        (None, 0),
        ("", []),
        (b"a", "a"),
    ],
)
def test_another_value_is_unequal(actual: object, expected: object) -> None:
    """Neither rounding nor conversion makes two values equal."""
    assert unequal(actual, expected).kind == "equal"


def test_numbers_too_long_to_print_are_compared() -> None:
    """Python refuses to write integers of thousands of digits, and a message must not fail on that."""
    assert_equals(10**4900, 10**4900)
    assert "too long to print" in unequal([10**4900], [1]).detail


def test_expecting_nan_exactly_is_nobodys_loss() -> None:
    """Nothing equals NaN, so the suite is wrong."""
    with pytest.raises(ValueError, match="NaN"):
        assert_equals([1.0], [math.nan])


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=8))
def test_equality_agrees_with_a_copy_through_json(value: Any) -> None:
    """Any plain value equals its copy, as a tuple too, and not the copy in one more list."""
    copy = json.loads(json.dumps(value))
    assert_equals(tuple(copy) if isinstance(copy, list) else copy, value)
    assert unequal([copy, copy, copy], [value, value])


@pytest.mark.parametrize(
    "giant", [np.zeros(2**24, np.uint8), np.zeros((2**40, 0))], ids=["full", "empty"]
)
def test_a_giant_array_is_wrong_at_once(giant: Any) -> None:
    """It is not turned into lists, which would take all memory; nor is one within a list."""
    for answer, due in ((giant, 5), (giant, [0, 0]), ([giant], [[0]]), ({"a": giant}, {"a": [0]})):
        with pytest.raises(MismatchError):
            assert_equals(answer, due)


def test_a_giant_answer_is_described_at_once() -> None:
    """Thousands of arrays in a list took minutes to print."""
    rows = [np.random.default_rng(0).random(900).astype(np.float16)] * 4000
    with pytest.raises(MismatchError) as raised:
        assert_equals(rows, 5)
    assert len(str(raised.value)) < 1000
