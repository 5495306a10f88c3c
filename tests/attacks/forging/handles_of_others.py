"""Sends handles with numbers of objects that are not its own, negative, huge and no numbers."""
# earns: 0

import itertools
import json
import os
import struct
import sys
import types

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


NUMBERS = itertools.cycle([0, -1, 10**30, True, "1", None, 1.5, [1]])


def keep(self, value):
    return {"$": "handle", "id": next(NUMBERS), "t": "x" * 300}


def answer(*args):
    worker()._keep = types.MethodType(keep, worker())
    return object()


energy = scaled = apply_twice = answer
