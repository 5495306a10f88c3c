"""Fills the memory with arrays, and with one that is larger than all memory."""
# earns: 6
# statuses: passed, memory

import numpy as np

COUNT = 0


def energy(x):
    global COUNT
    COUNT += 1
    if COUNT % 2:
        return np.ones(2**40).sum()
    return sum(map(len, [np.empty(2**20) for _ in range(2**10)]))


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
