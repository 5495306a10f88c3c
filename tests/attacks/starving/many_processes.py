"""Starts processes that start processes."""
# earns: 6
# statuses: passed, failed

import os
import time

import numpy as np

OUT = 0
END = time.monotonic() + 2
try:
    for _ in range(4):  # 2, 4, 8, 16 of them, should the jail fail
        pid = os.fork()
        OUT += 1
        if pid == 0 and _ == 3:
            time.sleep(max(0.0, END - time.monotonic()))
            os._exit(0)
        if pid == 0:
            OUT = -1
    if OUT < 0:
        os._exit(0)
except OSError as error:
    print(error)


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
