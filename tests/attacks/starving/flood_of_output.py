"""Prints without end."""
# earns: 6
# statuses: passed, output

import numpy as np


def energy(x):
    while True:
        print("x" * 10**5)


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
