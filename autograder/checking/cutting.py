"""Whether an answer of the wrong shape is a part of what is due, or holds it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.diagnosis.answers import COARSE
from autograder.suite.mismatch import Mismatch

_NUMBERS = 4  # of the smaller one: fewer can be found anywhere
_PLACES = 2_000  # that are looked at
_STEPS = (2, 3, 4)
_ORDINALS = {2: "second", 3: "third", 4: "fourth"}
_ROOM = 100_000  # numbers of the larger one


@dataclass(frozen=True)
class Cut:
    """A part of an array.

    Attributes:
        begins: of the part, along each axis.
        ends: likewise, one beyond the last.
        step: along the last two axes.
    """

    begins: tuple[int, ...]
    ends: tuple[int, ...]
    step: int = 1

    def mask(self, shape: tuple[int, ...]) -> NDArray[np.bool_]:
        """Return what of an array of a shape is in it."""
        found = np.zeros(shape, dtype=bool)
        steps = [1] * max(0, len(shape) - 2) + [self.step] * min(2, len(shape))
        parts = zip(self.begins, self.ends, steps, strict=True)
        found[tuple(slice(*part) for part in parts)] = True
        return found


def cut(mismatch: Mismatch) -> str:
    """Say which part of what is due an answer of the wrong shape is, or what is too many in it.

    Returns:
        A sentence, or nothing where neither is a part of the other, or could be several.
    """
    due, given = mismatch.expected, mismatch.actual
    if due is None or given is None or due.shape == given.shape:
        return ""
    if (part := part_of(due, given)) is not None:
        return (
            f"your answer is what is due, without {_left_out(due.shape, part)}" if part.step == 1 else ""
        )
    if (part := part_of(given, due)) is None:
        return ""
    if part.step > 1:
        return f"what is due is every {_ORDINALS[part.step]} row and column of your answer"
    return f"what is due is in your answer: {_left_out(given.shape, part)} too many"


def part_of(large: Any, small: Any) -> Cut | None:
    """Return which part of the one array the other is, None where it is none or could be several."""
    if large.ndim != small.ndim or not large.ndim or large.size > _ROOM or small.size < _NUMBERS:
        return None
    if any(one < other for one, other in zip(large.shape, small.shape, strict=True)):
        return None
    with np.errstate(all="ignore"):
        if np.unique(small).size < 2:
            return None
        places = [range(one - other + 1) for one, other in zip(large.shape, small.shape, strict=True)]
        for step in _STEPS if large.ndim > 1 else ():
            part = large[..., ::step, ::step]
            if part.shape == small.shape and _close(part, small):
                return Cut((0,) * large.ndim, large.shape, step)
        if math.prod(map(len, places)) > _PLACES:
            return None
        cuts = [
            Cut(begins, tuple(i + n for i, n in zip(begins, small.shape, strict=True)))
            for begins in itertools.product(*places)
        ]
        found = [one for one in cuts if _close(large[_slices(one)], small)]
    return found[0] if len(found) == 1 else None


def _slices(part: Cut) -> tuple[slice, ...]:
    return tuple(slice(*ends) for ends in zip(part.begins, part.ends, strict=True))


def _close(one: Any, other: Any) -> bool:
    # NumPy takes no difference of True and False.
    return bool(np.all(np.abs(1.0 * one - other) <= COARSE * np.abs(other).max(initial=0)))


def _left_out(shape: Sequence[int], part: Cut) -> str:
    said = []
    for axis, (begin, end, side) in enumerate(zip(part.begins, part.ends, shape, strict=True)):
        one, many = _names(axis, len(shape))
        for count, where in ((begin, "first"), (side - end, "last")):
            if count:
                said.append(f"the {where} {one}" if count == 1 else f"the {where} {count} {many}")
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def _names(axis: int, axes: int) -> tuple[str, str]:
    """Name what lies along an axis, one and many."""
    if axis < axes - 2:
        return f"entry of axis {axis}", f"entries of axis {axis}"
    return (
        ("row", "rows")
        if axis == axes - 2
        else ("column", "columns")
        if axes > 1
        else ("number", "numbers")
    )
