"""Computes forever when what it made is thrown away."""
# earns: 6
# statuses: passed, timeout

import numpy as np


class Endless:
    def __del__(self):
        while True:
            pass


def energy(x):
    Endless()
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
