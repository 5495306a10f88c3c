"""Makes some files in each call, which together are more than it may, and answers rightly."""
# earns: 9
# statuses: passed, files

import os

import numpy as np


def make_files():
    first = len(os.listdir())
    for number in range(first, first + 120):
        os.close(os.open(str(number), os.O_CREAT | os.O_WRONLY))


def energy(x):
    make_files()
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    make_files()
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    make_files()
    return f(f(x))
