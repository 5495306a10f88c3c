"""What a worker's reply says: hostile bytes, so whatever has not the form that is due ends the call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from autograder.sandbox import wire
from autograder.sandbox.channel import violation
from autograder.sandbox.stops import Frame, MissingFunctionError, student_error
from autograder.text import scrub

_MAX_BASES = 8  # built-in exceptions that one exception is
_MAX_FRAMES = 12
_MAX_INDEX = 10**7  # of cells, statements and lines


class Answer(msgspec.Struct, frozen=True):
    """A value from the worker, and the numbers of the arguments that the call changed."""

    value: Any
    changed: tuple[int, ...]


def parse_answer(name: str, reply: Mapping[str, Any], body: bytearray, count: int) -> Answer:
    """Return what an answer holds, or raise what it says; it was given `count` arguments."""
    status, error = reply.get("status"), reply.get("error")
    if status == "value" and "value" in reply:
        [value] = decode(body, reply.get("value"))
        changed = reply.get("changed")
        if isinstance(changed, list) and _are_numbers(changed, count):
            return Answer(value, tuple(changed))
    elif status == "error" and isinstance(error, dict) and not body:
        raise parse_error(error)
    elif status == "missing" and not body:
        what = "not defined" if reply.get("found") is None else "not a function"
        raise MissingFunctionError(f"`{name}` is {what}")
    raise violation()


def parse_error(header: Mapping[str, Any]) -> Exception:
    """Turn an error header, which is hostile bytes, into the exception that a suite sees."""
    texts = [header.get(key) for key in ("name", "message")]
    name, message = (text if isinstance(text, str) else "" for text in texts)
    listed = header.get("builtins")
    bases = listed[:_MAX_BASES] if isinstance(listed, list) else []
    bases = [base for base in bases if isinstance(base, str)]
    return student_error(bases, scrub(name, 100), scrub(message), parse_frames(header))


def parse_frames(header: Mapping[str, Any]) -> tuple[Frame, ...]:
    """Return the frames that an error header names, those that have the form of frames."""
    frames = header.get("frames")
    found: list[Frame] = []
    for frame in frames[-_MAX_FRAMES:] if isinstance(frames, list) else ():
        match frame:
            case [str(label), int(line), str(function)] if _is_index(line) and line:
                found.append(Frame(label[:300], line, scrub(function, 100)))
    return tuple(found)


def decode(body: bytearray, *trees: Any) -> list[Any]:
    """Return the values of trees that share a body, all of which they must use.

    Raises:
        ProtocolViolation: they are none.
    """
    try:
        decoder = wire.Decoder(body)
        values = [decoder.decode(tree) for tree in trees]
        decoder.finish()
    except wire.WireError as error:
        raise violation() from error
    return values


def parse_position(value: Any) -> tuple[int, int, int]:
    """Return a cell, a statement and a line.

    Raises:
        ProtocolViolation: it is none.
    """
    if not isinstance(value, list) or len(value) != 3:
        raise violation()
    cell, statement, line = map(parse_index, value)
    return cell, statement, line


def parse_index(value: Any) -> int:
    """Return the index of a cell, a statement or a line.

    Raises:
        ProtocolViolation: it is none.
    """
    if not _is_index(value):
        raise violation()
    return int(value)


def _are_numbers(values: list[Any], count: int) -> bool:
    """Tell whether these are numbers below a count, each of them once and in order."""
    if not values:
        return True
    return all(_is_index(value, count) for value in values) and values == sorted(set(values))


def _is_index(value: Any, most: int = _MAX_INDEX) -> bool:
    return type(value) is int and 0 <= value < most
