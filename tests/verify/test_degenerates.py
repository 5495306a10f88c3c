"""Submissions of no worth: made from names alone, whatever a master defines."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.verify.degenerates import degenerates

MASTER = """
LIMIT = 3

def double(x, *, scale=2):
    return scale * x

class Layer:
    def __init__(self, size):
        self.size = size

    @property
    def weight(self):
        return self.size

    @staticmethod
    def empty(first, second):
        return first

    def __call__(self, x):
        return x

class Wide(Layer):
    pass
"""


def loaded(what: str) -> dict[str, Any]:
    """Return the names that a degenerate defines."""
    (source,) = (each.source for each in degenerates(MASTER) if each.what == what)
    names: dict[str, Any] = {}
    exec(source, names)
    return names


@pytest.mark.parametrize(("what", "answer"), [("first", 5), ("last", 7)], ids=["first", "last"])
def test_an_argument_is_given_back(what: str, answer: int) -> None:
    """By functions, methods and static methods; an object is none of its method's arguments."""
    names = loaded(f"returns its {what} argument")
    layer = names["Wide"](9)
    for function in (names["double"], layer, layer.empty, names["Layer"].empty):
        assert function(5, scale=7) == answer
        assert function() is None
    assert layer.weight is None


def test_zeros_have_the_shape_of_the_first_array() -> None:
    """Where no argument is an array they are a plain 0."""
    double = loaded("returns zeros")["double"]
    np.testing.assert_array_equal(double(3, np.ones((2, 3))), np.zeros((2, 3)))
    assert double(3, scale="a") == 0


def test_a_function_among_the_arguments_is_called() -> None:
    """As it is, or to see how its answer changes; where there is none the answer is a plain 0."""
    delegates = loaded("delegates to a function that it is given")["double"]
    probes = loaded("probes a function that it is given")["double"]
    assert (delegates(np.square, 3), probes(np.square, 3)) == (9, 7)
    assert (delegates(1, 2), probes(1, 2)) == (0, 0)


def test_errors_come_from_constructors_or_from_methods() -> None:
    """An object that cannot be made would leave its methods untried."""
    with pytest.raises(ValueError, match="always"):
        loaded("raises ValueError")["Layer"]()
    layer = loaded("but the constructors raises ValueError")["Wide"](3)
    for function in (layer, layer.empty, lambda: layer.weight):
        with pytest.raises(ValueError, match="always"):
            function()


def test_without_classes_there_are_fewer() -> None:
    """No two degenerates are the same."""
    sources = [each.source for each in degenerates("def f():\n    return 1\n")]
    assert len(set(sources)) == len(sources) == len(degenerates(MASTER)) - 2
