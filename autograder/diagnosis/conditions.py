"""Properties that the arguments of a call can have: what sets wrong calls apart from right ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeGuard

import numpy as np

Arguments = Mapping[str, Any]
ORDINALS = ("first", "second", "third", "fourth")


@dataclass(frozen=True, eq=False)
class Condition:
    """A property of arguments, in words that follow "where"."""

    text: str
    holds: Callable[[Arguments], bool]


def of(arguments: Arguments) -> Iterator[Condition]:
    """Give the properties that a call's arguments may share with others; telling ones come first."""
    counts = [name for name, value in arguments.items() if _is_count(value)]
    arrays = [name for name, value in arguments.items() if _is_array(value)]
    for name in counts:
        yield from _of_count(name)
    for name in counts:
        for other in counts:
            if name != other:
                yield _compared(name, other)
    for name in arrays:
        yield from _of_array(name, np.ndim(arguments[name]))
    for name in counts:
        for array in arrays:
            yield _divided(array, name)
    for name in arguments:
        yield Condition(f"`{name}` is given", partial(_has, name))


def _of_count(name: str) -> Iterator[Condition]:
    yield Condition(f"`{name}` is larger than 1", _count(name, lambda value: value > 1))
    yield Condition(f"`{name}` is 1", _count(name, lambda value: value == 1))
    yield Condition(f"`{name}` is 0", _count(name, lambda value: value == 0))
    yield Condition(f"`{name}` is not 0", _count(name, lambda value: value != 0))
    yield Condition(f"`{name}` is even", _count(name, lambda value: value % 2 == 0))
    yield Condition(f"`{name}` is odd", _count(name, lambda value: value % 2 == 1))


def _compared(name: str, other: str) -> Condition:
    def holds(given: Arguments) -> bool:
        one, two = given.get(name, None), given.get(other, None)
        return _is_count(one) and _is_count(two) and one < two

    return Condition(f"`{name}` is smaller than `{other}`", holds)


def _of_array(name: str, axes: int) -> Iterator[Condition]:
    def tested(test: Callable[[Any], Any]) -> Callable[[Arguments], bool]:
        return lambda given: _is_array(given.get(name)) and bool(test(given[name]))

    if axes >= 2:
        yield Condition(f"`{name}` has more than one axis", tested(lambda a: a.ndim > 1))
        yield Condition(
            f"`{name}` is not square", tested(lambda a: a.ndim > 1 and a.shape[-1] != a.shape[-2])
        )
        yield Condition(
            f"`{name}` is wider than high", tested(lambda a: a.ndim > 1 and a.shape[-1] > a.shape[-2])
        )
        yield Condition(
            f"`{name}` is higher than wide", tested(lambda a: a.ndim > 1 and a.shape[-1] < a.shape[-2])
        )
    for axis in range(min(axes, len(ORDINALS))):
        yield Condition(
            f"the {ORDINALS[axis]} axis of `{name}` is longer than 1",
            tested(partial(_is_long, axis)),
        )
        yield Condition(
            f"the {ORDINALS[axis]} axis of `{name}` has length 1",
            tested(partial(_is_one, axis)),
        )
    yield Condition(f"`{name}` holds negative numbers", tested(lambda a: a.size and a.min() < 0))
    yield Condition(f"`{name}` holds no number above 0", tested(lambda a: a.size and a.max() <= 0))
    yield Condition(f"`{name}` holds equal numbers", tested(lambda a: np.unique(a).size < a.size))
    yield Condition(f"`{name}` is an array of integers", tested(lambda a: a.dtype.kind in "iu"))
    yield Condition(f"`{name}` is an array of float32", tested(lambda a: a.dtype == np.float32))
    yield Condition(f"`{name}` holds large numbers", tested(lambda a: a.size and np.abs(a).max() > 100))


def _divided(array: str, count: str) -> Condition:
    def holds(given: Arguments) -> bool:
        sides, by = given.get(array), given.get(count)
        if not isinstance(sides, np.ndarray) or not _is_count(by) or by < 1:
            return False
        return any(side % by for side in sides.shape[-2:])

    return Condition(f"`{count}` does not divide a side of `{array}`", holds)


def _count(name: str, test: Callable[[Any], Any]) -> Callable[[Arguments], bool]:
    return lambda given: _is_count(given.get(name)) and bool(test(given[name]))


def _is_long(axis: int, array: np.ndarray[Any, Any]) -> bool:
    return array.ndim > axis and array.shape[axis] > 1


def _is_one(axis: int, array: np.ndarray[Any, Any]) -> bool:
    return array.ndim > axis and array.shape[axis] == 1


def _has(name: str, given: Arguments) -> bool:
    return name in given


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "biuf" and value.ndim > 0
