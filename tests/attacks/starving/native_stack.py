"""Overflows the stack of the C code below Python."""
# earns: 6

import sys

import numpy as np

sys.setrecursionlimit(10**9)


class Endless:
    def __repr__(self):
        return f"{self!r}"

    def __getattr__(self, name):
        return getattr(self, name + "x")


def energy(x):
    return repr(Endless())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
