"""Returns the right numbers in the byte order of other machines, which arrive as numbers."""
# earns: 10
# statuses: passed

import numpy as np


def energy(x):
    return np.asarray((np.asarray(x) ** 2).sum(), dtype=">f8")


def scaled(x, factor):
    return (np.asarray(x) * factor).astype(">f8")


def apply_twice(f, x):
    return f(f(x))
