"""What workers leave when they end: their status, processes of their own, and folders full of files."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time

_REMOVE_SECONDS = 30
_MAX_ORPHANS = 1000


class Leavings:
    """Clears away after workers; the calling process is their parent, or that of what they left."""

    def __init__(self) -> None:
        self._removers: set[int] = set()

    def kill_orphans(self, ours: set[int]) -> None:
        """Kill the processes that ended workers have left: as their subreaper, this one has them.

        Args:
            ours: the workers that live.
        """
        self._removers = {pid for pid in self._removers if not os.waitpid(pid, os.WNOHANG)[0]}
        for _ in range(_MAX_ORPHANS):
            with open("/proc/thread-self/children", "rb") as children:  # noqa: PTH123
                orphans = set(map(int, children.read().split())) - ours - self._removers
            if not orphans:
                return
            for pid in orphans:
                reap(pid, 0.0)

    def remove(self, scratch: str) -> None:
        """Remove a worker's folder, in a child: it may hold more than there is time for."""
        with contextlib.suppress(OSError):
            os.rmdir(scratch)  # noqa: PTH106 -- pathlib is not loaded here
            return
        pid = os.fork()
        if pid == 0:
            with contextlib.suppress(BaseException):
                signal.alarm(_REMOVE_SECONDS)
                shutil.rmtree(scratch, ignore_errors=True)
            os._exit(0)
        self._removers.add(pid)


def reap(pid: int, grace: float) -> int:
    """Kill a child and return its wait status: its own, if it ends within the seconds of grace.

    A socket closes before its process has ended, and a submission that ends itself should read how.
    """
    end = time.monotonic() + grace
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return status
        if time.monotonic() >= end:
            break
        time.sleep(0.001)
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]
