"""Work for all processors, in children of this process, which alone writes what comes of it."""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from autograder.errors import AutograderError
from autograder.forked import ChildFailedError, Forked
from autograder.sandbox.jail.process import die_with_parent

Key = TypeVar("Key")
_Job = tuple[Key, Forked]


def in_children(
    tasks: Iterable[tuple[Key, Callable[[], bytes]]], seconds: float
) -> Iterator[tuple[Key, bytes | ChildFailedError]]:
    """Give what came of each task, in the order in which they are done.

    Args:
        tasks: what to do, each with what stands for it; they are asked for as processors get free.
        seconds: how long one may take.

    Raises:
        AutograderError: the machine has no process to spare.
    """
    waiting, running = iter(tasks), list[_Job[Key]]()
    try:
        while True:
            while len(running) < (os.cpu_count() or 1) and (task := next(waiting, None)):
                running.append((task[0], _started(task[1], seconds)))
            if not running:
                return
            job = _first_done(running)
            running.remove(job)
            key, child = job
            try:
                outcome: bytes | ChildFailedError = child.result()
            except ChildFailedError as error:
                outcome = error
            yield key, outcome
    finally:
        for _, child in running:
            child.kill()


def _started(function: Callable[[], bytes], seconds: float) -> Forked:
    parent = os.getpid()

    def work() -> bytes:
        die_with_parent(parent)
        return function()

    try:
        return Forked(work, seconds)
    except OSError as error:
        raise AutograderError(
            f"this machine has no process to spare ({error.strerror}): give the command again later"
        ) from error


def _first_done(running: list[_Job[Key]]) -> _Job[Key]:
    """Wait for the first that is done, or has run out of time."""
    by_end = min(running, key=lambda job: job[1].seconds_left)
    poll = select.poll()
    for _, child in running:
        poll.register(child, select.POLLIN)
    ready = {descriptor for descriptor, _ in poll.poll(by_end[1].seconds_left * 1000)}
    return next((job for job in running if job[1].fileno() in ready), by_end)
