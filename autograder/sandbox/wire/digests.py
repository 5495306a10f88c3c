"""Digests of arguments, by which a change of them is seen."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from autograder.sandbox.wire.bounds import DIGEST_BYTES, DTYPES, Handle, UnsendableError
from autograder.sandbox.wire.encoder import Encoder
from autograder.sandbox.wire.frames import pack

_NOTHING = "0" * (2 * DIGEST_BYTES)
_UNCHANGEABLE = frozenset({int, float, complex, bool, str, bytes, type(None)})


def digests(args: Sequence[object], kwargs: Mapping[str, object]) -> list[str]:
    """Return a digest of each argument, by value: equal before and after a call that changes none."""
    return [_argument_digest(value) for value in (*args, *kwargs.values())]


def is_digest(value: object) -> bool:
    """Tell whether `value` has the form of a digest."""
    return isinstance(value, str) and len(value) == 2 * DIGEST_BYTES


def _argument_digest(value: Any) -> str:
    if type(value) in _UNCHANGEABLE:
        return _NOTHING
    numpy = sys.modules.get("numpy")
    if numpy is None or type(value) is not numpy.ndarray or value.dtype.str not in DTYPES:
        return _digest(value)
    head = f"{value.dtype.str}{value.shape}".encode()
    return hashlib.blake2b(head + value.tobytes(), digest_size=DIGEST_BYTES).hexdigest()


def _digest(value: object, depth: int = 0) -> str:
    encoder = _DigestEncoder()
    try:
        frame = pack({"v": encoder.encode(value, depth)}, encoder.buffers, max_values=None)
    except UnsendableError:
        return _NOTHING
    return hashlib.blake2b(frame, digest_size=DIGEST_BYTES).hexdigest()


class _DigestEncoder(Encoder):
    """Writes what both sides of the wire see alike."""

    def __init__(self) -> None:
        super().__init__(lambda _: {"$": "opaque"})

    def _encode_set(self, value: Iterable[Any], depth: int) -> Any:
        # Each side has an order of its own.
        return {"$": "set", "v": sorted(_digest(item, depth) for item in value)}

    def _encode_handle(self, value: Handle) -> Any:
        return self._opaque(value)  # which the worker knows as the object itself
