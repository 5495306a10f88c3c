"""Calls itself without end."""
# earns: 6
# statuses: passed, error

import numpy as np


def energy(x):
    return energy(x) + 1


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
