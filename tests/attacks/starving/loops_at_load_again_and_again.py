"""Computes forever in every one of its statements."""
# earns: 0
# statuses: timeout

import numpy as np

while True:
    pass
while True:
    pass
while True:
    pass
while True:
    pass
while True:
    pass


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
