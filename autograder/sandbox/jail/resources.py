"""Resource limits: memory, CPU, the size of a file. Stops what would starve the machine."""

from __future__ import annotations

import resource
from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """Bounds of one worker: memory in bytes beyond the zygote's own, CPU in seconds, a file in bytes."""

    memory_bytes: int
    cpu_seconds: int
    file_bytes: int


def limit_resources(bounds: Bounds) -> str:
    """Set rlimits; no core dump.

    Not NPROC: OpenBLAS hangs in its first product where threads cannot be counted.
    """
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 -- pathlib is not loaded here
        used = int(statm.read().split()[0]) * resource.getpagesize()
    for which, value in (
        (resource.RLIMIT_AS, used + bounds.memory_bytes),
        (resource.RLIMIT_CPU, bounds.cpu_seconds),
        (resource.RLIMIT_FSIZE, bounds.file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(which)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (bound, bound))
    return "resource limits"
