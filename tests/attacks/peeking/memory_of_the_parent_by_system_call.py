"""Reads the memory of its parents with process_vm_readv."""
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


class Piece(ctypes.Structure):
    _fields_ = [("start", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def read(pid, address):
    buffer = ctypes.create_string_buffer(4096)
    mine = Piece(ctypes.addressof(buffer), 4096)
    theirs = Piece(address, 4096)
    got = call(310, 270, pid, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)
    return buffer.raw if got > 0 else b""


# A forked process has its parent's addresses: those of this interpreter lead to the zygote's.
PLACES = [id(os), id(np), id(None), ctypes.cast(LIBC.getpid, ctypes.c_void_p).value]
PIDS = [os.getppid(), *range(max(2, os.getpid() - 8), os.getpid())]
OUT = any(read(pid, place & ~4095) for pid in PIDS for place in PLACES)


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
