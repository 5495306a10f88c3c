"""Who computes on this machine: many at a time, or one who is timed and shares cores with nobody.

Processes agree by two locked files in a folder of their user's own: whoever wants to be alone takes the
first, so that nobody else begins, and waits at the second until all who have begun have ended or wait
too. A lock ends with its process. Nobody waits forever for one that hangs: a clock that counts CPU
seconds is right beside neighbours, too, if less precise.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_PATIENCE_SECONDS = 600.0  # more than most trainings of a network take
_BETWEEN_TRIES = 0.005


class Cores:
    """The processors of this machine, as those see them who measure.

    Args:
        folder: for the locks; by default one of this user's own.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(tempfile.gettempdir()) / f"autograder-cores-{os.getuid()}"
        self._gate: int | None = None
        self._cores: int | None = None

    @contextlib.contextmanager
    def shared(self) -> Iterator[None]:
        """Compute beside others, but not while one of them is timed."""
        with contextlib.suppress(OSError):
            self._open()
        try:
            with _held(self._gate, fcntl.LOCK_EX):
                _lock(self._cores, fcntl.LOCK_SH)
            yield
        finally:
            for descriptor in (self._gate, self._cores):
                if descriptor is not None:
                    os.close(descriptor)
            self._gate = self._cores = None

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Compute alone, within `shared`: none of the others does meanwhile."""
        _unlock(self._cores)  # before it waits: two who want to be alone would wait for each other
        with _held(self._gate, fcntl.LOCK_EX):
            _lock(self._cores, fcntl.LOCK_EX)
            try:
                yield
            finally:
                _unlock(self._cores)
                _lock(self._cores, fcntl.LOCK_SH)

    def _open(self) -> None:
        """Open the files, in a folder that nobody else can write to.

        Raises:
            OSError: there is no such folder.
        """
        with contextlib.suppress(FileExistsError):
            self._folder.mkdir(0o700)
        found = self._folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise PermissionError(f"{self._folder} is not this user's alone")
        opened = [
            os.open(self._folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            for name in ("gate", "cores")
        ]
        self._gate, self._cores = opened


@contextlib.contextmanager
def _held(descriptor: int | None, how: int) -> Iterator[None]:
    _lock(descriptor, how)
    try:
        yield
    finally:
        _unlock(descriptor)


def _lock(descriptor: int | None, how: int) -> None:
    """Lock a file, or go on without after a while."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while descriptor is not None and time.monotonic() < end:
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_BETWEEN_TRIES)
        else:
            return


def _unlock(descriptor: int | None) -> None:
    if descriptor is not None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
