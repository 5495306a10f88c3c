"""Changes its argument during the call and puts it back, which nobody minds."""
# earns: 10
# statuses: passed

import numpy as np


def energy(x):
    before = x.copy()
    x *= x
    answer = float(x.sum())
    x[...] = before
    return answer


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
