"""A JSON tree and a body back to values, with everything checked on the way."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from autograder.sandbox.wire import bounds
from autograder.sandbox.wire.bounds import Handle, WireError


class Decoder:
    """Turns a JSON tree and a body back into values, within the bounds of the wire.

    Args:
        body: the bytes of all arrays of the frame.
        callback: gives the function for a callable's number; None where callables are not admitted.
        handle: gives the object for a handle; None to keep the `Handle` itself.
    """

    def __init__(
        self,
        body: bytes | bytearray | memoryview,
        callback: Callable[[int], Any] | None = None,
        handle: Callable[[Handle], Any] | None = None,
    ) -> None:
        self._body = memoryview(body)
        self._offset = 0
        self._callback = callback
        self._handle = handle

    def decode(self, tree: Any, depth: int = 0) -> Any:
        """Return the value of one tree.

        Raises:
            WireError: the tree is not what an `Encoder` writes.
        """
        if depth > bounds.MAX_DEPTH:
            raise WireError("nested too deeply")
        kind = type(tree)
        if tree is None or kind is bool or kind is float or kind is str:
            return tree
        if kind is int:
            return _plain_int(tree)
        if kind is list:
            if depth < bounds.MAX_DEPTH and bounds.FLOAT.issuperset(map(type, tree)):
                return tree
            return [self.decode(item, depth + 1) for item in tree]
        if kind is not dict:
            raise WireError("not a value")
        return self._decode_tagged(tree, depth + 1)

    def finish(self) -> None:
        """Hold that every byte of the body belonged to a value.

        Raises:
            WireError: some did not.
        """
        if self._offset != len(self._body):
            raise WireError("bytes that belong to no value")

    def _decode_tagged(self, tree: dict[str, Any], depth: int) -> Any:
        kind, content = tree.get("$"), tree.get("v")
        if kind == "array":
            return self._decode_array(tree.get("d"), tree.get("s"))
        if kind == "scalar":
            return self._decode_array(tree.get("d"), [])[()]
        if kind == "tuple":
            return tuple(self._decode_all(content, depth))
        if kind == "dict":
            return self._decode_dict(content, depth)
        if kind == "set":
            return set(_keys(self._decode_all(content, depth)))
        if kind == "bytes":
            return bytes(self._take(tree.get("n")))
        if kind == "handle":
            handle = Handle(_count(tree.get("id"), bounds.MAX_HANDLE), _word(tree.get("t")))
            return self._handle(handle) if self._handle else handle
        if kind == "callable" and self._callback is not None:
            return self._callback(_count(tree.get("id"), bounds.MAX_HANDLE))
        return _decode_number(kind, content)

    def _decode_all(self, content: Any, depth: int) -> list[Any]:
        if not isinstance(content, list):
            raise WireError("a sequence without its items")
        return [self.decode(item, depth) for item in content]

    def _decode_dict(self, content: Any, depth: int) -> dict[Any, Any]:
        if not isinstance(content, list) or not all(
            isinstance(pair, list) and len(pair) == 2 for pair in content
        ):
            raise WireError("a dict without its items")
        pairs = [(self.decode(k, depth), self.decode(v, depth)) for k, v in content]
        keys = _keys([key for key, _ in pairs])
        return {key: value for key, (_, value) in zip(keys, pairs, strict=True)}

    def _decode_array(self, dtype: Any, shape: Any) -> Any:
        if not isinstance(dtype, str) or dtype not in bounds.DTYPES:
            raise WireError("an array of a dtype that is not admitted")
        if not isinstance(shape, list):
            raise WireError("an array without a shape")
        sides = [_count(side, bounds.MAX_BODY_BYTES) for side in shape]
        if bounds.is_giant(sides):
            raise WireError("an array of a shape that is not admitted")
        raw = self._take(math.prod(sides) * bounds.ITEM_BYTES[dtype])
        import numpy  # noqa: PLC0415 -- loaded by whoever uses arrays

        # A bool of another byte than 0 and 1 would be neither True nor False: astype makes it True.
        source = "|u1" if dtype == "|b1" else dtype
        return numpy.frombuffer(raw, source).reshape(sides).astype(dtype)

    def _take(self, length: Any) -> memoryview:
        end = self._offset + _count(length, bounds.MAX_BODY_BYTES)
        if end > len(self._body):
            raise WireError("fewer bytes than the header promises")
        taken = self._body[self._offset : end]
        self._offset = end
        return taken


def _plain_int(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise WireError("a number that has to travel as text")
    return value


def _decode_number(kind: Any, content: Any) -> Any:
    if kind == "float":
        return _decode_float({"$": "float", "v": content})
    if kind == "int" and isinstance(content, str):
        return _decode_int(content)
    if kind == "complex" and isinstance(content, list) and len(content) == 2:
        return complex(*map(_decode_float, content))
    raise WireError("a kind of value that is not admitted")


def _decode_int(text: str) -> int:
    try:
        value = int(text, 16) if len(text) <= bounds.MAX_INT_BITS else 2**bounds.MAX_INT_BITS
    except ValueError as error:
        raise WireError("not a number") from error
    if value.bit_length() > bounds.MAX_INT_BITS:
        raise WireError("a number out of bounds")
    return value


def _decode_float(tree: Any) -> float:
    if isinstance(tree, float):
        return tree
    if isinstance(tree, dict) and tree.get("$") == "float" and tree.get("v") in ("nan", "inf", "-inf"):
        return float(tree["v"])
    raise WireError("not a number")


def _keys(values: list[Any]) -> list[Any]:
    keys = [_frozen(value) for value in values]
    try:
        hashes = sorted(map(hash, keys))
    except TypeError as error:
        raise WireError("a key that cannot be one") from error
    # Keys made to collide would each be compared with all before them: minutes for one frame.
    if any(map(operator.eq, hashes, hashes[bounds.MAX_EQUAL_HASHES :])):
        raise WireError("keys that collide")
    return keys


def _frozen(value: Any) -> Any:
    """Return a key as what it was before it was sent: sets arrive as sets, which cannot be keys."""
    if isinstance(value, set):
        return frozenset(value)
    return tuple(map(_frozen, value)) if isinstance(value, tuple) else value


def _count(value: Any, limit: int) -> int:
    if type(value) is not int or not 0 <= value <= limit:
        raise WireError("a count out of bounds")
    return value


def _word(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise WireError("a name that is none")
    return value
