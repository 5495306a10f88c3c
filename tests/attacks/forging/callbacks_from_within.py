"""Calls the function that it was given on ever larger numbers, as deep as it goes."""
# earns: 7

import numpy as np


def apply_twice(f, x):
    while True:
        x = f(f(x))


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor
