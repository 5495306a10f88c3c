"""Makes more files than anybody needs."""
# earns: 6

import numpy as np


def energy(x):
    for number in range(10**6):
        open(str(number), "w").close()


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
