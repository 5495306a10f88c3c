"""The wire between grader and worker: values as a JSON header and raw array bytes.

A frame is `!IQ` (length of the header, length of the body), the header (UTF-8 JSON) and the body (the
bytes of all arrays in the order in which the header names them). Only the kinds of value listed here
pass. Everything that arrives is bounded and checked before it is kept: the grader never unpickles, and
no code of a received object runs. Standard library only; NumPy is loaded by whoever uses arrays.
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PREFIX = struct.Struct("!IQ")
MAX_HEADER_BYTES = 32 * 2**20
MAX_BODY_BYTES = 256 * 2**20
MAX_NODES = 2_000_000
MAX_DEPTH = 48
MAX_AXES = 32
MAX_INT_DIGITS = 4096  # hexadecimal
MAX_HANDLE = 2**53

_DTYPES = frozenset(
    ["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]
)  # little-endian, plain numbers: an object, a string or a pickle cannot be among them
_ITEM_BYTES = {name: int(name[2:]) for name in _DTYPES}


class WireError(Exception):
    """The bytes received are not a frame, or not one that this protocol admits."""


@dataclass(frozen=True)
class Handle:
    """An object that stays in the worker. `type_name` is the worker's word, for messages alone."""

    id: int
    type_name: str


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
            ValueError: nested too deeply (a list that contains itself, for instance).
        """
        if depth > MAX_DEPTH:
            raise ValueError("nested too deeply")
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int:
            # JSON readers stumble over long decimal numbers; hexadecimal has no such limit.
            return value if -(2**63) <= value < 2**63 else {"$": "int", "v": hex(value)}
        if kind is float:
            return value if math.isfinite(value) else {"$": "float", "v": repr(value)}
        if kind is complex:
            parts = [self.encode(value.real), self.encode(value.imag)]
            return {"$": "complex", "v": parts}
        if kind in (bytes, bytearray):
            self.buffers.append(bytes(value))
            return {"$": "bytes", "n": len(value)}
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
            return {"$": "set", "v": [self.encode(item, depth) for item in value]}
        if isinstance(value, Handle):
            return {"$": "handle", "id": value.id, "t": value.type_name}
        numpy = sys.modules.get("numpy")
        if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
            return self._encode_array(value, numpy, depth)
        return self._opaque(value)

    def _encode_array(self, value: Any, numpy: Any, depth: int) -> Any:
        tag = "array" if isinstance(value, numpy.ndarray) else "scalar"
        array = numpy.asarray(value)
        if array.dtype.kind == "f" and array.dtype.itemsize > 8:
            array = array.astype(numpy.float64)  # long double differs between machines
        elif array.dtype.kind == "c" and array.dtype.itemsize > 16:
            array = array.astype(numpy.complex128)
        name = array.dtype.newbyteorder("<").str
        if name not in _DTYPES:
            # Objects and strings travel element by element, each by its own kind.
            return self.encode(array.tolist(), depth)
        plain = numpy.ascontiguousarray(array, dtype=name)
        self.buffers.append(plain.tobytes())
        return {"$": tag, "d": name, "s": list(array.shape)}


class Decoder:
    """Turns a JSON tree and a body back into values, within the limits of this module.

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
        self._nodes = 0
        self._callback = callback
        self._handle = handle

    def decode(self, tree: Any, depth: int = 0) -> Any:
        """Return the value of one tree.

        Raises:
            WireError: the tree is not what an `Encoder` writes.
        """
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            raise WireError("too many values in one frame, or nested too deeply")
        if tree is None or isinstance(tree, (bool, int, float, str)):
            return tree
        if isinstance(tree, list):
            return [self.decode(item, depth + 1) for item in tree]
        if not isinstance(tree, dict):
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
        if kind in ("array", "scalar"):
            return self._decode_array(tree.get("d"), tree.get("s"), scalar=kind == "scalar")
        if kind == "tuple":
            return tuple(self._decode_all(content, depth))
        if kind == "dict":
            return self._decode_dict(content, depth)
        if kind == "set":
            return _hashable(lambda: set(self._decode_all(content, depth)))
        if kind == "bytes":
            return bytes(self._take(tree.get("n")))
        if kind == "handle":
            handle = Handle(_count(tree.get("id"), MAX_HANDLE), _word(tree.get("t")))
            return self._handle(handle) if self._handle else handle
        if kind == "callable" and self._callback is not None:
            return self._callback(_count(tree.get("id"), MAX_HANDLE))
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
        result: dict[Any, Any] = _hashable(lambda: dict(pairs))
        return result

    def _decode_array(self, dtype: Any, shape: Any, *, scalar: bool) -> Any:
        if not isinstance(dtype, str) or dtype not in _DTYPES:
            raise WireError("an array of a dtype that is not admitted")
        if not isinstance(shape, list) or len(shape) > MAX_AXES or (scalar and shape):
            raise WireError("an array without a shape")
        size = math.prod(_count(side, MAX_BODY_BYTES) for side in shape)
        raw = self._take(size * _ITEM_BYTES[dtype])
        import numpy  # noqa: PLC0415 -- loaded by whoever uses arrays

        if dtype == "|b1":
            # A bool of another byte than 0 and 1 would be neither True nor False.
            array = numpy.frombuffer(raw, dtype="|u1").reshape(shape) != 0
        else:
            array = numpy.frombuffer(raw, dtype=dtype).reshape(shape).copy()
        return array[()] if scalar else numpy.asarray(array)

    def _take(self, length: Any) -> memoryview:
        end = self._offset + _count(length, MAX_BODY_BYTES)
        if end > len(self._body):
            raise WireError("fewer bytes than the header promises")
        taken = self._body[self._offset : end]
        self._offset = end
        return taken


def pack(header: Mapping[str, Any], buffers: Iterable[bytes | memoryview] = ()) -> bytes:
    """Return one frame.

    Raises:
        ValueError: larger than the wire admits.
    """
    text = json.dumps(header, allow_nan=False, separators=(",", ":")).encode("ascii")
    body = b"".join(buffers)
    if len(text) > MAX_HEADER_BYTES or len(body) > MAX_BODY_BYTES:
        raise ValueError("the value is too large to be sent")
    return PREFIX.pack(len(text), len(body)) + text + body


def unpack_prefix(prefix: bytes | bytearray) -> tuple[int, int]:
    """Return the lengths of header and body.

    Raises:
        WireError: longer than the wire admits.
    """
    header, body = PREFIX.unpack(prefix)
    if header > MAX_HEADER_BYTES or body > MAX_BODY_BYTES:
        raise WireError("a frame larger than the wire admits")
    return header, body


def parse_header(text: bytes | bytearray) -> dict[str, Any]:
    """Return the header of a frame.

    Raises:
        WireError: not a JSON object in UTF-8.
    """
    try:
        header = json.loads(bytes(text))
    except (ValueError, RecursionError) as error:  # ValueError covers bad UTF-8 and giant numbers
        raise WireError("a header that is not JSON") from error
    if not isinstance(header, dict):
        raise WireError("a header that is not an object")
    return header


def digests(args: Sequence[object], kwargs: Mapping[str, object]) -> list[str]:
    """Return a digest of each argument, by value: equal before and after a call that changes none."""
    return [_digest(value) for value in (*args, *kwargs.values())]


def _digest(value: object) -> str:
    encoder = Encoder(lambda _: {"$": "opaque"})
    try:
        frame = pack({"v": encoder.encode(value)}, encoder.buffers)
    except ValueError:
        return "too deep or too large"
    return hashlib.blake2b(frame, digest_size=12).hexdigest()


def _decode_number(kind: Any, content: Any) -> Any:
    if kind == "float" and content in ("nan", "inf", "-inf"):
        return float(content)
    if kind == "int" and isinstance(content, str) and len(content) <= MAX_INT_DIGITS:
        try:
            return int(content, 16)
        except ValueError as error:
            raise WireError("not a number") from error
    if kind == "complex" and isinstance(content, list) and len(content) == 2:
        decoder = Decoder(b"")
        parts = [decoder.decode(part) for part in content]
        if all(isinstance(part, float) for part in parts):
            return complex(*parts)
    raise WireError("a kind of value that is not admitted")


def _hashable(build: Callable[[], Any]) -> Any:
    try:
        return build()
    except TypeError as error:
        raise WireError("a key that cannot be one") from error


def _count(value: Any, limit: int) -> int:
    if type(value) is not int or not 0 <= value <= limit:
        raise WireError("a count out of bounds")
    return value


def _word(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise WireError("a name that is none")
    return value
