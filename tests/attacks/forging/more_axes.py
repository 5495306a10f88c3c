"""Returns the right numbers with an axis too many, which arithmetic would spread out."""
# earns: 3
# statuses: passed, failed

import numpy as np


def energy(x): return np.asarray([(np.asarray(x) ** 2).sum()])
def scaled(x, factor): return (np.asarray(x) * factor)[None]


def apply_twice(f, x):
    return f(f(x))
