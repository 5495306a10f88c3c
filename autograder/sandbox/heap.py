"""Arrays by their numbers, so that one which several values hold in common stays one across the wire.

What is an attribute of an object may also be in a dict that a method of it gives: who changes it in one
place has changed it in the other. Both sides of a loan (`borrowed.py`, `oracle.py`) keep that so.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.sandbox.wire import Handle

_NUMERIC = "biufc"
_SINGLE = (type(None), bool, int, float, complex, str, bytes)


class Heap:
    """The arrays of one frame.

    Args:
        arrays: those that are known already.

    Attributes:
        arrays: all of them, by number.
    """

    def __init__(self, arrays: list[Any] | None = None) -> None:
        self.arrays: list[Any] = arrays or []
        self._numbers = {id(array): number for number, array in enumerate(self.arrays)}

    def lower(self, value: Any) -> Any:
        """Return a value with a handle in the place of each array, which is kept here."""
        if is_array(value):
            number = self._numbers.setdefault(id(value), len(self.arrays))
            if number == len(self.arrays):
                self.arrays.append(value)
            return Handle(number, "array")
        if type(value) in (list, tuple):
            return type(value)(map(self.lower, value))
        if type(value) is dict:
            return {key: self.lower(one) for key, one in value.items()}
        return value

    def lift(self, value: Any) -> Any:
        """Return a value with the arrays themselves in the places of their handles.

        Raises:
            IndexError: there is no array of that number.
        """
        if isinstance(value, Handle):
            return self.arrays[value.id]
        if type(value) in (list, tuple):
            return type(value)(map(self.lift, value))
        if type(value) is dict:
            return {key: self.lift(one) for key, one in value.items()}
        return value


def is_array(value: object) -> bool:
    """Tell whether a value is an array of numbers."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.ndarray) and value.dtype.kind in _NUMERIC


def is_plain(value: object, depth: int = 8) -> bool:
    """Tell whether a value is made of numbers, texts, arrays, lists, tuples and dicts alone."""
    if depth and type(value) in (list, tuple):
        return all(is_plain(one, depth - 1) for one in value)  # type: ignore[attr-defined]
    if depth and type(value) is dict:
        return all(is_plain(one, depth - 1) for pair in value.items() for one in pair)
    numpy = sys.modules.get("numpy")
    number = numpy is not None and isinstance(value, numpy.generic)
    return number or is_array(value) or type(value) in _SINGLE


def volume_passed(args: Sequence[Any], kwargs: Mapping[str, Any]) -> int:
    """Return how many numbers a call passes in arrays and containers."""
    return sum(map(volume, (*args, *kwargs.values())))


def volume(value: Any) -> int:
    """Return how many numbers a value holds; one by itself counts as none."""
    if is_array(value):
        return int(value.size)
    if type(value) is dict:
        value = list(value.values())
    if not isinstance(value, (list, tuple, set)):
        return 0
    return sum(volume(one) if _is_container(one) else 1 for one in value)


def _is_container(value: object) -> bool:
    return is_array(value) or isinstance(value, (list, tuple, set, dict))
