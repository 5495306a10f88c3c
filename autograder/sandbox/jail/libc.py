"""System calls for which Python has no function."""

from __future__ import annotations

import ctypes
import os
from typing import Any

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long


def prctl(option: int, value: int = 0) -> None:
    """Set an attribute of the calling process; the options are those of its manual page.

    Raises:
        OSError: it failed.
    """
    if LIBC.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        raise last_error(f"prctl({option})")


def syscall(name: str, number: int, *arguments: Any) -> int:
    """Make the system call `number`; integers are passed as such, the rest as pointers.

    Raises:
        OSError: it failed; the text calls it by `name`.
    """
    passed = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    result: int = LIBC.syscall(ctypes.c_long(number), *passed)
    if result < 0:
        raise last_error(name)
    return result


def last_error(what: str) -> OSError:
    """Return the error of the call that just failed."""
    number = ctypes.get_errno()
    return OSError(number, f"{what}: {os.strerror(number)}")
