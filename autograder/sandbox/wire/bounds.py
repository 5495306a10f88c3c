"""What the wire admits: kinds of value and their bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

MAX_HEADER_BYTES = 32 * 2**20
MAX_BODY_BYTES = 256 * 2**20
MAX_VALUES = 2**20  # commas and opening brackets of a header
MAX_DEPTH = 48
MAX_AXES = 16  # an assert of pytest's prints an array with two corners an axis
MAX_EMPTY = 2**20  # product of the other sides of an array without elements
MAX_INT_BITS = 14_000  # str() refuses integers of more than 4,300 decimal digits
MAX_EQUAL_HASHES = 36  # 35 powers of two, as floats, share one; more is no accident
MAX_HANDLE = 2**53

OUT_OF_MEMORY = 12  # exit code of a worker that has too little left to answer

DTYPES = frozenset(
    ["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]
)  # little-endian, plain numbers: an object, a string or a pickle cannot be among them
FLOAT = frozenset({float})  # the types of what makes up most long lists
ITEM_BYTES = MappingProxyType({name: int(name[2:]) for name in DTYPES})


class WireError(Exception):
    """The bytes received are not a frame, or not one that this protocol admits."""


class UnsendableError(Exception):
    """A value is too large, or nested too deeply, for a frame. No `ValueError`: nobody's code raised."""


@dataclass(frozen=True)
class Handle:
    """An object that stays in the worker. `type_name` is the worker's word, for messages alone."""

    id: int
    type_name: str


def is_giant(shape: Sequence[int]) -> bool:
    """Tell whether a shape has too many axes, or promises much where there are no bytes to show for it.

    `tolist` of an array of shape (10**9, 0) makes as many lists.
    """
    if len(shape) > MAX_AXES:
        return True
    return 0 in shape and math.prod(side for side in shape if side) > MAX_EMPTY
