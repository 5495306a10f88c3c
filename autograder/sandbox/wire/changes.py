"""Which of its arguments a call has changed, seen by the process that makes it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from autograder.sandbox.wire.bounds import DTYPES, Handle, UnsendableError
from autograder.sandbox.wire.encoder import Encoder
from autograder.sandbox.wire.frames import pack

_UNCHANGEABLE = frozenset({int, float, complex, bool, str, bytes, type(None)})
_FEW_BYTES = 2**16  # of an array that are kept as they are


class Arguments:
    """The arguments of one call, and what they were before it.

    Args:
        args: those by position.
        kwargs: those by name, which are numbered after them.
    """

    def __init__(self, args: Sequence[object], kwargs: Mapping[str, object]) -> None:
        self._values = [*args, *kwargs.values()]
        self._before = [_state(value) for value in self._values]

    def changed(self) -> list[int]:
        """Return the numbers of those that have another value now, counted from 0."""
        pairs = zip(self._values, self._before, strict=True)
        return [number for number, (value, before) in enumerate(pairs) if _state(value) != before]


def _state(value: Any) -> object:
    """Return what is equal for equal values; objects that are no plain data are all alike."""
    if type(value) in _UNCHANGEABLE:
        return None
    numpy = sys.modules.get("numpy")
    if numpy is not None and type(value) is numpy.ndarray and value.dtype.str in DTYPES:
        return value.dtype.str, value.shape, _brief(value.tobytes())
    return _digest(value)


def _brief(data: bytes) -> bytes:
    return data if len(data) <= _FEW_BYTES else hashlib.blake2b(data).digest()


def _digest(value: object, depth: int = 0) -> bytes:
    encoder = _StateEncoder()
    try:
        tree = encoder.encode(value, depth)
        frame = pack({"v": tree}, encoder.buffers, max_values=None)
    except UnsendableError:
        return b""
    return hashlib.blake2b(frame).digest()


class _StateEncoder(Encoder):
    """Writes equal values alike."""

    def __init__(self) -> None:
        super().__init__(lambda _: {"$": "opaque"})

    def _encode_set(self, value: Iterable[Any], depth: int) -> Any:
        # A set has no order.
        return {"$": "set", "v": sorted(_digest(item, depth).hex() for item in value)}

    def _encode_handle(self, value: Handle) -> Any:
        return self._opaque(value)
