"""Has the protocol write arrays of objects, pickles and strings."""
# earns: 6
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


def energy(x):
    kind = ["|O", "|O8", "<U8", "|S8", "<M8[s]", "|V8", ">f8", "<f16", "f8", "<i3"][np.size(x) % 10]
    forge({"status": "value", "value": {"$": "array", "d": kind, "s": [1]}, "changed": []}, b"12345678")
    os._exit(0)


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
