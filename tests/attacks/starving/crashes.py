"""Ends its process by every signal of a program that fails."""
# earns: 6
# statuses: passed, crashed

import ctypes
import os
import signal

import numpy as np

COUNT = 0


def energy(x):
    number = os.getpid() % 6  # a new process each time
    if number == 0:
        ctypes.string_at(0)
    elif number == 1:
        os.abort()
    elif number == 2:
        ctypes.memset(id(None), 0, 64)
        str(None)
    for name in ("SIGFPE", "SIGILL", "SIGBUS"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
        signal.raise_signal(getattr(signal, name))


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
