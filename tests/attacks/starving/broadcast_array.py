"""Returns an array of half a gigabyte that takes eight bytes."""
# earns: 6
# statuses: passed, error

import numpy as np


def energy(x):
    return np.broadcast_to(1.0, (2**13, 2**13))


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
