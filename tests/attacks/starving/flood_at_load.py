"""Prints without end while its cells are run."""
# earns: 10
# statuses: passed

import sys

import numpy as np

while True:
    sys.stderr.write("x" * 10**5)


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
