"""Computes in processes of its own by way of multiprocessing and its pools."""
# earns: 6
# statuses: passed, failed

import concurrent.futures
import multiprocessing
import os
import pty

import numpy as np


def started():
    for method in ("fork", "spawn", "forkserver"):
        try:
            process = multiprocessing.get_context(method).Process(target=print, args=("found",))
            process.start()
            yield process.pid
            process.kill()
        except (OSError, RuntimeError, EOFError, ImportError, AttributeError):
            pass
    try:
        with concurrent.futures.ProcessPoolExecutor(1) as pool:
            if (pid := pool.submit(os.getpid).result(timeout=1)) != os.getpid():  # threads are no escape
                yield pid
    except (OSError, RuntimeError, ImportError):
        pass
    try:
        pid, _ = pty.fork()
        if pid == 0:
            os._exit(0)
        yield pid
    except OSError:
        pass


OUT = list(started())
print(OUT)


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
