"""Modules that are loaded before a command begins its work."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from types import FrameType

AGAIN = "give the same command again"
INTERRUPTED = f"autograder: interrupted; {AGAIN}\n"


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Have Ctrl-C end the command at once, in words and with code 130, while modules are loaded.

    Nothing can be lost by then but Ctrl-C itself: modules of NumPy drop what is raised while they
    register, and Python 3.11 makes a RuntimeError of what `__set_name__` raises.
    """

    def end(_: int, __: FrameType | None) -> None:
        try:
            os.write(2, INTERRUPTED.encode())
        finally:  # nobody may be there to read it
            os._exit(130)

    # Where it is not heard, it stays so.
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
