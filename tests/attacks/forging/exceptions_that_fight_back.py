"""Raises exceptions whose own methods raise, loop or lie when they are described."""
# earns: 6
# statuses: passed, error

import numpy as np


class Hostile(Exception):
    def __str__(self): raise SystemExit(0)
    __repr__ = __str__
    __class__ = property(lambda self: AssertionError)
    __traceback__ = property(lambda self: None)
    __cause__ = property(lambda self: self)


Hostile.__name__ = "x" * 10**6
Hostile.__module__ = 7


def energy(x):
    raise Hostile


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
