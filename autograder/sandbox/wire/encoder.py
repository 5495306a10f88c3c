"""Values to a JSON tree and the bytes of arrays."""

from __future__ import annotations

import contextlib
import math
import sys
from collections.abc import Callable, Iterable
from typing import Any

from autograder.sandbox.wire import bounds
from autograder.sandbox.wire.bounds import Handle, UnsendableError

_PLAIN: dict[type, Callable[[Any], Any]] = {
    int: int.__int__,
    float: float.__float__,
    complex: complex.__complex__,
    str: str.__str__,
    bytes: bytes.__bytes__,
}  # to make plain values of those of their subclasses


def as_float(value: object) -> float | None:
    """Return the float nearest to a fraction or a decimal, which are numbers too, if there is one."""
    for module, name in (("fractions", "Fraction"), ("decimal", "Decimal")):
        if type(value) is getattr(sys.modules.get(module), name, None):
            with contextlib.suppress(OverflowError):
                return float(value)  # type: ignore[arg-type]
    return None


class Encoder:
    """Turns values into a JSON tree, collecting the bytes of arrays on the side.

    Args:
        opaque: gives the tagged dict for a value that is not plain data, or raises `TypeError`.
    """

    def __init__(self, opaque: Callable[[Any], dict[str, Any]]) -> None:
        self.buffers: list[bytes | memoryview] = []
        self._opaque = opaque

    def encode(self, value: Any, depth: int = 0) -> Any:
        """Return the JSON tree of `value`.

        Raises:
            TypeError: `opaque` refused a value.
            UnsendableError: too large or nested too deeply (a list that contains itself, for instance).
        """
        if depth > bounds.MAX_DEPTH:
            raise UnsendableError("the value is nested too deeply to be sent")
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**63 else _encode_long(value)
        if kind is float:
            return value if math.isfinite(value) else {"$": "float", "v": repr(value)}
        if kind is list:
            is_row = depth < bounds.MAX_DEPTH and bounds.FLOAT.issuperset(map(type, value))
            if is_row and all(map(math.isfinite, value)):
                return value  # a row of an array: number by number takes five times as long
            return [self.encode(item, depth + 1) for item in value]
        numpy = sys.modules.get("numpy")
        if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
            return self._encode_array(value, numpy, depth + 1)
        return self._encode_composite(value, depth + 1)

    def _encode_composite(self, value: Any, depth: int) -> Any:
        if isinstance(value, list):
            return [self.encode(item, depth) for item in value]
        if isinstance(value, tuple):
            return {"$": "tuple", "v": [self.encode(item, depth) for item in value]}
        if isinstance(value, dict):
            items = [[self.encode(k, depth), self.encode(v, depth)] for k, v in value.items()]
            return {"$": "dict", "v": items}
        if isinstance(value, (set, frozenset)):
            return self._encode_set(value, depth)
        if isinstance(value, Handle):
            return self._encode_handle(value)
        return self._encode_single(value, depth)

    def _encode_single(self, value: Any, depth: int) -> Any:
        if isinstance(value, bytearray):
            value = bytes(value)
        if type(value) is bytes:
            self.buffers.append(value)
            return {"$": "bytes", "n": len(value)}
        if type(value) is complex:
            return {"$": "complex", "v": [self.encode(value.real), self.encode(value.imag)]}
        for base, plain in _PLAIN.items():  # an IntEnum, say
            if isinstance(value, base):
                return self.encode(plain(value), depth)
        number = as_float(value)
        return self._opaque(value) if number is None else self.encode(number)

    def _encode_set(self, value: Iterable[Any], depth: int) -> Any:
        return {"$": "set", "v": [self.encode(item, depth) for item in value]}

    def _encode_handle(self, value: Handle) -> Any:
        return {"$": "handle", "id": value.id, "t": value.type_name}

    def _encode_array(self, value: Any, numpy: Any, depth: int) -> Any:
        name = value.dtype.str
        if name in bounds.DTYPES and type(value) is numpy.ndarray:
            return self._encode_numbers(value, name)
        if name in bounds.DTYPES and isinstance(value, numpy.generic):
            self.buffers.append(value.tobytes())
            return {"$": "scalar", "d": name}
        array = numpy.asarray(value)
        if array.dtype.kind == "f" and array.dtype.itemsize > 8:
            array = array.astype(numpy.float64)  # long double differs between machines
        elif array.dtype.kind == "c" and array.dtype.itemsize > 16:
            array = array.astype(numpy.complex128)
        name = array.dtype.newbyteorder("<").str
        if name not in bounds.DTYPES:
            # Objects and strings travel element by element, each by its own kind.
            return self.encode(array.tolist(), depth)
        if not isinstance(value, numpy.ndarray):
            return self.encode(array[()], depth)
        return self._encode_numbers(array.astype(name, copy=False), name)

    def _encode_numbers(self, array: Any, name: str) -> Any:
        if bounds.is_giant(array.shape) or array.nbytes > bounds.MAX_BODY_BYTES:
            raise UnsendableError("an array is too large, or has too many axes, to be sent")
        self.buffers.append(array.tobytes())
        return {"$": "array", "d": name, "s": list(array.shape)}


def _encode_long(value: int) -> dict[str, str]:
    """Return an integer of more than 64 bits in hexadecimal: JSON readers stumble over long numbers."""
    if value.bit_length() > bounds.MAX_INT_BITS:
        raise UnsendableError("an integer is too large to be sent")
    return {"$": "int", "v": hex(value)}
