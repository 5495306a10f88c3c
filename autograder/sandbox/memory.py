"""How much memory a worker uses, where the kernel cannot bound it: CUDA takes any number of addresses.

The grader looks from time to time, so a worker can have more for some hundredths of a second. What
counts is what the process has written to, in RAM or swapped out. Neither the GPU's own memory does, nor
what the driver allocates for it in RAM (pinned), nor what lies in files without a name, which the bounds
of a file's size and of open files keep small.
"""

from __future__ import annotations

from pathlib import Path

from autograder.errors import SandboxError

_COUNTED = (b"RssAnon:", b"RssShmem:", b"VmSwap:")


class Memory:
    """The memory of a worker that runs nothing of a student's yet.

    Args:
        pid: of the worker.

    Raises:
        SandboxError: /proc does not tell.
    """

    def __init__(self, pid: int) -> None:
        self._status = Path(f"/proc/{pid}/status")
        try:
            self._shared = self._counted()
        except OSError as error:
            raise SandboxError(
                f"the memory of workers cannot be watched: {error}. Mount /proc without hidepid, or "
                "grade without a GPU"
            ) from error

    def used(self) -> int:
        """Return the bytes that it uses beyond what it shares with the zygote, 0 if it has ended."""
        try:
            return self._counted() - self._shared
        except OSError:
            return 0

    def _counted(self) -> int:
        lines = [line for line in self._status.read_bytes().splitlines() if line.startswith(_COUNTED)]
        return 1024 * sum(int(line.split()[1]) for line in lines)
