"""Fair comparison of an answer with what was due, by the course's written rule.

The shape is exact; values may differ by `1e-4 * max|expected|` plus a floor for rounding residue;
NaN is never equal. The dtype, and whether an answer is an array, a list or a tuple, are not judged.

Hints are coarse on purpose. Hidden inputs are in the student's hands during a call, and whatever has
many forms that her code can choose between (a count, a name, a length) would carry them into a report.
"""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autograder.suite.kinds import NUMERIC, USUAL, contents, describe, kind, strangers
from autograder.suite.mismatch import Mismatch, MismatchError

RELATIVE_TOLERANCE = 1e-4  # of the largest expected magnitude: float32 arithmetic passes
RESIDUE = 1e-9  # of the largest magnitude that the exact sum goes through
_MANY = 100_000  # elements
_FEW = 100  # of which anything is printed
_COMPLEX = (complex, np.complexfloating)  # of which complex128 alone is both

Numbers = NDArray[Any]


def assert_matches(
    actual: object, expected: ArrayLike, magnitude: float | Callable[[], float] = 0.0
) -> None:
    """Hold that `actual` has the shape of `expected` and the same values.

    Args:
        actual: what the student's function returned: an array, nested sequences, a number.
        expected: array-like of finite numbers, any shape.
        magnitude: the largest magnitude that the exact sum goes through, where that is larger than
            the values it ends with (for a sum of products, the same sum over absolute values). Or what
            gives it, as `magnitude_of` does: called only where the values alone do not admit the answer.

    Raises:
        MismatchError: with data on how they differ.
        TypeError: `expected` is not made of numbers. This and the next are mistakes of the suite, and
            no student's loss: such a test counts as one that could not be judged.
        ValueError: `expected`, or a `magnitude` that is needed, is not finite, so that nothing or
            anything would match.
    """
    __tracebackhide__ = True
    due = _numbers(expected)
    with np.errstate(all="ignore"):
        wide = _widened(due)
        largest = float(np.abs(wide).max()) if due.size else 0.0
        tolerance = _finite(RELATIVE_TOLERANCE * largest)
        answer = _answer(actual, due)
        if answer.shape != due.shape:
            raise MismatchError(_shape_mismatch(answer, due))
        off = np.asarray(_widened(answer) - wide)
        # In place where that is possible: fresh memory costs more than the arithmetic.
        off = np.abs(off, out=None if off.dtype.kind == "c" else off)
    right = off <= tolerance
    if right.all():
        return
    through = magnitude() if callable(magnitude) else magnitude
    right = off <= tolerance + _finite(RESIDUE * abs(float(through)))
    if not right.all():
        raise MismatchError(_value_mismatch(answer, due, off, right))


def _finite(tolerance: float) -> float:
    if not math.isfinite(tolerance):
        raise ValueError("the suite expects NaN or infinity, which no answer can be compared with")
    return tolerance


def assert_equals(actual: object, expected: object) -> None:
    """Hold that `actual` equals `expected` exactly, by value.

    `5`, `5.0` and `np.int64(5)` are equal. Sequences are equal element by element, whether lists,
    tuples or arrays; dicts key by key. For counts and tables: an array of more than 100,000 elements
    equals nothing.

    Raises:
        MismatchError: with data on how they differ.
        ValueError: `expected` holds NaN, which equals nothing: a mistake of the suite.
    """
    __tracebackhide__ = True
    answer, due = _plain(actual), _plain(expected)
    if _equal(answer, due):
        return
    if not _equal(due, due):
        raise ValueError("the suite expects NaN, which equals nothing")
    detail = f"got {_short(answer)}, expected {_short(due)}"
    raise MismatchError(Mismatch("equal", _difference(actual, answer, due), detail))


def _numbers(value: object) -> Numbers:
    """Convert numbers, however nested, to an array.

    Raises:
        TypeError: not numbers. `"5"` is none, though NumPy would convert it.
        ValueError: nested unevenly or too deeply.
        OverflowError: larger than any float.
    """
    if type(value) is np.ndarray and value.dtype.kind in NUMERIC:
        return value
    # Before NumPy sees it, which would make room for the longest string in every place of a list.
    if any(True for _ in strangers(value)):
        raise TypeError("not made of numbers")
    array = np.asarray(value)
    if array.dtype.kind == "O":  # integers beyond 64 bits
        has_complex = any(isinstance(item, _COMPLEX) for item in array.ravel().tolist())
        array = array.astype(complex if has_complex else float)
    return array


def _leaves(value: object, most: int) -> int:
    """Count what an array made of nested lists would hold, up to a little more than `most`."""
    count = 0
    waiting = [value]
    while waiting and count <= most:
        one = waiting.pop()
        count += one.size if isinstance(one, np.ndarray) and one is not value else 1
        if isinstance(one, (list, tuple)):
            parts = one[: most + 1]
            if USUAL.issuperset(map(type, parts)):
                count += len(parts)
            else:
                waiting.extend(parts)
    return count + len(waiting)


def _answer(actual: object, due: Numbers) -> Numbers:
    """Convert an answer to an array of numbers, or raise the mismatch that says why it is none."""
    try:
        if _leaves(actual, most := max(_MANY, 16 * due.size)) > most:
            raise MismatchError(Mismatch("type", "the answer has far more values than are due"))
        answer = _numbers(actual)
    except TypeError:
        wanted = "an array of numbers" if due.ndim else "a number"
        hint = f"the answer is {contents(actual)}, {wanted} is due"
    except OverflowError:
        hint = "a number in the answer is larger than any float"
    except ValueError:
        hint = "the rows of the answer differ in length"
    else:
        if due.size == 0 and isinstance(actual, (list, tuple)):
            # A list cannot say what lies beyond an axis of length 0: `[]` is all there is of (0, 3).
            return due if answer.shape == np.asarray(due.tolist()).shape else answer
        return answer
    raise MismatchError(Mismatch("type", hint))


def _shape_mismatch(answer: Numbers, due: Numbers) -> Mismatch:
    if not due.ndim:
        hint = "the answer is an array, a single number is due"
    elif not answer.ndim:
        hint = f"the answer is a single number, an array with {_axes(due.ndim)} is due"
    elif answer.ndim != due.ndim:
        has = _axes(answer.ndim) if answer.ndim <= due.ndim + 2 else "too many axes"
        hint = f"the answer has {has}, {due.ndim} {'is' if due.ndim == 1 else 'are'} due"
    elif sorted(answer.shape) == sorted(due.shape):
        what = "rows and columns are swapped" if due.ndim == 2 else "the axes are in another order"
        hint = f"the shape is wrong: {what}"
    else:
        hint = f"the shape is wrong: {_sides(answer.shape, due.shape)}"
    detail = f"got shape {answer.shape}, expected {due.shape}"
    return Mismatch("shape", hint, detail, answer, due)


def _sides(answer: tuple[int, ...], due: tuple[int, ...]) -> str:
    excess = {
        i: got - want for i, (got, want) in enumerate(zip(answer, due, strict=True)) if got != want
    }
    if len(set(excess.values())) == 1:
        amount = next(iter(excess.values()))
        size = f"{abs(amount)} " if abs(amount) <= 3 else ""
        return f"{_axis_names(list(excess))} {size}too {_length(amount)}"
    return ", ".join(f"{_axis_names([axis])} too {_length(by)}" for axis, by in excess.items())


def _axis_names(axes: list[int]) -> str:
    if len(axes) == 1:
        return f"axis {axes[0]} is"
    return f"axes {', '.join(map(str, axes[:-1]))} and {axes[-1]} are"


def _length(excess: int) -> str:
    return "long" if excess > 0 else "short"


def _axes(count: int) -> str:
    return "1 axis" if count == 1 else f"{count} axes"


def _value_mismatch(answer: Numbers, due: Numbers, off: Numbers, right: NDArray[np.bool_]) -> Mismatch:
    size, wrong = right.size, int(right.size - np.count_nonzero(right))
    # The first NaN if there is one, else the first infinity.
    worst = tuple(int(i) for i in np.unravel_index(np.argmax(off), due.shape))
    if size == 1:
        hint = "the value is wrong"
    elif wrong == size:
        hint = "every value is wrong"
    else:
        hint = f"{'most' if 2 * wrong > size else 'some'} of the values are wrong"
    undefined = int(np.count_nonzero(~np.isfinite(answer)))
    if undefined:
        share = "" if size == 1 else "all of them " if undefined == size else "some "
        hint += f" ({share}NaN or infinite)"
    detail = f"got {answer[worst]!s}, expected {due[worst]!s}"
    if size > 1:
        infinite = f", {undefined} of them NaN or infinite" if undefined else ""
        detail = f"{wrong} of {size} values are wrong{infinite}; worst at {list(worst)}: {detail}"
    return Mismatch("values", hint, detail, answer, due, worst, right)


def _widened(array: Numbers) -> Numbers:
    # uint8 differences would wrap, and float16 or float32 ones overflow.
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64, copy=False)


def _plain(value: object) -> object:
    """Unwrap NumPy scalars and arrays to plain Python values, but for giant ones."""
    if isinstance(value, np.ndarray) and math.prod(side or 1 for side in value.shape) > _MANY:
        return value  # as lists, empty ones too, it would take ten times the memory, or all there is
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def _equal(answer: object, due: object) -> bool:
    answer, due = _plain(answer), _plain(due)
    if _family(answer) != _family(due) or isinstance(answer, np.ndarray):
        return False
    if isinstance(answer, (list, tuple)) and isinstance(due, (list, tuple)):
        return len(answer) == len(due) and all(map(_equal, answer, due))
    if isinstance(answer, dict) and isinstance(due, dict):
        return answer.keys() == due.keys() and all(_equal(answer[k], due[k]) for k in due)
    return bool(answer == due)


def _family(value: object) -> object:
    """Return what two values must share before they are compared: the wire keeps no subclasses."""
    if isinstance(value, (bool, int, float, complex)):
        return "number"
    kinds: tuple[tuple[type, ...], ...] = (
        (list, tuple),
        (dict,),
        (set, frozenset),
        (str,),
        (bytes, bytearray),
    )
    return next((kind for kind in kinds if isinstance(value, kind)), type(value))


def _difference(actual: object, answer: object, due: object) -> str:
    if _family(answer) != _family(due):
        return f"the answer is {describe(actual)}, {kind(due)} is due"
    if isinstance(answer, (list, tuple)) and isinstance(due, (list, tuple)) and len(answer) != len(due):
        return f"the answer is too {_length(len(answer) - len(due))}"
    if isinstance(answer, dict) and isinstance(due, dict) and answer.keys() != due.keys():
        missing = due.keys() - answer.keys()
        return "the answer lacks a key" if missing else "the answer has a key too many"
    return "the answer is not the right one"


class _Excerpt(reprlib.Repr):
    """Looks at a few items alone, where `repr` would print an array of many short axes whole."""

    def repr_ndarray(self, array: Numbers, _: int) -> str:
        return repr(array) if array.size <= _FEW else f"array of shape {array.shape}"

    def repr_instance(self, value: object, _: int) -> str:
        return describe(value)

    def repr_bytes(self, value: bytes, _: int) -> str:
        return repr(value[:_FEW])

    def repr_float(self, value: complex | None, _: int) -> str:
        return repr(value)

    repr_bool = repr_complex = repr_float
    repr_NoneType = repr_float  # noqa: N815 -- `reprlib` looks for the name of the type


def _short(value: object) -> str:
    try:
        text = _Excerpt().repr(value)
    except ValueError:  # Python refuses to write integers of more than 4300 digits
        return "a value with a number too long to print"
    return text if len(text) <= 200 else text[:200] + "..."
