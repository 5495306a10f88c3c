"""Returns the bytes of the right numbers in the other order, under a dtype that says otherwise."""
# earns: 7
# statuses: passed, failed

import numpy as np


def scaled(x, factor):
    return (np.asarray(x) * factor).byteswap().view("<f8")


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def apply_twice(f, x):
    return f(f(x))
