"""Answers against what was due: a wrong one never passes, a right one never fails."""

from __future__ import annotations

import decimal
import fractions
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.suite import assert_matches
from autograder.suite.mismatch import Mismatch, MismatchError

GRID = np.arange(6.0).reshape(2, 3)
SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
SMALL = st.integers(-100, 100)


def refused(actual: object, expected: Any, magnitude: float = 0.0) -> Mismatch:
    """Hold that `actual` does not match and return how it differs."""
    with pytest.raises(MismatchError) as caught:
        assert_matches(actual, expected, magnitude)
    return caught.value.mismatch


def matches(actual: object, expected: Any, magnitude: float = 0.0) -> bool:
    """Return whether the comparison lets `actual` pass."""
    try:
        assert_matches(actual, expected, magnitude)
    except MismatchError:
        return False
    return True


@pytest.mark.parametrize(
    "wrap",
    [
        np.ndarray.tolist,
        lambda a: [tuple(row) for row in a],
        lambda a: tuple(list(row) for row in a),
        list,
        lambda a: [[np.float32(x) for x in row] for row in a],
        lambda a: [[np.array(x) for x in row] for row in a],
        lambda a: a.astype(np.float16),
        lambda a: a.astype(np.uint8),
        lambda a: a.astype(np.int64),
        lambda a: a.astype(np.complex64),
        lambda a: a.astype(np.longdouble),
        lambda a: a.astype(object),
        np.asfortranarray,
        lambda a: a.astype(">f8"),
        lambda a: np.ma.masked_array(a, mask=a > 2),
        lambda a: np.broadcast_to(a, (2, 3)),
        lambda a: a.view(np.matrix),
    ],
)
def test_neither_dtype_nor_container_is_judged(wrap: Callable[[Any], object]) -> None:
    """The same values pass in every form, and a wrong value passes in none."""
    assert_matches(wrap(GRID), GRID)
    assert not matches(wrap(GRID + 1), GRID)


@pytest.mark.parametrize("five", [5, 5.0, np.array(5.0), np.uint8(5), np.float16(5), 5 + 0j])
def test_a_number_passes_in_every_form(five: object) -> None:
    """Python and NumPy numbers and arrays without axes are all a number."""
    assert_matches(five, 5)


@pytest.mark.parametrize("impostor", [[5], (5,), np.array([5]), np.array([[5]]), "5", b"5", None, {5}])
def test_what_only_looks_like_a_number_is_refused(impostor: object) -> None:
    """A list of one number, a string of digits and the like are no number."""
    assert not matches(impostor, 5)


@pytest.mark.parametrize(
    "impostor",
    [
        0,
        np.zeros(()),
        [0, 0, 0],
        np.zeros((1, 3)),
        np.zeros((2, 1)),
        np.zeros((1, 1)),
        np.zeros((3, 2)),
        np.zeros((1, 2, 3)),
        [],
        [[], []],
        np.zeros((0, 3)),
    ],
)
def test_nothing_is_broadcast(impostor: object) -> None:
    """An answer that NumPy would stretch to the right shape has the wrong one."""
    assert refused(impostor, np.zeros((2, 3))).kind == "shape"


@pytest.mark.parametrize(
    "answer",
    [
        [["0", "1", "2"], ["3", "4", "5"]],
        GRID.astype(str),
        GRID.astype("S"),
        GRID.astype("M8[s]"),
        GRID.astype("m8[s]"),
        [["0", 2**70, 2], [3, 4, 5]],
        np.array([["0", 1, 2], [3, 4, None]], dtype=object),
        [[0, 1, 2], [3, 4, None]],
        [[0, 1, 2], [3, 4, decimal.Decimal(5)]],
        [[0, 1, 2], [3, 4, fractions.Fraction(5)]],
        [[0, 1, 2], [3, 4]],
        [[0, 1, 2], 3],
        [[0, 1, 2], {3: 3, 4: 4, 5: 5}],
        [[0, 1, 2], [3, 4, [5]]],
        [[0, 1, 2], [3, 4, 10**400]],
        {0: [0, 1, 2], 1: [3, 4, 5]},
        iter(GRID),
        np.array,
        type,
        None,
        ...,
    ],
)
def test_what_is_not_made_of_numbers_is_refused(answer: object) -> None:
    """Strings, dates, ragged lists and objects are never converted into a right answer."""
    assert refused(answer, GRID).kind == "type"


def test_odd_nesting_is_refused_at_once() -> None:
    """Lists that are very deep or contain themselves are wrong answers like others."""
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    itself: list[Any] = []
    itself += [itself, itself]
    for answer in (deep, itself):
        assert refused(answer, GRID).kind == "type"


def test_a_long_string_in_a_long_list_takes_no_memory() -> None:
    """NumPy would make room for the longest string in every place of this list: 32 TB."""
    assert refused(["x" * 8_000_000, *[0] * 1_000_000], GRID).kind == "type"


@given(hnp.arrays(np.float64, SHAPES, elements=SMALL), hnp.arrays(np.float64, SHAPES, elements=SMALL))
def test_the_rule_agrees_with_plain_python(actual: np.ndarray, expected: np.ndarray) -> None:
    """Shape and tolerance are those that a loop over Python numbers finds."""
    largest = max((abs(x) for x in expected.ravel().tolist()), default=0.0)
    pairs = zip(actual.ravel().tolist(), expected.ravel().tolist(), strict=False)
    right = actual.shape == expected.shape and all(abs(a - e) <= 1e-4 * largest for a, e in pairs)
    assert matches(actual, expected) is right


@given(hnp.arrays(np.float64, SHAPES, elements=SMALL), st.data())
def test_one_value_beyond_the_tolerance_is_enough(expected: np.ndarray, data: st.DataObject) -> None:
    """Any single element that is off, by a little or without measure, makes an answer wrong."""
    assert_matches(expected.tolist(), expected)
    if expected.size:
        by = data.draw(st.sampled_from([-1.0, 0.02, 1e300, math.inf, -math.inf, math.nan]))
        actual = expected.copy()
        actual.ravel()[data.draw(st.integers(0, expected.size - 1))] += by
        assert not matches(actual, expected)
        assert not matches(actual.tolist(), expected)


def test_the_tolerance_is_of_the_largest_value() -> None:
    """The border itself is right, and the next float is wrong; small values share the allowance."""
    assert_matches([10_000.0, 1.0], [10_000.0, 0.0])
    assert not matches([10_000.0, np.nextafter(1.0, 2)], [10_000.0, 0.0])
    assert not matches([10_000.0, 1j * np.nextafter(1.0, 2)], [10_000.0, 0.0])


def test_zeros_need_a_magnitude_to_be_missed() -> None:
    """Where all is zero only the magnitude allows for residue, whatever its dtype and sign."""
    assert not matches([1e-30, 0.0], [0.0, 0.0])
    for magnitude in (1e3, -1e3, np.float16(1e3), np.array(1000, dtype=np.int16)):
        assert matches([1e-6, -0.0], [0.0, 0.0], magnitude)  # type: ignore[arg-type]
        assert not matches([1.1e-6, 0.0], [0.0, 0.0], magnitude)  # type: ignore[arg-type]


def test_a_magnitude_is_worked_out_only_where_it_decides() -> None:
    """As often as not it takes a second call of the reference; the verdict is the same."""
    asked: list[float] = []

    def magnitude() -> float:
        asked.append(1e3)
        return asked[-1]

    assert_matches([1.00005, 2.0], [1.0, 2.0], magnitude)
    with pytest.raises(MismatchError):
        assert_matches([1.0], [1.0, 2.0], magnitude)  # another shape
    assert asked == []
    assert_matches([1e-6, 0.0], [0.0, 0.0], magnitude)
    with pytest.raises(MismatchError):
        assert_matches([1.1e-6, 0.0], [0.0, 0.0], magnitude)
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (np.array([250], dtype=np.uint8), [-6]),
        (np.array([-6], dtype=np.int8), [250]),
        (np.array([0], dtype=np.uint64), np.array([2**64 - 1], dtype=np.uint64)),
        (np.array([-(2**63)]), np.array([2**63 - 1])),
        ([2**64], [0]),
        (np.array([3e38], dtype=np.float32), [-3e38]),
        ([-1.7e308], [1.7e308]),
        (np.array([6e4], dtype=np.float16), np.array([-6e4], dtype=np.float16)),
        ([True], [2]),
        ([1 + 1j], [1]),
        ([1], [1 + 1j]),
        ([complex(1, math.nan)], [1]),
        ([np.longdouble("1e4000")], [1e308]),
        ([2**1023], [0]),
    ],
)
def test_a_difference_never_wraps_or_overflows(actual: object, expected: object) -> None:
    """Values far apart stay far apart in every dtype, and no warning leaks."""
    assert not matches(actual, expected)


def test_numbers_beyond_64_bits_are_compared() -> None:
    """Integers of any size, beside complex numbers too, are numbers."""
    assert_matches([2**70, -1], [2.0**70, 0])
    for one in (1 + 0j, np.complex64(1), np.complex128(1), np.clongdouble(1)):
        assert_matches([2**70, one], [2.0**70, 0])
    assert not matches([2**70, 0], [2**71, 0])


def test_empty_lists_stand_for_empty_arrays() -> None:
    """A list cannot show the axes behind one of length 0, an array can."""
    assert_matches([], np.zeros((0, 3)))
    assert_matches([[], []], np.zeros((2, 0)))
    assert_matches(np.zeros((0, 3)), np.zeros((0, 3)))
    assert not matches(np.zeros(0), np.zeros((0, 3)))
    assert not matches([[]], np.zeros((0, 3)))
    assert not matches({}, np.zeros((0, 3)))


@pytest.mark.parametrize("expected", [math.nan, math.inf, [1, -math.inf], [1, complex(0, math.nan)]])
def test_an_expected_value_that_is_not_finite_is_nobodys_loss(expected: Any) -> None:
    """The suite is wrong, and neither an equal nor another answer passes or fails."""
    for answer in (expected, 1, [1, 1], None):
        with pytest.raises(ValueError, match="NaN or infinity"):
            assert_matches(answer, expected)


@pytest.mark.parametrize("magnitude", [math.nan, math.inf, -math.inf])
def test_a_magnitude_that_is_not_finite_lets_nothing_pass(magnitude: float) -> None:
    """An infinite tolerance would let every answer pass."""
    for way in (magnitude, lambda: magnitude):
        with pytest.raises(ValueError, match="NaN or infinity"):
            assert_matches([5.0], [1.0], way)


@pytest.mark.parametrize("expected", ["5", None, [None], {"a": 1}, ["a"]])
def test_an_expected_value_without_numbers_is_nobodys_loss(expected: Any) -> None:
    """The suite is wrong, and says so before it looks at the answer."""
    with pytest.raises(TypeError):
        assert_matches(None, expected)


def test_a_list_of_far_too_much_is_refused_before_it_is_an_array() -> None:
    """As complex numbers it would take sixteen times the memory that arrived."""
    rows = [np.zeros(100_000, np.uint8)] * 240
    with pytest.raises(MismatchError, match="far more values than are due"):
        assert_matches(rows, np.zeros((3, 3)))
