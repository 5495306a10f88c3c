"""Returns a sequence of a class of its own, which could choose its values when it is looked at."""
# earns: 7
# statuses: passed, failed

import collections.abc

import numpy as np


class Lazy(collections.abc.Sequence):
    def __init__(self, values): self.values = values
    def __len__(self): return len(self.values)
    def __getitem__(self, index): return self.values[index]


def scaled(x, factor):
    return Lazy(np.asarray(x) * factor)


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def apply_twice(f, x):
    return f(f(x))
