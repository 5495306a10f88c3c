"""Returns texts, numbers, lists and dicts too large for anybody."""
# earns: 6

import numpy as np

COUNT = 0


def energy(x):
    global COUNT
    COUNT += 1
    return [
        lambda: "x" * 10**8,
        lambda: 1 << 10**8,
        lambda: [[1.0] * 1000] * 1000,
        lambda: dict.fromkeys(range(10**6)),
        lambda: [bytes(10**6)] * 100,
    ][COUNT % 5]()


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
