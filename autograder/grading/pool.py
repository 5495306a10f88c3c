"""Children that grade, several at a time, whatever becomes of one of them.

The parent holds no thread and grades nothing itself. A child that crashes or hangs, which can only be
the grader's own fault or the machine's, costs its submission a second try, alone and without words, and
then an `ungraded` result; the others nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy.random  # noqa: F401 -- here, since NumPy would load it anew in each child

from autograder.assignment import Limits
from autograder.errors import ResultError
from autograder.forked import ChildFailedError, Forked, first_done
from autograder.grading.graded import Graded, from_bytes, to_bytes
from autograder.grading.one import grade_one
from autograder.grading.setting import Setting
from autograder.grading.without_run import ungraded, without_words
from autograder.interruption import within_memory
from autograder.loading import waited_for
from autograder.sandbox.channel import WALL_FACTOR
from autograder.sandbox.jail.process import die_with_parent
from autograder.sandbox.zygotes import Zygotes
from autograder.suite.bounds import grader_bytes, worker_bounds
from autograder.text import scrub

_GRACE_SECONDS = 60.0  # beyond what a submission's own limits allow
_STARTS = 100  # while the machine has no process to spare
_BETWEEN_STARTS = 0.1
_LONG_SECONDS = 60.0  # after which it is said which submission is waited for


def most_seconds(limits: Limits) -> float:
    """Return how long it can take until one submission has its result, with a second try."""
    return 2 * _seconds_of_a_try(limits)


def _seconds_of_a_try(limits: Limits) -> float:
    return WALL_FACTOR * limits.total_seconds + _GRACE_SECONDS


@dataclass(frozen=True)
class Pool:
    """Grades in children, several at a time.

    Attributes:
        setting: what is graded for.
        paths: the submissions.
        zygotes: what gives them workers.
        known: digests of arrays that evidence need not bring again, may grow meanwhile; None for no
            evidence at all.
        client: a descriptor that can be read once nobody waits for the results any more, if there is
            one.
    """

    setting: Setting
    paths: Sequence[Path]
    zygotes: Zygotes
    known: Collection[bytes] | None
    client: int | None = None

    def all(self, slots: Sequence[Collection[int]]) -> Iterator[tuple[int, Graded]]:
        """Give what came of all submissions, each with its place in the order, as they are done.

        Args:
            slots: the processors of each; a slot grades one submission at a time.

        Raises:
            SandboxError: the sandbox does not work any more.
            EOFError: nobody waits for the results any more.
        """
        failed: list[int] = []
        for number, graded in self._round(slots, range(len(self.paths))):
            if isinstance(graded, Graded):
                yield number, graded
            else:
                failed.append(number)
        # A process of ours was ended, perhaps for want of memory or by a neighbour: once more, alone.
        for number, graded in self._round(slots[:1], failed):
            if isinstance(graded, Graded):
                yield number, dataclasses.replace(graded, result=without_words(graded.result))
            else:  # a crash of the grader is never a zero
                yield number, Graded(ungraded(self.setting, self.paths[number], graded))

    def _round(
        self, slots: Sequence[Collection[int]], numbers: Iterable[int]
    ) -> Iterator[tuple[int, Graded | str]]:
        """Grade some submissions, one a slot at a time; give what came of each, or why nothing did."""
        waiting, free = deque(numbers), [*slots]
        # Children, the places of their submissions in the order, and their slots.
        running: dict[Forked, tuple[int, Collection[int]]] = {}
        try:
            while waiting or running:
                while waiting and free:
                    child = self._start(self.paths[waiting[0]], free[-1], patient=not running)
                    if child is not None:
                        running[child] = waiting.popleft(), free.pop()
                    elif running:
                        break  # until one of ours ends
                    else:
                        yield waiting.popleft(), "the machine has no process to spare"
                if running:
                    child = first_done(list(running), self.client)
                    outcome = _outcome(child)
                    number, slot = running.pop(child)
                    free.append(slot)
                    yield number, outcome
        finally:
            for child in running:
                child.kill()

    def _start(self, path: Path, processors: Collection[int], *, patient: bool) -> Forked | None:
        """Start to grade one submission in a child, which runs where its worker does.

        Returns:
            None if the machine has no process to spare; with `patient`, if that is so for a while.
        """
        limits, folder = self.setting.assignment.limits, self.setting.assignment.folder
        parent = os.getpid()
        session = self.zygotes.request_worker(worker_bounds(limits), processors)

        def work() -> bytes:
            die_with_parent(parent)
            with contextlib.suppress(OSError):  # one of them was taken from this container meanwhile
                os.sched_setaffinity(0, processors)
            started = time.perf_counter()
            keep = self.known is not None
            waited = waited_for(f"{scrub(path.name, 255)} to be judged", folder, _LONG_SECONDS)
            with within_memory(grader_bytes(limits)), waited:
                graded = grade_one(self.setting, path, session, self.zygotes, keep=keep)
            result = dataclasses.replace(graded.result, seconds=time.perf_counter() - started)
            return to_bytes(dataclasses.replace(graded, result=result), self.known or ())

        try:
            for _ in range(_STARTS if patient else 1):
                try:
                    return Forked(work, _seconds_of_a_try(limits))
                except BlockingIOError:
                    time.sleep(_BETWEEN_STARTS)
            return None
        finally:
            session.close()  # the child's copy alone keeps its workers alive


def _outcome(child: Forked) -> Graded | str:
    try:
        return from_bytes(child.result())
    except (ChildFailedError, ResultError) as error:
        return str(error)
