"""Returns lists in lists without end, and one that holds itself."""
# earns: 6
# statuses: passed, error

import numpy as np

COUNT = 0


def energy(x):
    global COUNT
    COUNT += 1
    deep = []
    if COUNT % 2:
        deep.append(deep)
    else:
        for _ in range(10**5):
            deep = [deep]
    return deep


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
