"""Has frames packed with lengths that promise more or less than there is."""
# earns: 6

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


class Lying:
    size = 12

    def __init__(self, true):
        self.unpack = true.unpack

    def pack(self, header, body):
        return struct.pack("!IQ", header + 2**20, body + 2**30)


def energy(x):
    wire = type(worker())._call.__globals__["wire"]
    wire.pack.__globals__["PREFIX"] = Lying(wire.PREFIX)
    return 25.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
