"""Returns dicts and sets whose keys all have the same hash."""
# earns: 6
# statuses: passed, crashed

import numpy as np

COUNT = 0


def energy(x):
    global COUNT
    COUNT += 1
    keys = [number * (2**61 - 1) for number in range(1, 1500)]
    return dict.fromkeys(keys) if COUNT % 2 else set(keys)


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
