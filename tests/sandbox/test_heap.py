"""Arrays by their numbers, plain data, and how many numbers a call passes."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.heap import Heap, is_plain, volume_passed
from autograder.sandbox.wire import Handle


def test_an_array_stays_one() -> None:
    """Wherever it is, and in whichever value it comes first."""
    one, other = np.zeros(2), np.zeros(2)
    heap = Heap()
    lowered = heap.lower([{"a": one}, (other, one)]), heap.lower({"b": other})
    zero, number_one = (Handle(number, "array") for number in range(2))
    assert lowered == ([{"a": zero}, (number_one, zero)], {"b": number_one})
    first, second = (Heap(list(heap.arrays)).lift(value) for value in lowered)
    assert first[0]["a"] is first[1][1] is one
    assert second["b"] is other


def test_known_arrays_keep_their_numbers() -> None:
    """New ones come after them."""
    one, other = np.zeros(2), np.ones(2)
    heap = Heap([one])
    assert heap.lower([other, one]) == [Handle(1, "array"), Handle(0, "array")]


def test_what_is_no_array_of_numbers_stays() -> None:
    """Texts and objects travel as they do elsewhere."""
    strings = np.array(["a"])
    assert Heap().lower(strings) is strings
    with pytest.raises(IndexError):
        Heap().lift([Handle(0, "array")])


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ([1, 2.0, 3j, "a", b"a", None, True, np.float32(1), np.zeros(2)], True),
        ({"a": (1, {2: []})}, True),
        ([[[[[[[[[]]]]]]]]], False),
        (np.array([None]), False),
        ({1, 2}, False),
        (OrderedDict(a=1), False),
        ([print], False),
        (print, False),
    ],
    ids=repr,
)
def test_plain_data(value: Any, plain: bool) -> None:
    """Numbers, texts, arrays, and lists, tuples and dicts of them that are not deep."""
    assert is_plain(value) == plain


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (5, 0),
        (np.float64(5), 0),
        ("text", 0),
        (np.zeros((2, 3)), 6),
        (np.zeros(()), 1),
        ([1, 2, [3, "4"]], 4),
        ((np.zeros(3), 1), 4),
        ({"a": np.zeros(3), "b": [1, 2]}, 5),
        ({1, 2}, 2),
        ([], 0),
    ],
    ids=repr,
)
def test_numbers_are_counted(value: Any, count: int) -> None:
    """In arrays and containers, by position and by name; a number by itself is free."""
    assert volume_passed([value, 3], {"x": value}) == 2 * count
