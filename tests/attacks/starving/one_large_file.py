"""Writes a file that has no end."""
# earns: 6

import numpy as np


def energy(x):
    with open("endless", "wb", buffering=0) as file:
        while True:
            file.write(b"x" * 2**20)


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
