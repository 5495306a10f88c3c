"""Calls itself without end, having removed Python's own limit."""
# earns: 6

import sys

import numpy as np

sys.setrecursionlimit(10**9)


def energy(x):
    return energy(x) + 1


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
