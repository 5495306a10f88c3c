"""Pictures in text: small, aligned, and about the first place that is wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from autograder.suite.picture import array_text, call_text, where_wrong


def test_wrong_elements_are_marked() -> None:
    """Rows below each other."""
    right = np.array([[True, False, True], [True, True, True]])
    assert where_wrong(right) == "wrong where there is an x:\n  . x .\n  . . ."


def test_the_first_plane_with_a_wrong_element_is_shown() -> None:
    """By its indices."""
    right = np.ones((2, 2, 2, 2), dtype=bool)
    right[1, 0, 1, 1] = False
    assert where_wrong(right) == "wrong in [1, 0] where there is an x:\n  . .\n  . x"


@pytest.mark.parametrize("shape", [(5,), (2, 25), (25, 2), ()])
def test_what_fits_no_picture_has_none(shape: tuple[int, ...]) -> None:
    """A row, or what is too large."""
    right = np.ones(shape, dtype=bool)
    right[(0,) * len(shape)] = False
    assert not where_wrong(right)


def test_nothing_right_and_nothing_wrong_make_no_picture() -> None:
    """They say nothing."""
    assert not where_wrong(np.ones((2, 2), dtype=bool))
    assert not where_wrong(np.zeros((2, 2), dtype=bool))


@pytest.mark.parametrize(
    ("array", "text"),
    [
        (np.array(0.5), "0.5"),
        (np.zeros((0, 3)), "[]"),
        (np.array([1000000.25, -1.0]), "[1000000.25,         -1]"),
        (np.array([1234567, 3]), "[1234567,       3]"),
        (np.array([[True, False]]), "[[ True, False]]"),
        (np.array([np.nan, np.inf]), "[nan, inf]"),
        (np.array([1 + 2j]), "[1+2j]"),
        (np.arange(4.0).reshape(2, 1, 2), "[[[0, 1]],\n\n [[2, 3]]]"),
        (np.array([0.1], np.longdouble), "[0.1]"),
    ],
)
def test_an_array_reads_as_numpy_writes_it(array: NDArray[Any], text: str) -> None:
    """Six digits of a fraction, and large numbers as they are."""
    assert array_text(array) == text


def test_long_rows_are_broken() -> None:
    """Where a terminal would, and in columns."""
    row = ", ".join(["0.333333"] * 7)
    assert array_text(np.full((1, 14), 1 / 3)) == f"[[{row},\n  {row}]]"


def test_a_call_reads_as_one_would_write_it() -> None:
    """On one line where that is possible; large arrays by their shape."""
    assert call_text("output_size", (5, 3), {"stride": 2}) == "output_size(5, 3, stride=2)"
    assert call_text("f", (np.array([1, 2]), None, "x"), {}) == "f([1, 2], None, 'x')"
    assert call_text("f", (np.zeros((9, 9)),), {}) == "f(<array of shape (9, 9)>)"
    assert call_text("f", ([1, (2, 3)], object()), {}) == "f([1, (2, 3)], <an object of another kind>)"
    assert call_text("f", (np.eye(2), 1), {}) == ("f(\n    [[1, 0],\n     [0, 1]],\n    1,\n)")
