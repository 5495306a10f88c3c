"""Calls what it was passed again and again and never returns."""
# earns: 7

import numpy as np


def apply_twice(f, x):
    while True:
        f(x)


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor
