"""Answers, and prints more and more from a thread, between the calls and during them."""
# earns: 10
# statuses: passed

import os
import threading
import time

import numpy as np


def flood():
    while True:
        os.write(1, b"x" * 2**16)
        time.sleep(0.02)


threading.Thread(target=flood, daemon=True).start()


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
