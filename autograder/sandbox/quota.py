"""How much a worker may print during one call, keep in its folder and, with a GPU, hold in memory."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import SandboxError
from autograder.sandbox import wire
from autograder.sandbox.stops import FilesExceeded, MemoryExceeded, OutputExceeded

MIB = 2**20
_SPACE = 2**30
_CLOCK_REALTIME_COARSE = 5  # from <linux/time.h>: what the times of files are read from
_TICK_NS = max(4_000_000, int(2e9 * time.clock_getres(_CLOCK_REALTIME_COARSE)))


@dataclass(frozen=True)
class Quota:
    """Bounds of what leaves a worker other than by an answer.

    Attributes:
        output_bytes: printed during one call, or while the cells run.
        file_bytes: on the disk, in all files of its folder together.
        files: files and folders in it.
        memory_bytes: beyond what it shares with the zygote; None where the kernel bounds it.
        answer_bytes: of the arrays in one answer, of which the grader holds two copies.
    """

    output_bytes: int
    file_bytes: int
    files: int
    memory_bytes: int | None = None
    answer_bytes: int = wire.MAX_BODY_BYTES

    def admits(self, printed: int) -> bool:
        """Tell whether so many bytes may be printed."""
        return printed <= self.output_bytes

    def check_output(self, printed: int) -> None:
        """Make sure that so many bytes may be printed.

        Raises:
            OutputExceeded: they may not.
        """
        if not self.admits(printed):
            size = self.output_bytes // MIB
            raise OutputExceeded(f"the code printed more than {size} MB and was stopped")

    def check_memory(self, used: int) -> None:
        """Make sure that so many bytes of memory may be used.

        Raises:
            MemoryExceeded: they may not.
        """
        if self.memory_bytes is not None and used > self.memory_bytes:
            size = self.memory_bytes // MIB
            raise MemoryExceeded(
                f"the code needed more than the {size} MB of memory that it may use and was stopped"
            )


class Folder:
    """What a worker writes to its folder, at which it may be at this moment.

    Args:
        path: of the folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._empty_since: int | None = None  # when it was last changed, if it was empty after that

    def is_untouched(self) -> bool:
        """Tell at little cost that it is as empty as it was when it was last checked.

        Nobody can set the time at which an entry of it came or went.
        """
        try:
            # For each answer: pathlib takes as long again as the kernel.
            return os.stat(self._path).st_ctime_ns == self._empty_since  # noqa: PTH116
        except OSError:
            return False

    def check(self, quota: Quota) -> None:
        """Make sure that what lies there keeps within bounds.

        Raises:
            FilesExceeded: it does not.
        """
        self._empty_since = None
        with contextlib.suppress(OSError):
            changed = os.stat(self._path).st_ctime_ns  # noqa: PTH116 -- as above
            # Two changes within a tick of the clock have the same time.
            if time.time_ns() - changed > _TICK_NS:
                self._empty_since = changed
        if self._count(quota):
            self._empty_since = None

    def _count(self, quota: Quota) -> int:
        """Return how many files and folders there are, if they keep within bounds."""
        count = size = 0
        waiting = [self._path]
        while waiting:
            found, on_disk = _entries(waiting.pop(), waiting)
            count, size = count + found, size + on_disk
            if count > quota.files:
                raise FilesExceeded(f"the code made more than {quota.files} files and was stopped")
            if size > quota.file_bytes:
                raise FilesExceeded(
                    f"the code wrote more than {quota.file_bytes // MIB} MB of files and was stopped"
                )
        return count


def free_bytes(folder: Path) -> int:
    """Return how much can still be written where a folder lies."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def check_space(folder: Path, before: int) -> None:
    """Make sure that the disk does not fill up by files that nobody sees: removed, but in use.

    Raises:
        SandboxError: it does, by whomever.
    """
    if before - free_bytes(folder) > _SPACE:
        raise SandboxError(
            f"the disk of {folder} lost more than {_SPACE // MIB} MB while this submission ran: look "
            "whether another program does that, or the submission itself"
        )


def _entries(folder: str, folders: list[str]) -> tuple[int, int]:
    """Return number and size of what a folder holds directly; its own folders go to `folders`."""
    count = size = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                count += 1
                with contextlib.suppress(FileNotFoundError):
                    # What a file takes, not how long it claims to be: one may be a hole.
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
    except OSError as error:
        if error.errno in {errno.ENAMETOOLONG, errno.EACCES}:
            raise FilesExceeded("the code made folders too deep to look into and was stopped") from error
    return count, size
