"""Views: an array that lies in another one goes on doing so on the other side of the wire.

A function that is passed to the student's code may return a view of what it is given. In one process
that changes when the argument does; a copy would not, and code that keeps it would be taken for right.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any


def placed(value: Any, args: Sequence[Any]) -> dict[str, Any] | None:
    """Return where an array lies in the first of some arguments that it lies in, None if it does not.

    Args:
        value: what a function returned.
        args: what it was given, arrays as a `Decoder` makes them.
    """
    numpy = sys.modules.get("numpy")
    if numpy is None or type(value) is not numpy.ndarray:
        return None
    for number, arg in enumerate(args):
        if (
            type(arg) is numpy.ndarray
            and arg.dtype == value.dtype
            and numpy.may_share_memory(arg, value)
        ):
            offset = value.__array_interface__["data"][0] - arg.__array_interface__["data"][0]
            return {"in": number, "offset": offset, "strides": list(value.strides)}
    return None


def put_back(value: Any, place: Mapping[str, Any] | None, args: Sequence[Any]) -> Any:
    """Return the view of an argument that a value stands for.

    Args:
        value: what arrived: a copy.
        place: what `placed` said of it.
        args: the arguments as they are here.

    Returns:
        The value itself where it is no view, the argument is laid out otherwise here than it was sent,
        or the function has changed it there.
    """
    if place is None:
        return value
    import numpy  # noqa: PLC0415 -- loaded by whoever uses arrays

    arg = args[place["in"]]
    if type(arg) is not numpy.ndarray or arg.dtype != value.dtype or not arg.flags.c_contiguous:
        return value
    view = numpy.ndarray(value.shape, arg.dtype, arg, place["offset"], place["strides"])
    return view if view.tobytes() == value.tobytes() else value
