"""When two answers are the same: by value, within what rounding explains."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.diagnosis.trace import Made, Raised, Unknown

# Of the largest magnitude:
FINE = 1e-6  # far below what suites allow, far above rounding
COARSE = 1e-4  # what suites allow, so that float32 arithmetic is the same
Numbers = np.ndarray[Any, np.dtype[Any]]
_WITH_SHAPE = (np.ndarray, np.generic, int, float, complex)  # that of a number is ()
_STANDING = (Made, Raised, Unknown)


def same_answer(one: Any, other: Any, relative: float = FINE) -> bool:
    """Tell whether two answers are the same.

    Arrays, lists, tuples and numbers are the same by shape and value, exceptions by type, dicts key by
    key, objects if the same call gave them.

    Args:
        one: an answer, or what stands for it.
        other: another one.
        relative: how far values may differ, of the largest magnitude among them.
    """
    if isinstance(one, _STANDING) or isinstance(other, _STANDING):
        return bool(one == other) if type(one) is type(other) else False
    if isinstance(one, dict) or isinstance(other, dict):
        alike = isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys()
        return alike and all(same_answer(one[key], other[key], relative) for key in one)
    shapes = {getattr(value, "shape", ()) for value in (one, other) if isinstance(value, _WITH_SHAPE)}
    if len(shapes) == 2:  # before either is made of float64, which can take eight times as much
        return False
    first, second = numbers(one), numbers(other)
    if first is not None and second is not None:
        return first.shape == second.shape and _same_numbers(first, second, relative)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(
            same_answer(a, b, relative) for a, b in zip(one, other, strict=True)
        )
    return first is second and type(one) is type(other) and bool(one == other)


def _same_numbers(one: Numbers, other: Numbers, relative: float) -> bool:
    if one.dtype == other.dtype and one.tobytes() == other.tobytes():
        return True
    with np.errstate(all="ignore"):
        off = np.abs(one - other)
        largest = max(np.abs(one).max(initial=0), np.abs(other).max(initial=0))
        if np.isfinite(largest):
            return bool((off <= relative * largest).all())
        if np.isfinite(one).all() and np.isfinite(other).all():  # but some magnitude is not
            return _same_numbers(one / 4, other / 4, relative)
        # NaN is equal to NaN here, and infinity to infinity.
        finite = np.isfinite(one)
        if not np.array_equal(finite, np.isfinite(other)):
            return False
        rest = np.array_equal(one[~finite], other[~finite], equal_nan=True)
        return rest and (not finite.any() or _same_numbers(one[finite], other[finite], relative))


def numbers(value: Any) -> Numbers | None:
    """Return a value as an array of float64 or complex128, None if it is no numbers."""
    if isinstance(value, np.ndarray) and value.dtype == np.float64:
        return value
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):  # nested unevenly
        return None
    if array.dtype.kind not in "biufc":
        return None
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)
