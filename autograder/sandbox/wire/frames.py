"""Frames: a prefix, a JSON header and the bytes of arrays."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping
from typing import Any

from autograder.sandbox.wire.bounds import (
    MAX_BODY_BYTES,
    MAX_HEADER_BYTES,
    MAX_VALUES,
    UnsendableError,
    WireError,
)

PREFIX = struct.Struct("!IQ")
_ENCODER = json.JSONEncoder(check_circular=False, allow_nan=False, separators=(",", ":"))


def pack(
    header: Mapping[str, Any],
    buffers: Iterable[bytes | memoryview] = (),
    max_values: int | None = MAX_VALUES,
) -> bytes:
    """Return one frame.

    Raises:
        UnsendableError: larger than the wire admits.
    """
    text = _ENCODER.encode(header).encode("ascii")
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
        WireError: not a JSON object in ASCII, and nothing else.
    """
    if _holds_more(text, max_values):
        raise WireError("too many values in one frame")
    try:
        header, end = _JSON.raw_decode(text.decode("ascii"))
    except (ValueError, RecursionError) as error:  # ValueError covers bad ASCII and giant numbers
        raise WireError("a header that is not JSON") from error
    if end != len(text) or not isinstance(header, dict):  # no sender of ours writes spaces around it
        raise WireError("a header that is not an object")
    return header


def _holds_more(text: bytes | bytearray, max_values: int | None) -> bool:
    """Tell, before a header is parsed, whether that could take far more memory than its text.

    An empty list takes 3 bytes of text and 80 parsed. Those in strings are counted as well.
    """
    if max_values is None or len(text) <= max_values:
        return False
    return sum(map(text.count, (b",", b"[", b"{"))) > max_values


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_JSON = json.JSONDecoder(parse_constant=_refuse_constant)
