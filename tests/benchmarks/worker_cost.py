"""What a jailed worker costs: `python -m tests.benchmarks.worker_cost [PACKAGE]...`.

From the request to the moment at which the worker, jailed, waits for a submission; beyond the one-time
import of the packages (NumPy unless others are named). The CPU time of a worker until then and a bare
fork, in turn with it, say how much of that is the load of the machine at the moment.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time

import numpy as np

from autograder.sandbox.client import start_client
from autograder.sandbox.jail.resources import Bounds
from autograder.sandbox.launcher import Zygote
from autograder.sandbox.quota import MIB, Quota
from autograder.sandbox.session import Session

REPETITIONS = 200
BOUNDS = Bounds(memory_bytes=1024 * MIB, cpu_seconds=60, file_bytes=64 * MIB)
QUOTA = Quota(output_bytes=8 * MIB, file_bytes=64 * MIB, files=1000)


def worker_seconds(session: Session) -> tuple[float, float]:
    """Return the seconds until a worker is ready, and its CPU seconds by then."""
    started = time.perf_counter()
    session.request_worker(BOUNDS)
    client = start_client(session, QUOTA)
    ready = time.perf_counter() - started
    spent = client.cpu_seconds()
    client.retire()
    return ready, spent


def fork_seconds() -> float:
    """Return the seconds of a child that does nothing."""
    started = time.perf_counter()
    if (pid := os.fork()) == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    packages = tuple(sys.argv[1:]) or ("numpy",)
    with Zygote(packages) as zygote:
        offer = zygote.offer()
        session = zygote.open_session()
        worker_seconds(session)
        rows = [(*worker_seconds(session), fork_seconds()) for _ in range(REPETITIONS)]
        session.close()
    print(
        f"{', '.join(packages)}; Python {platform.python_version()}, NumPy {np.__version__}, "
        f"{platform.machine()}, {os.cpu_count()} processors, level {offer.level}; {REPETITIONS} workers"
    )
    for name, column in zip(
        ("jailed and ready", "CPU of the worker", "a bare fork"), zip(*rows, strict=True), strict=True
    ):
        tenths = statistics.quantiles(column, n=10)
        print(
            f"{name:18} median {statistics.median(column) * 1e3:6.2f} ms, "
            f"tenth {tenths[0] * 1e3:6.2f} to {tenths[-1] * 1e3:6.2f} ms"
        )


if __name__ == "__main__":
    main()
