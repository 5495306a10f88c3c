"""Values in lists, tuples and dicts, walked through and rebuilt."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from autograder.nested import leaves, mapped, replaced


class Pair(NamedTuple):
    """A part like any other."""

    one: int
    two: int


VALUE = [1, (2, {"a": [3, Pair(4, 5)], "b": ()}), "67", {8}]


def test_parts_come_in_their_order() -> None:
    """Keys are none of them; named tuples, sets and texts are parts, and empty containers hold none."""
    assert list(leaves(VALUE)) == [1, 2, 3, Pair(4, 5), "67", {8}]
    assert list(leaves(5)) == [5]
    assert list(leaves([[], {}, ((),)])) == []


def test_containers_are_new_and_of_the_same_kind() -> None:
    """The parts are what the change makes of them."""
    changed = mapped(VALUE, lambda part: [part])
    assert changed == [[1], ([2], {"a": [[3], [Pair(4, 5)]], "b": ()}), ["67"], [{8}]]
    same = mapped(VALUE, lambda part: part)
    assert same == VALUE
    assert same is not VALUE
    assert same[1][1] is not VALUE[1][1]  # type: ignore[index]


def test_what_holds_nothing_to_replace_stays_itself() -> None:
    """And what does is made anew, with what lies beside it."""
    assert replaced(VALUE, float, str) is VALUE
    assert replaced(VALUE, Pair, sum)[1][1]["a"] == [3, 9]


@pytest.mark.parametrize("times", [1, 2])
def test_what_contains_itself_is_an_error(times: int) -> None:
    """A student's list can; nobody waits for the end of it."""
    value: list[Any] = []
    value.extend([value] * times)
    with pytest.raises(RecursionError):
        list(leaves(value))
    with pytest.raises(RecursionError):
        mapped(value, str)


def test_what_is_deep_has_parts() -> None:
    """Deeper than anything that crosses the wire."""
    value: Any = 1
    for _ in range(200):
        value = [value, {"key": (2,)}]
    assert list(leaves(value)) == [1, *[2] * 200]
