"""Raises an exception from as deep as there is."""
# earns: 6
# statuses: passed, error

import numpy as np


def deeper(depth):
    if depth == 0:
        raise ValueError("deep")
    deeper(depth - 1)


def energy(x):
    try:
        deeper(900)
    except ValueError as error:
        raise ExceptionGroup("many", [error] * 10**4) from error


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
