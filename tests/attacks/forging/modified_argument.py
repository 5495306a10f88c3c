"""Changes its argument, which one test of four forbids."""
# earns: 9
# statuses: passed, failed

import numpy as np


def energy(x):
    answer = float((np.asarray(x) ** 2).sum())
    x[...] = 0
    return answer


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
