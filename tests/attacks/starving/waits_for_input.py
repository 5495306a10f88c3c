"""Waits for somebody to type something."""
# earns: 6
# statuses: passed, error

import sys

import numpy as np


def energy(x):
    sys.stdin.read()
    return float(input("And the answer is? "))


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
