"""Computes forever when it is called."""
# earns: 6
# statuses: passed, timeout

import numpy as np


def energy(x):
    while True:
        pass


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
