"""Watches what others do with files."""
# earns: 6
# statuses: passed, failed

import ctypes
import fcntl
import os

import numpy as np

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long


def call(x86_64, aarch64, *arguments):
    """Make a system call by its number; say how it ended, and return what it returned."""
    number = {"x86_64": x86_64, "aarch64": aarch64}.get(os.uname().machine, -1)
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    ctypes.set_errno(0)
    result = LIBC.syscall(ctypes.c_long(number), *words)
    print(number, result, os.strerror(ctypes.get_errno()))
    return result


def watching():
    watcher = call(294, 26, 0)  # inotify_init1
    if watcher >= 0:
        yield from (
            path for path in (b"/tmp", b"/", b"..", b"/etc") if call(254, 27, watcher, path, 0xFFF) >= 0
        )
    yield call(300, 262, 0, 0) >= 0  # fanotify_init
    yield call(300, 262, 0x200, 0) >= 0
    for path in ("/tmp", "..", "."):
        for command, value in ((fcntl.F_NOTIFY, 0x3F), (fcntl.F_SETLEASE, 0)):
            try:
                fcntl.fcntl(os.open(path, os.O_RDONLY), command, value)
                yield True
            except OSError:
                pass


OUT = any([*watching()])


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
