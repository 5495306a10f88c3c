"""Leaves cycles behind that nothing collects any more."""
# earns: 6

import gc

import numpy as np

gc.disable()


def energy(x):
    while True:
        one = [bytearray(10**5)]
        one.append(one)


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
