"""Asks the kernel about the memory of its parent, and to move it or give it up."""
# earns: 6
# statuses: passed, failed

import ctypes
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


PARENT = os.getppid()
HANDLE = call(434, 434, PARENT, 0)
OUT = [
    call(312, 272, os.getpid(), PARENT, 1, 0, 0) >= 0,  # kcmp
    call(279, 239, PARENT, 0, None, None, None, 0) >= 0,  # move_pages
    call(256, 238, PARENT, 64, ctypes.byref(ctypes.c_ulong(1)), ctypes.byref(ctypes.c_ulong(1)))
    >= 0,  # migrate_pages
    call(440, 440, HANDLE, None, 0, 4, 0) >= 0,  # process_madvise
    call(448, 448, HANDLE, 0) >= 0,  # process_mrelease
    call(274, 100, PARENT, ctypes.byref(ctypes.c_void_p()), ctypes.byref(ctypes.c_size_t()))
    >= 0,  # get_robust_list
]
OUT = any(OUT)


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
