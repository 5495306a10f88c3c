"""Returns numbers that are off by a thousandth of the largest."""
# earns: 0
# statuses: failed

import numpy as np


def energy(x):
    return float((np.asarray(x) ** 2).sum()) * 1.001


def scaled(x, factor):
    right = np.asarray(x) * factor
    return right + 0.001 * np.abs(right).max()


def apply_twice(f, x):
    return f(f(x)) + 1e-9
