"""Raises an exception whose text takes forever to make."""
# earns: 6
# statuses: passed, timeout

import numpy as np


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def energy(x):
    raise Endless


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
