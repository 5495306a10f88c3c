"""Writes calls of the function that it was given by hand, with what is no argument."""
# earns: 7
# statuses: passed, crashed

import json
import os
import struct
import sys

import numpy as np


def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    return frame.f_locals["self"]


def forge(header, body=b"", nonce=None):
    header = {"nonce": worker()._nonce if nonce is None else nonce, **header}
    text = json.dumps(header).encode()
    worker()._connection.sendall(struct.pack("!IQ", len(text), len(body)) + text + body)


ARGUMENTS = ["x", {"$": "callable", "id": 0}, {"$": "tuple"}, [[1], [2]], {"$": "array", "d": "|O", "s": [1]}]


def apply_twice(f, x):
    forge({"callback": 0, "args": ARGUMENTS[x % 5], "kwargs": []})
    return 0


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor
