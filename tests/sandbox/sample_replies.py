"""Replies as a worker that behaves sends them, of every kind and with every kind of value."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.sandbox import wire

NONCE = "5e" * 8  # stands for that of the call at hand


def _refuse(value: object) -> dict[str, Any]:
    raise TypeError(type(value).__name__)


def _frame(header: dict[str, Any], body: bytes = b"") -> bytes:
    return wire.pack({"nonce": NONCE, **header}, [body])


def _answer(value: Any) -> bytes:
    encoder = wire.Encoder(_refuse)
    header = {"status": "value", "value": encoder.encode(value), "changed": [0]}
    return wire.pack({"nonce": NONCE, **header}, encoder.buffers)


_ERROR = {
    "builtins": ["TypeError", "ValueError", "Exception"],
    "name": "OwnError",
    "message": "her words",
    "frames": [["code cell 1", 3, "f"], ["code cell 2", 1, ""]],
    "at": None,
}
_CALLBACK = {
    "callback": 0,
    "args": [1.5, {"$": "array", "d": "<f8", "s": [2]}],
    "kwargs": {"$": "dict", "v": []},
}
_VALUES: list[Any] = [
    *(
        np.arange(6).reshape(2, 3).astype(name)
        for name in ("?", "i1", "u2", "f2", "f4", "f8", "c8", "c16")
    ),
    np.zeros((0, 3)),
    np.array(2.5),
    np.float32(1),
    np.True_,
    np.ones((1, 1, 1)),
    np.array([np.nan, -np.inf]),
    None,
    [True, -1, 2.5, "text", b"bytes"],
    (1, (2, [3])),
    {"a": {1: [2.5]}, (1, 2): None},
    {1, 2.5, "x"},
    [2**200, -(2**70), 1 + 2j, float("inf"), float("nan")],
    [wire.Handle(3, "Layer")],
    {"out": np.ones((2, 2)), "cache": (np.ones(3, np.int32), {"n": 2})},
    [[float(i)] * 8 for i in range(8)],
]

# By the request that they answer. Several frames in one reply are what a worker sends one by one.
REPLIES: dict[str, list[bytes]] = {
    "call": [
        *map(_answer, _VALUES),
        _frame({"status": "error", "error": _ERROR}),
        _frame({"status": "missing", "found": None}),
        _frame(_CALLBACK, bytes(16)) + _answer(np.ones(3)),
        _frame(_CALLBACK, bytes(16)) * 2 + _frame({"status": "error", "error": _ERROR}),
        _answer(1) + _answer(2),
    ],
    "load": [
        _frame({"at": [0, 0, 1]})
        + _frame({"at": [0, 1, 1]})
        + _frame({"status": "loaded", "failures": [_ERROR, {**_ERROR, "at": 1}]}),
        _frame({"status": "loaded", "failures": []}),
    ],
    "rewind": [_frame({"status": "rewound", "clobbered": [["sum", 1], ["n", 2]]})],
}
