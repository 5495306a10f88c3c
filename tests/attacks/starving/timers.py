"""Interrupts itself a thousand times a second."""
# earns: 10
# statuses: passed

import signal

import numpy as np

signal.signal(signal.SIGALRM, lambda *_: None)
signal.siginterrupt(signal.SIGALRM, True)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
signal.signal(signal.SIGPROF, lambda *_: None)
signal.setitimer(signal.ITIMER_PROF, 0.01, 0.01)


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
