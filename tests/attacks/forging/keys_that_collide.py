"""Returns a dict whose keys take minutes to compare with each other."""
# earns: 7

import numpy as np


def apply_twice(f, x):
    return dict.fromkeys(2.0 ** (61 * n) for n in range(-16, 16)) | {n * (2**61 - 1): 0 for n in range(5_000)}


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor
