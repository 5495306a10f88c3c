"""What hostile hands make of a reply: changes of bits, lengths, tokens, dtypes, shapes and order."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.wire import bounds
from tests.sandbox.sample_replies import REPLIES

_DTYPES = [
    "|b1",
    "|u1",
    "<i8",
    "<f2",
    "<f4",
    "<f8",
    "<c16",
    ">f8",
    "|O",
    "<U4",
    "<M8[s]",
    "f8",
    "",
    "|V8",
]
_COUNTS: list[Any] = [
    0,
    1,
    2,
    -1,
    7,
    2**20,
    2**28,
    2**31,
    2**53,
    2**63,
    2**64,
    10**30,
    1.0,
    True,
    None,
    "1",
    [],
    {},
]
_SHAPES: list[Any] = [
    [],
    [0],
    [0, 3],
    [3, 0, 2**20],
    [1] * 16,
    [1] * 33,
    [0] * 40,
    [2**28] * 3,
    [-1, -1],
    [1, 1, 4],
    [4, 1],
    [2**62, 4],
    None,
    "4",
    {"0": 4},
]
_TREES: list[Any] = [
    None,
    True,
    0,
    -1,
    2**63,
    10**300,
    1e-320,
    "",
    "\ud800",
    json.loads("[" * 60 + "]" * 60),
    "KeyboardInterrupt",
    "__import__",
    ["OSError", "UnicodeDecodeError", "ExceptionGroup"],
    {"$": "array", "d": "<f8", "s": [0] * 40},
    {"$": "array", "d": "|u1", "s": [0, 2**28, 2**28]},
    "\0\x1b[2J",
    "x" * 5000,
    [],
    [[]] * 50,
    {},
    {"$": "float", "v": "nan"},
    {"$": "float", "v": "1e5"},
    {"$": "int", "v": "0x" + "f" * 3500},
    {"$": "int", "v": "9" * 4000},
    {"$": "int", "v": " 1_0 "},
    {"$": "complex", "v": [1, {}]},
    {"$": "callable", "id": 0},
    {"$": "handle", "id": 2**53, "t": "x\u202e"},
    {"$": "pickle", "v": "gASV"},
    {"$": "bytes", "n": 1},
    {"$": "scalar", "d": "<f8"},
    {"$": "dict", "v": [[[], 1]]},
    {"$": "set", "v": [0] * 50},
    {"$": "tuple", "v": None},
    {"$": {"$": "tuple"}, "v": []},
]
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[\[\]{},:]|true|false|null')
_TOKENS = [
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"1e999",
    b"-1e999",
    b"-0",
    b"1e-400",
    b"9" * 30,
    b"9" * 4500,
    b"null",
    b"true",
    b"[" * 60,
    b"[" * 2000,
    b"]" * 60,
    b'{"":' * 60,
    b'""',
    b'"\\ud800"',
    b'"\\u0000"',
    b'"$"',
    b"{}",
    b",",
    b"",
    b"\x00",
    b"\xff",
    b'"__class__"',
    b'"__reduce__"',
    b"1 1",
    b"'a'",
    b"\xef\xbb\xbf",
]
_LENGTHS = [0, 1, 11, 12, 2**16, 2**20, 2**25, 2**25 + 1, 2**28, 2**28 + 1, 2**31, 2**32 - 1]


_ALL = [reply for replies in REPLIES.values() for reply in replies]


def mutated(rng: random.Random, reply: bytes) -> bytes:
    """Return a reply, changed in one to three ways."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        reply = rng.choice(_CHANGES)(rng, reply)
    return reply


def _bits(rng: random.Random, reply: bytes) -> bytes:
    changed = bytearray(reply)
    for _ in range(rng.randint(1, 4) if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _slice(rng: random.Random, reply: bytes) -> tuple[int, int]:
    start = rng.randrange(len(reply) + 1)
    return start, min(len(reply), start + rng.choice((1, 2, 8, 64)))


def _truncated(rng: random.Random, reply: bytes) -> bytes:
    return reply[: rng.randrange(len(reply) + 1)]


def _shortened(rng: random.Random, reply: bytes) -> bytes:
    start, end = _slice(rng, reply)
    return reply[:start] + reply[end:]


def _doubled(rng: random.Random, reply: bytes) -> bytes:
    start, end = _slice(rng, reply)
    return reply[:end] + reply[start:end] * rng.choice((1, 2, 50)) + reply[end:]


def _spliced(rng: random.Random, reply: bytes) -> bytes:
    other = rng.choice(_ALL)
    return reply[: rng.randrange(len(reply) + 1)] + other[rng.randrange(len(other)) :]


def _noise(rng: random.Random, reply: bytes) -> bytes:
    start, end = _slice(rng, reply)
    return reply[:start] + rng.randbytes(rng.choice((1, 4, 40))) + reply[end:]


def _lengths(rng: random.Random, reply: bytes) -> bytes:
    if len(reply) < wire.PREFIX.size:
        return reply
    header, body = wire.PREFIX.unpack_from(reply)
    pairs = [
        (body % 2**32, header),
        (header, rng.choice([*_LENGTHS, 2**63, 2**64 - 1])),
        (rng.choice(_LENGTHS), body),
        (max(0, header + rng.randint(-3, 3)) % 2**32, max(0, body + rng.randint(-3, 3)) % 2**64),
    ]
    return wire.PREFIX.pack(*rng.choice(pairs)) + reply[wire.PREFIX.size :]


def _inner(change: Callable[[random.Random, bytes, bytes], tuple[bytes, bytes]]) -> _Change:
    """Change the header and the body of the first frame; its lengths are made to fit."""

    def changed(rng: random.Random, reply: bytes) -> bytes:
        if len(reply) < wire.PREFIX.size:
            return reply
        header, body = wire.PREFIX.unpack_from(reply)
        rest = reply[wire.PREFIX.size :]
        text, data = change(rng, rest[:header], rest[header : header + body])
        return wire.PREFIX.pack(len(text), len(data)) + text + data + rest[header + body :]

    return changed


def _token(rng: random.Random, text: bytes, body: bytes) -> tuple[bytes, bytes]:
    found = list(_TOKEN.finditer(text))
    if not found:
        return text, body
    match = rng.choice(found)
    token = rng.choice((*_TOKENS, rng.choice(found).group()))
    return text[: match.start()] + token + text[match.end() :], body


def _body(rng: random.Random, text: bytes, body: bytes) -> tuple[bytes, bytes]:
    size = len(body)
    return text, rng.choice((body[:-1], body + b"\x02", body * 2, rng.randbytes(size), b"\xff" * size))


def _recast(rng: random.Random, text: bytes, body: bytes) -> tuple[bytes, bytes]:
    """Give the bytes another dtype and a shape that fits, so that what is not due arrives whole."""
    dtype = rng.choice(tuple(bounds.ITEM_BYTES))
    count = len(body) // bounds.ITEM_BYTES[dtype]
    shape = rng.choice(([count], [1, count], [count, 1, 1], [0, count], [count // 2, 2]))
    tree = f'"d":"{dtype}","s":{shape}'.encode()
    return re.sub(rb'"d":"[^"]*","s":\[[\d,]*\]', tree, text), body


def _node(rng: random.Random, text: bytes, body: bytes) -> tuple[bytes, bytes]:
    """Put something else in the place of one node of the JSON tree."""
    try:
        tree = json.loads(text.decode("latin-1"))
    except (ValueError, RecursionError):
        return text, body
    places = _places(tree)
    if not places:
        return text, body
    parent, key = rng.choice(places)
    kinds = {"d": _DTYPES, "s": _SHAPES, "n": _COUNTS, "id": _COUNTS, "callback": _COUNTS}
    usual = kinds.get(key, _TREES) if isinstance(key, str) else _TREES
    other_parent, other_key = rng.choice(places)
    parent[key] = rng.choice((rng.choice(usual), rng.choice(_TREES), other_parent[other_key]))
    try:
        return json.dumps(tree).encode(), body
    except (ValueError, RecursionError):  # it holds itself now
        return text, body


def _places(tree: Any) -> Sequence[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (dict, list)):
            keys = list(one) if isinstance(one, dict) else range(len(one))
            # Without these nothing else is looked at: other changes see to them.
            found.extend((one, key) for key in keys if key not in ("nonce", "status"))
            waiting.extend(one[key] for key in keys)
    return found


_Change = Callable[[random.Random, bytes], bytes]
_CHANGES: list[_Change] = [
    _bits,
    _truncated,
    _shortened,
    _doubled,
    _spliced,
    _noise,
    _lengths,
    _inner(_token),
    _inner(_token),
    _inner(_body),
    _inner(_recast),
    _inner(_node),
    _inner(_node),
    _inner(_node),
]
