"""Makes a file of a terabyte that is a hole."""
# earns: 6
# statuses: passed, files

import os

import numpy as np


def energy(x):
    descriptor = os.open("hole", os.O_CREAT | os.O_RDWR)
    os.ftruncate(descriptor, 2**40)
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
