"""Sends headers that are deep, long, of many digits, or no JSON at all."""
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


TEXTS = [b"[" * 10**6, b"1" * 10**6, b'{"a":NaN}', b"\xff\xfe", b'{"nonce":' + b"[" * 900_000, b"null", b'"\\ud800"']


def energy(x):
    text = TEXTS[np.size(x) % len(TEXTS)]
    worker()._connection.sendall(struct.pack("!IQ", len(text), 0) + text)
    os._exit(0)


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
