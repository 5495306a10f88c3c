"""Interrupts what takes too long or too much in this process, and says when Ctrl-C has to wait."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

_AGAIN_SECONDS = 0.2
REFERENCE_MEMORY = 2**30  # bytes for a reference, whose arguments may be of a submission's making


@contextmanager
def interrupted_after(seconds: float, error: Callable[[], BaseException]) -> Iterator[None]:
    """Raise an error in what runs meanwhile, once this process has taken so many CPU seconds more.

    And again after a while, if that has not ended it: Python drops what a finalizer raises.

    Args:
        seconds: more than 0.
        error: makes what is raised.
    """

    def stop(_: int, __: FrameType | None) -> None:
        raise error()

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before or signal.SIG_DFL)


@contextmanager
def interruptions_held() -> Iterator[Collection[int]]:
    """Have Ctrl-C wait meanwhile, and give the signals that wait already.

    For a fork: modules have functions run before and after it, and Python drops what is raised in these.
    And while modules are loaded, which is soon over: parts of NumPy drop what is raised, too. Where this
    process has other threads, one of them hears it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        # In here: of one that came just before, this raises the error, and holds the next already.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        yield before
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Budget:
    """CPU seconds of this process that all work of one kind may take together.

    Args:
        seconds: how many.
        error: makes what is raised in work that takes longer, or that begins when nothing is left.

    Attributes:
        left: how many there still are.
        spent: how many it took so far.
    """

    def __init__(self, seconds: float, error: Callable[[], BaseException]) -> None:
        self.left = seconds
        self.spent = 0.0
        self._error = error

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Count what this process computes meanwhile, and interrupt it once nothing is left."""
        if self.left <= 0:
            raise self._error()
        started = time.process_time()
        try:
            with interrupted_after(self.left, self._error):
                yield
        finally:
            took = time.process_time() - started
            self.left -= took
            self.spent += took


@contextmanager
def within_memory(most: int) -> Iterator[None]:
    """Have what takes so many bytes more than this process has by now raise MemoryError meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    bound = pages * resource.getpagesize() + most
    if soft != resource.RLIM_INFINITY:
        bound = min(soft, bound)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
