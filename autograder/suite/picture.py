"""Small pictures in text: where an answer differs, and what the function was called with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.suite.kinds import describe

_SIDE = 24  # rows and columns of a picture
_ELEMENTS = 64  # of an array that is printed whole
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
        return np.array2string(value, precision=4, separator=", ", threshold=1000)
    if isinstance(value, (bool, int, float, complex, str, type(None))):
        return repr(value)[:200]
    if isinstance(value, (list, tuple)) and len(value) <= 8:
        inside = ", ".join(map(value_text, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    return f"<{describe(value).partition(' (')[0]}>"
