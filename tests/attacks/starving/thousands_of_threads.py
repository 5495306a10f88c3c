"""Starts as many threads as there can be, which wait forever."""
# earns: 10
# statuses: passed

import threading

import numpy as np

WAIT = threading.Event()


def start(size):
    threading.stack_size(size)
    try:
        for _ in range(5000):
            threading.Thread(target=WAIT.wait, daemon=True).start()
    except (RuntimeError, MemoryError):
        pass


start(0)
start(32 * 2**10)


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
