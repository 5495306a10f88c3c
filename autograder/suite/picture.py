"""Small pictures in text: where an answer differs, and what the function was called with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.suite.kinds import describe

_SIDE = 24  # rows and columns of a picture
_ELEMENTS = 64  # of an array that is printed whole
_LINE = 75  # characters, about
_DIGITS = 6  # significant ones, more of a large number: answers are right to 4
_LARGE = 1e5
_RIGHT, _WRONG = ".", "x"


def where_wrong(right: NDArray[np.bool_]) -> str:
    """Return a picture of which elements are right, of the first plane with a wrong one.

    Args:
        right: of any shape; fewer than two axes, a large plane or nothing right make no picture.
    """
    if right.ndim < 2 or max(right.shape[-2:]) > _SIDE or right.all() or not right.any():
        return ""
    plane: tuple[int, ...] = ()
    if right.ndim > 2:
        places = np.argwhere(~right.all(axis=(-1, -2)))
        plane = tuple(int(place) for place in places[0])
    rows = [" ".join(_RIGHT if one else _WRONG for one in row) for row in right[plane]]
    where = f" in [{', '.join(map(str, plane))}]" if plane else ""
    return "\n".join([f"wrong{where} where there is an {_WRONG}:", *(f"  {row}" for row in rows)])


def array_text(array: NDArray[np.generic]) -> str:
    """Return an array of numbers in NumPy's notation; NumPy itself takes longer than most tests do."""
    array = np.asarray(array)
    texts = _number_texts(array)
    width = max(map(len, texts), default=0)
    return _nested([text.rjust(width) for text in texts], array.shape, " ")


def _nested(texts: Sequence[str], shape: Sequence[int], margin: str) -> str:
    """Return texts, as many as a shape has places, in brackets and on lines."""
    if not shape:
        return texts[0]
    if len(shape) > 1:
        each = max(1, len(texts) // max(1, shape[0]))
        parts = [_nested(part, shape[1:], f"{margin} ") for part in _cut(texts, each)]
    else:
        fitting = max(1, _LINE // (len(texts[0]) + 2)) if texts else 1
        parts = [", ".join(line) for line in _cut(texts, fitting)]
    lines = "\n" * max(1, len(shape) - 1)
    return f"[{f',{lines}{margin}'.join(parts)}]"


def _cut(texts: Sequence[str], each: int) -> list[Sequence[str]]:
    return [texts[i : i + each] for i in range(0, len(texts), each)]


def _number_texts(array: NDArray[np.generic]) -> list[str]:
    numbers = array.ravel().tolist()
    # The common case by itself: most of what is told of a wrong answer are such numbers.
    if array.dtype == np.float64 and array.size and np.abs(array).max() < _LARGE:
        return list(map(f"{{:.{_DIGITS}g}}".format, numbers))
    return list(map(_number_text, numbers))


def _number_text(number: complex) -> str:
    if not isinstance(number, (float, complex, np.inexact)):
        return repr(number)
    return f"{number:.{_DIGITS if abs(number) < _LARGE else 2 * _DIGITS}g}"


def call_text(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """Return a call as one would write it; large arrays are named by their shape."""
    parts = [value_text(arg) for arg in args]
    parts += [f"{key}={value_text(value)}" for key, value in kwargs.items()]
    if not any("\n" in part for part in parts):
        return f"{name}({', '.join(parts)})"
    lines = [f"    {part}".replace("\n", "\n    ") for part in parts]
    return "\n".join([f"{name}(", *(f"{line}," for line in lines), ")"])


def value_text(value: Any) -> str:
    """Return a value as one would write it; a large array is named by its shape."""
    if isinstance(value, np.ndarray):
        if value.size > _ELEMENTS:
            return f"<array of shape {value.shape}>"
        return array_text(value)
    if isinstance(value, (bool, int, float, complex, str, type(None))):
        return repr(value)[:200]
    if isinstance(value, (list, tuple)) and len(value) <= 8:
        inside = ", ".join(map(value_text, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    return f"<{describe(value).partition(' (')[0]}>"
