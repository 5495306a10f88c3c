"""Work for all processors, in children of this process, which alone writes what comes of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from autograder.errors import AutograderError
from autograder.forked import ChildFailedError, Forked, first_done
from autograder.sandbox.jail.process import die_with_parent

Key = TypeVar("Key")


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
    waiting, running = iter(tasks), dict[Forked, Key]()
    try:
        while True:
            while len(running) < (os.cpu_count() or 1) and (task := next(waiting, None)):
                running[_started(task[1], seconds)] = task[0]
            if not running:
                return
            child = first_done(list(running))
            key = running.pop(child)
            try:
                outcome: bytes | ChildFailedError = child.result()
            except ChildFailedError as error:
                outcome = error
            yield key, outcome
    finally:
        for child in running:
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
