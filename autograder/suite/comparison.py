"""Fair comparison of an answer with what was due, by the course's written rule.

The shape is exact; values may differ by `1e-4 * max|expected|` plus a floor for rounding residue;
NaN is never equal. The dtype, and whether an answer is an array, a list or a tuple, are not judged.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autograder.suite.mismatch import Mismatch, MismatchError

RELATIVE_TOLERANCE = 1e-4  # of the largest expected magnitude: float32 arithmetic passes
RESIDUE = 1e-9  # of the largest magnitude that the exact sum goes through

Numbers = NDArray[Any]

_KINDS = {
    "str": "a string",
    "bytes": "bytes",
    "list": "a list",
    "tuple": "a tuple",
    "dict": "a dict",
    "set": "a set",
    "Tensor": "a PyTorch tensor",
    "function": "a function (are the parentheses of a call missing?)",
    "builtin_function_or_method": "a function (are the parentheses of a call missing?)",
    "method": "a method (are the parentheses of a call missing?)",
    "generator": "a generator",
    "map": "a map object (wrap it in list(...))",
    "zip": "a zip object (wrap it in list(...))",
    "range": "a range",
    "ellipsis": "`...` (is the function unfinished?)",
    "NotImplementedType": "NotImplemented",
    "type": "a class",
    "module": "a module",
    "slice": "a slice",
}


def assert_matches(actual: object, expected: ArrayLike, magnitude: float = 0.0) -> None:
    """Hold that `actual` has the shape of `expected` and the same values.

    Args:
        actual: what the student's function returned: an array, nested sequences, a number.
        expected: array-like of numbers, any shape.
        magnitude: the largest magnitude that the exact sum goes through, where that is larger than
            the values it ends with (for a sum of products, the same sum over absolute values).

    Raises:
        MismatchError: with data on how they differ.
    """
    __tracebackhide__ = True
    due = np.asarray(expected)
    answer = _as_numbers(actual, due.shape)
    if answer.shape != due.shape:
        raise MismatchError(_shape_mismatch(answer, due))
    if due.size == 0:
        return
    with np.errstate(all="ignore"):
        tolerance = RELATIVE_TOLERANCE * np.abs(_widened(due)).max() + RESIDUE * abs(magnitude)
        off = np.abs(_widened(answer) - _widened(due))
        right = off <= tolerance
    if not right.all():
        raise MismatchError(_value_mismatch(answer, due, off, right))


def assert_equals(actual: object, expected: object) -> None:
    """Hold that `actual` equals `expected` exactly, by value.

    `5`, `5.0` and `np.int64(5)` are equal. Sequences are equal element by element, whether lists,
    tuples or arrays; dicts key by key.

    Raises:
        MismatchError: with data on how they differ.
    """
    __tracebackhide__ = True
    answer, due = _plain(actual), _plain(expected)
    if not _equal(answer, due):
        hint = f"the answer is {describe(actual)}, {describe(expected)} is due"
        if _family(answer) == _family(due):
            hint = "the answer is not the right one"
        raise MismatchError(Mismatch("equal", hint, f"got {_short(answer)}, expected {_short(due)}"))


def describe(value: object) -> str:
    """Name the kind of a value in a student's words, without showing the value."""
    if value is None:
        return "None (is a `return` missing?)"
    if isinstance(value, np.ndarray):
        kinds = {"O": "objects", "U": "strings", "S": "bytes"}
        return f"an array of {kinds.get(value.dtype.kind, 'numbers')}"
    if isinstance(value, (bool, np.bool_)):
        return "a bool"
    if isinstance(value, (int, float, complex, np.number)):
        return "a number"
    name = getattr(value, "type_name", type(value).__name__)
    # Any other name is the student's to choose, and could carry hidden inputs into a report.
    return _KINDS.get(name, "an object of another kind")


def _as_numbers(actual: object, shape: tuple[int, ...]) -> Numbers:
    """Convert an answer to an array of numbers, or raise the mismatch that says why it is none."""
    due = "an array" if shape else "a number"
    if isinstance(actual, (np.ndarray, np.generic, bool, int, float, complex, list, tuple)):
        try:
            array = np.asarray(actual)
            if array.dtype.kind == "O":  # integers too large for int64, or mixed content
                array = array.astype(np.float64)
        except (ValueError, TypeError, OverflowError, RecursionError):
            hint = f"the answer is a ragged or mixed {type(actual).__name__}, {due} of numbers is due"
            raise MismatchError(Mismatch("type", hint)) from None
        if array.dtype.kind in "biufc":
            return array
        actual = array
    raise MismatchError(Mismatch("type", f"the answer is {describe(actual)}, {due} is due"))


def _shape_mismatch(answer: Numbers, due: Numbers) -> Mismatch:
    detail = f"got shape {answer.shape}, expected {due.shape}"
    if answer.ndim != due.ndim:
        hint = f"the answer has {_axes(answer.ndim)}, {_axes(due.ndim)} due"
    elif answer.ndim == 2 and answer.shape == due.shape[::-1]:
        hint = "the shape is wrong: height and width are swapped"
    else:
        sides = enumerate(zip(answer.shape, due.shape, strict=True))
        parts = [_side(axis, got - want) for axis, (got, want) in sides if got != want]
        hint = "the shape is wrong: " + ", ".join(parts)
    return Mismatch("shape", hint, detail, answer, due)


def _side(axis: int, excess: int) -> str:
    # A large number is the student's to choose, and could carry hidden inputs into a report.
    amount = f"{abs(excess)} " if abs(excess) <= 3 else ""
    return f"axis {axis} is {amount}too {'long' if excess > 0 else 'short'}"


def _axes(count: int) -> str:
    return "1 axis" if count == 1 else f"{count} axes"


def _value_mismatch(answer: Numbers, due: Numbers, off: Numbers, right: NDArray[np.bool_]) -> Mismatch:
    wrong = int(right.size - np.count_nonzero(right))
    # NaN and infinity are the worst of all, and argmax would otherwise depend on their order.
    flat = int(np.argmax(np.where(np.isfinite(off), off, np.inf)))
    worst = tuple(int(i) for i in np.unravel_index(flat, due.shape))
    which = (
        "every value is wrong" if wrong == right.size else f"{wrong} of {right.size} values are wrong"
    )
    if right.size == 1:
        which = "the value is wrong"
    undefined = int(np.count_nonzero(~np.isfinite(_widened(answer))))
    if undefined:
        which += f" ({undefined} NaN or infinite)"
    detail = f"worst at {worst}: got {answer[worst]!s}, expected {due[worst]!s}"
    return Mismatch("values", which, detail, answer, due, worst)


def _widened(array: Numbers) -> Numbers:
    # uint8 differences would wrap, and float16 or float32 ones overflow.
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)


def _plain(value: object) -> object:
    """Unwrap NumPy scalars and arrays to plain Python values."""
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def _equal(answer: object, due: object) -> bool:
    answer, due = _plain(answer), _plain(due)
    if _family(answer) != _family(due):
        return False
    if isinstance(answer, (list, tuple)) and isinstance(due, (list, tuple)):
        return len(answer) == len(due) and all(map(_equal, answer, due))
    if isinstance(answer, dict) and isinstance(due, dict):
        return answer.keys() == due.keys() and all(_equal(answer[k], due[k]) for k in due)
    return bool(answer == due)


def _family(value: object) -> object:
    if isinstance(value, (bool, int, float, complex)):
        return "number"
    return "sequence" if isinstance(value, (list, tuple)) else type(value)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 200 else text[:200] + "..."
