"""What workers leave when they end: their status, processes of their own, and files."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import stat
import time

_REMOVE_SECONDS = 30
_REAP_SECONDS = 5.0  # a killed process may be busy writing to a disk
_MOMENT = 0.001
_MAX_ORPHANS = 1000
_EVERYBODY_WRITES = stat.S_IFDIR | stat.S_IWOTH
_SHARED = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", "/var/crash")  # noqa: S108 -- what is there is looked for, not made


class Leavings:
    """Clears away after workers; the calling process is their parent, or that of what they left."""

    def __init__(self) -> None:
        self._ending: set[int] = set()  # children that end by themselves

    def reap(self, pid: int, grace: float) -> int | None:
        """Kill a child and return its wait status: its own, if it ends within the seconds of grace.

        A socket closes before its process has ended, and a submission that ends itself should read how.

        Returns:
            None if it does not end, killed as it is.
        """
        status = _wait(pid, grace)
        if status is None:
            os.kill(pid, signal.SIGKILL)
            status = _wait(pid, _REAP_SECONDS)
        if status is None:
            self._ending.add(pid)
        return status

    def kill_orphans(self, ours: set[int]) -> None:
        """Kill the processes that ended workers have left: as their subreaper, this one has them.

        Args:
            ours: the workers that live.
        """
        self._ending = {pid for pid in self._ending if not os.waitpid(pid, os.WNOHANG)[0]}
        for _ in range(_MAX_ORPHANS):
            with open("/proc/thread-self/children", "rb") as children:  # noqa: PTH123
                orphans = set(map(int, children.read().split())) - ours - self._ending
            if not orphans:
                return
            for pid in orphans:
                self.reap(pid, 0.0)

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
        self._ending.add(pid)

    def remove_shared(self, uid: int) -> None:
        """Remove what a worker left in folders where everybody may write, as its user and no other has.

        Where Landlock keeps it from them, there is nothing.
        """
        if mine := [path for folder in _shared_folders() for path in _owned(folder, uid)]:
            # However deep they lie in each other, where a function that calls itself gets lost.
            pid = os.posix_spawn("/bin/rm", ["rm", "-rf", "--", *mine], {})
            if _wait(pid, _REAP_SECONDS) is None:
                self._ending.add(pid)


def _shared_folders() -> list[str]:
    """Return the folders where everybody may write, with those directly in them."""
    found = [folder for folder in _SHARED if os.path.isdir(folder)]  # noqa: PTH112 -- as above
    for folder in tuple(found):
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            found += [e.path for e in entries if _mode(e) & _EVERYBODY_WRITES == _EVERYBODY_WRITES]
    return found


def _owned(folder: str, uid: int) -> list[str]:
    """Return what lies directly in a folder and is a user's."""
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(FileNotFoundError):
                if entry.stat(follow_symlinks=False).st_uid == uid:
                    found.append(entry.path)
    return found


def _mode(entry: os.DirEntry[str]) -> int:
    with contextlib.suppress(OSError):
        return entry.stat(follow_symlinks=False).st_mode
    return 0


def _wait(pid: int, seconds: float) -> int | None:
    """Return the wait status of a child that ends within so many seconds."""
    end = time.monotonic() + seconds
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return status
        left = end - time.monotonic()
        if left <= 0:
            return None
        _sleep_beside(pid, left)


def _sleep_beside(pid: int, seconds: float) -> None:
    """Sleep until a child ends; for a moment where the kernel does not tell when it does."""
    try:
        descriptor = os.pidfd_open(pid)
    except OSError:
        time.sleep(min(seconds, _MOMENT))
        return
    try:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        poll.poll(seconds * 1000)
    finally:
        os.close(descriptor)
