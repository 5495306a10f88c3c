"""Returns True, and arrays of True, where numbers are due."""
# earns: 0
# statuses: failed

import numpy as np


def energy(x): return True
def scaled(x, factor): return np.ones(np.shape(x), dtype=bool)
def apply_twice(f, x): return np.True_
