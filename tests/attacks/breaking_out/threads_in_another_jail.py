"""Opens a socket and starts a process from a thread, to which a filter may not apply."""
# earns: 6
# statuses: passed, failed

import os
import socket
import threading

import numpy as np

DONE = []


def attempt():
    try:
        DONE.append(socket.socket())
    except OSError:
        pass
    try:
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        DONE.append(pid)
    except OSError:
        pass
    try:
        DONE.append(os.listdir("/root"))
    except OSError:
        pass


THREAD = threading.Thread(target=attempt)
THREAD.start()
THREAD.join()
OUT = list(DONE)


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
