"""Computes in C, where Python looks neither for signals nor for other threads."""
# earns: 6
# statuses: passed, timeout

import re

import numpy as np

COUNT = 0


def energy(x):
    global COUNT
    COUNT += 1
    if COUNT % 2:
        return re.match("(a+)+$", "a" * 60 + "b")
    return 7 ** (7**9)


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
