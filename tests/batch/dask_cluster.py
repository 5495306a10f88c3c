"""A Dask cluster of processes on this machine, as staff would start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from tests.grading.test_orphans import alive, all_end, children

DASK = Path(sys.executable).parent / "dask"
SECONDS = 300.0  # on a busy machine
LOOPBACK = ("--host", "127.0.0.1")  # whoever reaches a cluster can run any code


class DaskCluster:
    """A scheduler and its workers; a context manager that ends them.

    Args:
        folder: for what they write.
        workers: how many there are to begin with.
        settings: environment variables of the scheduler.
    """

    def __init__(
        self, folder: Path, workers: int = 0, settings: Mapping[str, str] | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "scheduler.json"
        self._folder = folder
        self._started: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--port", "0", env={**os.environ, **(settings or {})})
        until(self.file.exists)
        self.address = json.loads(self.file.read_bytes())["address"]
        self.workers = [self._start_worker() for _ in range(workers)]
        for worker in self.workers:
            self._wait_for(worker)

    def add_worker(self, *options: str, **settings: str) -> subprocess.Popen[bytes]:
        """Start one more worker, with options and environment variables, and wait until it serves."""
        worker = self._start_worker(*options, env={**os.environ, **settings})
        self._wait_for(worker)
        return worker

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._started):
            process.kill()
            process.wait()

    def _start(
        self, what: str, *options: str, env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        with (self._folder / f"{len(self._started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [DASK, what, *LOOPBACK, "--scheduler-file", self.file, "--no-dashboard", *options],
                env={**(env or os.environ), "DASK_TEMPORARY_DIRECTORY": str(self._folder)},
                stdout=log,
                stderr=log,
                cwd=self._folder,
            )
        self._started.append(process)
        return process

    def _start_worker(
        self, *options: str, env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        return self._start("worker", "--nthreads", "1", "--no-nanny", *options, env=env)

    def _wait_for(self, worker: subprocess.Popen[bytes]) -> None:
        log = self._folder / f"{self._started.index(worker)}.log"
        until(lambda: b"Registered to" in log.read_bytes())


def slots(worker: subprocess.Popen[bytes]) -> set[int]:
    """Return the slots that a worker has at the moment."""
    return set(filter(alive, children(worker.pid)))


def slots_end(*workers: subprocess.Popen[bytes]) -> bool:
    """Tell whether all slots of some workers end soon."""
    return all_end({slot for worker in workers for slot in slots(worker)}, 5.0)


def until(condition: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "it does not get on"
        time.sleep(0.05)
