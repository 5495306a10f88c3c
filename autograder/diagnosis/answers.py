"""When two answers are the same: by value, within what rounding explains."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.diagnosis.trace import Made

_RELATIVE = 1e-6  # of the largest magnitude: far below what suites allow, far above rounding


def same_answer(one: Any, other: Any) -> bool:
    """Tell whether two answers, or the exceptions that came in place of them, are the same.

    Arrays, lists, tuples and numbers are the same by shape and value, exceptions by type, dicts key by
    key, objects if the same call gave them.
    """
    if isinstance(one, Made) or isinstance(other, Made):
        return bool(one == other)
    if isinstance(one, BaseException) or isinstance(other, BaseException):
        return type(one) is type(other)
    if isinstance(one, dict) or isinstance(other, dict):
        alike = isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys()
        return alike and all(same_answer(one[key], other[key]) for key in one)
    first, second = _numbers(one), _numbers(other)
    if first is not None and second is not None:
        if first.shape != second.shape:
            return False
        largest = max(float(np.abs(a[np.isfinite(a)]).max(initial=0)) for a in (first, second))
        return bool(np.allclose(first, second, rtol=0, atol=_RELATIVE * largest, equal_nan=True))
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same_answer, one, other))
    return first is second and type(one) is type(other) and bool(one == other)


def _numbers(value: Any) -> np.ndarray[Any, np.dtype[Any]] | None:
    """Return a value as an array of numbers, None if it is none."""
    try:
        array = np.asarray(value)
        return array.astype(np.complex128) if array.dtype.kind in "biufc" else None
    except (TypeError, ValueError):  # nested unevenly
        return None
