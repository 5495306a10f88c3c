"""Returns complex numbers whose real parts are right, and whose others are NaN."""
# earns: 3
# statuses: passed, failed

import numpy as np


def energy(x): return complex((np.asarray(x) ** 2).sum(), float("nan"))
def scaled(x, factor): return np.asarray(x) * factor + 1j * np.nan


def apply_twice(f, x):
    return f(f(x))
