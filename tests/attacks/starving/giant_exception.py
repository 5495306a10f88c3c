"""Raises exceptions with giant texts, and with a thousand causes and notes."""
# earns: 6
# statuses: passed, error

import numpy as np

COUNT = 0


def energy(x):
    global COUNT
    COUNT += 1
    error = ValueError("x" * 10**7)
    if COUNT % 2:
        for number in range(1000):
            cause, error = error, RuntimeError(f"because of {number}")
            error.__cause__ = error.__context__ = cause
            error.add_note("y" * 10**4)
    raise error


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
