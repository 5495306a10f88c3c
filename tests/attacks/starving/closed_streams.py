"""Closes its input and output, and prints."""
# earns: 10
# statuses: passed

import os
import sys

import numpy as np

sys.stdin.close()
sys.stdout.close()
sys.stderr.close()
sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = None
os.closerange(0, 3)
for _ in range(3):
    os.open(os.devnull, os.O_RDONLY)
print("nowhere")


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
