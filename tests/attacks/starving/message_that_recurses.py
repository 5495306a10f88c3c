"""Raises exceptions whose texts call themselves, or are none."""
# earns: 6
# statuses: passed, error

import numpy as np

COUNT = 0


class Recursive(Exception):
    def __str__(self):
        return str(self)


class Nothing(Exception):
    def __str__(self):
        return None


class Raising(Exception):
    def __str__(self):
        raise SystemExit(self)


def energy(x):
    global COUNT
    COUNT += 1
    raise [Recursive, Nothing, Raising][COUNT % 3]


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
