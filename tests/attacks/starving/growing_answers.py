"""Returns answers that grow from one call to the next."""
# earns: 6

import numpy as np

SIZE = [2**16]


def energy(x):
    SIZE[0] *= 8
    return np.zeros(SIZE[0])


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
