"""Fills the memory with a list that doubles."""
# earns: 6

import numpy as np


def energy(x):
    values = [0.0]
    while True:
        values += values


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
