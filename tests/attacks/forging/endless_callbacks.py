"""Calls the function that it was given without end."""
# earns: 7

import numpy as np


def apply_twice(f, x):
    while True:
        f(1)


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor
