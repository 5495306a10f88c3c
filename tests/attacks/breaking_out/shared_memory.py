"""Makes shared memory and semaphores with names that other processes can open."""
# earns: 6
# statuses: passed, failed
# levels: A B

import multiprocessing
import os
from multiprocessing import shared_memory, synchronize

import _multiprocessing

import numpy as np


def made():
    for way in (
        lambda: shared_memory.SharedMemory("left-by-an-attack", create=True, size=4096),
        lambda: open("/dev/shm/left by an attack", "wb"),
        lambda: _multiprocessing.SemLock(1, 1, 1, "/left-by-an-attack", False),
        lambda: synchronize.Semaphore(1, ctx=multiprocessing.get_context("fork")),
    ):
        try:
            yield way()
        except (OSError, ImportError):
            pass


OUT = list(made())
print(OUT)
for one in OUT:
    getattr(one, "unlink", lambda: None)()
    if hasattr(one, "name") and os.path.exists(str(one.name)):
        os.unlink(one.name)


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
