"""Resource limits: memory, CPU, threads, the size of a file. Stops what would starve the machine."""

from __future__ import annotations

import contextlib
import os
import resource
from dataclasses import dataclass

THREADS = 64


@dataclass(frozen=True)
class Bounds:
    """Bounds of one worker: memory in bytes beyond the zygote's own, CPU in seconds, a file in bytes.

    Where a GPU is used, the kernel cannot bound memory: the channel looks at it (`Quota.memory_bytes`).
    """

    memory_bytes: int
    cpu_seconds: int
    file_bytes: int


def count_tasks(uid: int) -> int:
    """Return how many threads the processes of a user have, as far as /proc shows."""
    count = 0
    for name in os.listdir("/proc"):  # noqa: PTH208 -- pathlib is not loaded here
        with contextlib.suppress(OSError):
            if name.isdigit() and os.stat(f"/proc/{name}/task").st_uid == uid:  # noqa: PTH116
                count += len(os.listdir(f"/proc/{name}/task"))  # noqa: PTH208
    return count


def limit_resources(bounds: Bounds, tasks: int, *, gpu: bool) -> str:
    """Set rlimits; no core dump.

    Args:
        bounds: of this worker.
        tasks: threads that the worker's user may have beside its own. What it may have beyond is
            generous: OpenBLAS hangs in its first product where it cannot have a thread.
        gpu: whether CUDA is used, which reserves far more addresses than it uses memory.
    """
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 -- pathlib is not loaded here
        used = int(statm.read().split()[0]) * resource.getpagesize()
    limits = {
        resource.RLIMIT_CPU: bounds.cpu_seconds,
        resource.RLIMIT_FSIZE: bounds.file_bytes,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: tasks + THREADS,
    }
    if not gpu:
        limits[resource.RLIMIT_AS] = used + bounds.memory_bytes
    for which, value in limits.items():
        hard = resource.getrlimit(which)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (bound, bound))
    return "resource limits"
