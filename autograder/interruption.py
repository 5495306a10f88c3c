"""Interrupts what takes too long in this process, on values that a submission has chosen."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupted_after(seconds: float, error: Callable[[], BaseException]) -> Iterator[None]:
    """Raise an error in what runs meanwhile, once this process has taken so many CPU seconds more.

    Args:
        seconds: more than 0.
        error: makes what is raised.
    """

    def stop(_: int, __: FrameType | None) -> None:
        raise error()

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before or signal.SIG_DFL)
