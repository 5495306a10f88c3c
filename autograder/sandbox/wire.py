"""The wire between grader and worker: values as a JSON header and raw array bytes.

A frame is `!IQ` (length of the header, length of the body), the header (JSON in ASCII) and the body (the
bytes of all arrays in the order in which the header names them). Only the kinds of value listed here
pass. Everything that arrives is bounded and checked before it is kept: the grader never unpickles, and
no code of a received object runs. A value beyond the bounds fails where it is sent, with a text that
says so. Standard library only; NumPy is loaded by whoever uses arrays.
"""

from __future__ import annotations

import hashlib
import json
import math
import operator
import struct
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PREFIX = struct.Struct("!IQ")
MAX_HEADER_BYTES = 32 * 2**20
MAX_BODY_BYTES = 256 * 2**20
MAX_VALUES = 2**20  # commas and opening brackets of a header
MAX_DEPTH = 48
MAX_AXES = 32
MAX_EMPTY = 2**20  # product of the other sides of an array without elements
MAX_INT_BITS = 14_000  # str() refuses integers of more than 4,300 decimal digits
MAX_EQUAL_HASHES = 36  # 35 powers of two, as floats, share one; more is no accident
MAX_HANDLE = 2**53
DIGEST_BYTES = 12

_DTYPES = frozenset(
    ["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]
)  # little-endian, plain numbers: an object, a string or a pickle cannot be among them
_ITEM_BYTES = {name: int(name[2:]) for name in _DTYPES}
_PLAIN: dict[type, Callable[[Any], Any]] = {
    int: int.__int__,
    float: float.__float__,
    complex: complex.__complex__,
    str: str.__str__,
    bytes: bytes.__bytes__,
}  # to make plain values of those of their subclasses


class WireError(Exception):
    """The bytes received are not a frame, or not one that this protocol admits."""


class UnsendableError(Exception):
    """A value is too large, or nested too deeply, for a frame. No `ValueError`: nobody's code raised."""


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
            UnsendableError: too large or nested too deeply (a list that contains itself, for instance).
        """
        if depth > MAX_DEPTH:
            raise UnsendableError("the value is nested too deeply to be sent")
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int:
            if -(2**63) <= value < 2**63:
                return value
            if value.bit_length() > MAX_INT_BITS:
                raise UnsendableError("an integer is too large to be sent")
            # JSON readers stumble over long decimal numbers; hexadecimal has no such limit.
            return {"$": "int", "v": hex(value)}
        if kind is float:
            return value if math.isfinite(value) else {"$": "float", "v": repr(value)}
        if kind is complex:
            return {"$": "complex", "v": [self.encode(value.real), self.encode(value.imag)]}
        if kind is bytes:
            self.buffers.append(value)
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
            return self._encode_set(value, depth)
        if isinstance(value, Handle):
            return self._encode_handle(value)
        numpy = sys.modules.get("numpy")
        if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
            return self._encode_array(value, numpy, depth)
        if isinstance(value, bytearray):
            return self.encode(bytes(value), depth)
        for base, plain in _PLAIN.items():  # an IntEnum, say
            if isinstance(value, base):
                return self.encode(plain(value), depth)
        return self._opaque(value)

    def _encode_set(self, value: Iterable[Any], depth: int) -> Any:
        return {"$": "set", "v": [self.encode(item, depth) for item in value]}

    def _encode_handle(self, value: Handle) -> Any:
        return {"$": "handle", "id": value.id, "t": value.type_name}

    def _encode_array(self, value: Any, numpy: Any, depth: int) -> Any:
        if isinstance(value, numpy.generic) and value.dtype.str in _DTYPES:
            self.buffers.append(value.tobytes())
            return {"$": "scalar", "d": value.dtype.str}
        array = numpy.asarray(value)
        if array.dtype.kind == "f" and array.dtype.itemsize > 8:
            array = array.astype(numpy.float64)  # long double differs between machines
        elif array.dtype.kind == "c" and array.dtype.itemsize > 16:
            array = array.astype(numpy.complex128)
        name = array.dtype.newbyteorder("<").str
        if name not in _DTYPES:
            # Objects and strings travel element by element, each by its own kind.
            return self.encode(array.tolist(), depth)
        if not isinstance(value, numpy.ndarray):
            return self.encode(array[()], depth)
        if _is_giant(array.shape) or array.nbytes > MAX_BODY_BYTES:
            raise UnsendableError("an array is too large, or has too many axes, to be sent")
        self.buffers.append(array.astype(name, copy=False).tobytes())
        return {"$": "array", "d": name, "s": list(array.shape)}


class _DigestEncoder(Encoder):
    """Writes what both sides of the wire see alike."""

    def __init__(self) -> None:
        super().__init__(lambda _: {"$": "opaque"})

    def _encode_set(self, value: Iterable[Any], depth: int) -> Any:
        # Each side has an order of its own.
        return {"$": "set", "v": sorted(_digest(item, depth) for item in value)}

    def _encode_handle(self, value: Handle) -> Any:
        return self._opaque(value)  # which the worker knows as the object itself


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
        self._callback = callback
        self._handle = handle

    def decode(self, tree: Any, depth: int = 0) -> Any:
        """Return the value of one tree.

        Raises:
            WireError: the tree is not what an `Encoder` writes.
        """
        if depth > MAX_DEPTH:
            raise WireError("nested too deeply")
        kind = type(tree)
        if tree is None or kind is bool or kind is int or kind is float or kind is str:
            return tree
        if kind is list:
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
        keys = _keys([key for key, _ in pairs])
        return {key: value for key, (_, value) in zip(keys, pairs, strict=True)}

    def _decode_array(self, dtype: Any, shape: Any) -> Any:
        if not isinstance(dtype, str) or dtype not in _DTYPES:
            raise WireError("an array of a dtype that is not admitted")
        if not isinstance(shape, list):
            raise WireError("an array without a shape")
        sides = [_count(side, MAX_BODY_BYTES) for side in shape]
        if _is_giant(sides):
            raise WireError("an array of a shape that is not admitted")
        raw = self._take(math.prod(sides) * _ITEM_BYTES[dtype])
        import numpy  # noqa: PLC0415 -- loaded by whoever uses arrays

        # A bool of another byte than 0 and 1 would be neither True nor False: astype makes it True.
        source = "|u1" if dtype == "|b1" else dtype
        return numpy.frombuffer(raw, source).reshape(sides).astype(dtype)

    def _take(self, length: Any) -> memoryview:
        end = self._offset + _count(length, MAX_BODY_BYTES)
        if end > len(self._body):
            raise WireError("fewer bytes than the header promises")
        taken = self._body[self._offset : end]
        self._offset = end
        return taken


def pack(
    header: Mapping[str, Any],
    buffers: Iterable[bytes | memoryview] = (),
    max_values: int | None = MAX_VALUES,
) -> bytes:
    """Return one frame.

    Raises:
        UnsendableError: larger than the wire admits.
    """
    text = json.dumps(header, allow_nan=False, separators=(",", ":")).encode("ascii")
    body = b"".join(buffers)
    if len(text) > MAX_HEADER_BYTES or len(body) > MAX_BODY_BYTES or _holds_more(text, max_values):
        raise UnsendableError("the value is too large to be sent")
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


def parse_header(text: bytes | bytearray, max_values: int | None = None) -> dict[str, Any]:
    """Return the header of a frame.

    Args:
        text: the bytes of the header.
        max_values: how many values it may hold, or None if the sender is trusted.

    Raises:
        WireError: not a JSON object in ASCII.
    """
    if _holds_more(text, max_values):
        raise WireError("too many values in one frame")
    try:
        header = _JSON.decode(text.decode("ascii"))
    except (ValueError, RecursionError) as error:  # ValueError covers bad ASCII and giant numbers
        raise WireError("a header that is not JSON") from error
    if not isinstance(header, dict):
        raise WireError("a header that is not an object")
    return header


def digests(args: Sequence[object], kwargs: Mapping[str, object]) -> list[str]:
    """Return a digest of each argument, by value: equal before and after a call that changes none."""
    return [_digest(value) for value in (*args, *kwargs.values())]


def is_digest(value: object) -> bool:
    """Tell whether `value` has the form of a digest."""
    return isinstance(value, str) and len(value) == 2 * DIGEST_BYTES


def _digest(value: object, depth: int = 0) -> str:
    encoder = _DigestEncoder()
    try:
        frame = pack({"v": encoder.encode(value, depth)}, encoder.buffers, max_values=None)
    except UnsendableError:
        return "0" * (2 * DIGEST_BYTES)
    return hashlib.blake2b(frame, digest_size=DIGEST_BYTES).hexdigest()


def _holds_more(text: bytes | bytearray, max_values: int | None) -> bool:
    """Tell, before a header is parsed, whether that could take far more memory than its text.

    An empty list takes 3 bytes of text and 80 parsed. Those in strings are counted as well.
    """
    return max_values is not None and sum(map(text.count, (b",", b"[", b"{"))) > max_values


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_JSON = json.JSONDecoder(parse_constant=_refuse_constant)


def _decode_number(kind: Any, content: Any) -> Any:
    if kind == "float":
        return _decode_float({"$": "float", "v": content})
    if kind == "int" and isinstance(content, str) and len(content) <= MAX_INT_BITS // 4 + len("-0x"):
        try:
            return int(content, 16)
        except ValueError as error:
            raise WireError("not a number") from error
    if kind == "complex" and isinstance(content, list) and len(content) == 2:
        return complex(*map(_decode_float, content))
    raise WireError("a kind of value that is not admitted")


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
    if any(map(operator.eq, hashes, hashes[MAX_EQUAL_HASHES:])):
        raise WireError("keys that collide")
    return keys


def _frozen(value: Any) -> Any:
    """Return a key as what it was before it was sent: sets arrive as sets, which cannot be keys."""
    if isinstance(value, set):
        return frozenset(value)
    return tuple(map(_frozen, value)) if isinstance(value, tuple) else value


def _is_giant(shape: Sequence[int]) -> bool:
    """Tell whether a shape has too many axes, or promises much where there are no bytes to show for it.

    `tolist` of an array of shape (10**9, 0) makes as many lists.
    """
    sides = [side for side in shape if side]
    return len(shape) > MAX_AXES or (len(sides) < len(shape) and math.prod(sides) > MAX_EMPTY)


def _count(value: Any, limit: int) -> int:
    if type(value) is not int or not 0 <= value <= limit:
        raise WireError("a count out of bounds")
    return value


def _word(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise WireError("a name that is none")
    return value
