"""Digests of arguments, by which a change of them is seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from autograder.sandbox.wire.bounds import DIGEST_BYTES, Handle, UnsendableError
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


def _argument_digest(value: object) -> str:
    return _NOTHING if type(value) in _UNCHANGEABLE else _digest(value)


def _digest(value: object, depth: int = 0) -> str:
    encoder = _DigestEncoder()
    try:
        tree = encoder.encode(value, depth)
        if isinstance(tree, dict) and tree["$"] == "array":  # most arguments: no JSON is needed
            frame = f"{tree['d']}{tree['s']}".encode() + encoder.buffers[0]
        else:
            frame = pack({"v": tree}, encoder.buffers, max_values=None)
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
