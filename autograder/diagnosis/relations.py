"""How a wrong answer can relate to the one that was due: a turn, a factor, a border."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.diagnosis.answers import COARSE, Numbers


@dataclass(frozen=True, eq=False)
class Relation:
    """A relation of an answer to what was due, as a sentence.

    Attributes:
        holds: takes the answer and what was due, real numbers of any shape.
    """

    text: str
    holds: Callable[[Numbers, Numbers], bool]


def _close(answer: Numbers, due: Numbers) -> bool:
    largest = float(np.abs(due).max(initial=0))
    return answer.shape == due.shape and bool(np.all(np.abs(answer - due) <= COARSE * largest))


def _off(answer: Numbers, due: Numbers) -> np.ndarray[Any, np.dtype[np.bool_]]:
    off: np.ndarray[Any, np.dtype[np.bool_]]
    off = ~(np.abs(answer - due) <= COARSE * float(np.abs(due).max(initial=0)))
    return off


def tells(answer: Numbers, due: Numbers) -> bool:
    """Tell whether there is enough to see a relation in: one number is anything to another."""
    return answer.size > 1 and np.unique(due).size > 1


def _same_shape(relation: Callable[[Numbers, Numbers], bool]) -> Callable[[Numbers, Numbers], bool]:
    def holds(answer: Numbers, due: Numbers) -> bool:
        return answer.shape == due.shape and bool(np.isfinite(answer).all()) and relation(answer, due)

    return holds


def _transposed(answer: Numbers, due: Numbers) -> bool:
    return due.ndim >= 2 and _close(answer, np.swapaxes(due, -1, -2))


def _flipped(answer: Numbers, due: Numbers) -> bool:
    axes = range(max(due.ndim - 2, 0), due.ndim)
    turns = itertools.chain.from_iterable(itertools.combinations(axes, n) for n in (1, 2))
    return any(_close(answer, np.flip(due, turn)) for turn in turns)


def _reordered(answer: Numbers, due: Numbers) -> bool:
    return _close(np.sort(answer, axis=None), np.sort(due, axis=None))


def _factor(answer: Numbers, due: Numbers) -> bool:
    square = float((due * due).sum())
    factor = float((answer * due).sum()) / square if square > 0 else 0.0
    return factor != 0 and _close(answer / factor, due)


def _offset(answer: Numbers, due: Numbers) -> bool:
    return _close(answer - float((answer - due).mean()), due)


def _offset_along(answer: Numbers, due: Numbers) -> bool:
    if due.ndim < 2:
        return False
    excess = answer - due
    return any(
        _close(excess - excess.mean(axis=_others(axis, due.ndim), keepdims=True) + due, due)
        for axis in range(due.ndim)
        if due.shape[axis] > 1 and due.size > due.shape[axis]
    )


def _others(axis: int, axes: int) -> tuple[int, ...]:
    return tuple(other for other in range(axes) if other != axis)


def _at_the_border(answer: Numbers, due: Numbers) -> bool:
    if due.ndim < 2 or min(due.shape[-2:]) < 3:
        return False
    return not _off(answer, due)[..., 1:-1, 1:-1].any()


def _in_the_last(answer: Numbers, due: Numbers) -> bool:
    if due.ndim < 2 or min(due.shape[-2:]) < 2:
        return False
    return not _off(answer, due)[..., :-1, :-1].any()


def _where_negative(answer: Numbers, due: Numbers) -> bool:
    return bool((due < 0).any() and not _off(answer, due)[due >= 0].any())


def _whole(answer: Numbers, due: Numbers) -> bool:
    return bool(np.any(due != np.round(due)) and np.all(np.abs(answer - due) < 1)) and bool(
        np.all(answer == np.round(answer))
    )


def _undefined(answer: Numbers, due: Numbers) -> bool:
    return bool(np.isfinite(due).all() and not np.isfinite(answer).all())


def _zero(answer: Numbers, due: Numbers) -> bool:
    return bool(due.any() and not answer.any())


def _partly(answer: Numbers, due: Numbers) -> bool:
    return not _every(answer, due)


def _every(answer: Numbers, due: Numbers) -> bool:
    return bool(_off(answer, due).all())


def _relations() -> Iterator[Relation]:
    yield Relation("there are NaN or infinite values among the answers", _undefined)
    yield Relation("the answers are right, but rows and columns are swapped", _transposed)
    yield Relation("the answers have the right values, but flipped", _same_shape(_flipped))
    yield Relation("every value is 0", _zero)
    yield Relation(
        "the answers are the opposite of what is due: the sign", _same_shape(lambda a, d: _close(-a, d))
    )
    yield Relation("the answers are what is due times a constant factor", _same_shape(_factor))
    yield Relation("the answers are off by one constant everywhere", _same_shape(_offset))
    yield Relation("the answers are off by a constant each along one axis", _same_shape(_offset_along))
    yield Relation("the answers are whole numbers where fractions are due", _same_shape(_whole))
    yield Relation("only the last rows or columns are wrong", _same_shape(_in_the_last))
    yield Relation("only the border is wrong", _same_shape(_at_the_border))
    yield Relation("only the values that should be negative are wrong", _same_shape(_where_negative))
    yield Relation("the right values are there, in another order", _same_shape(_reordered))
    yield Relation("the shape is right, and every value is wrong", _same_shape(_every))
    yield Relation("the shape is right, and so are some of the values", _same_shape(_partly))


ALL = tuple(_relations())
