"""Grades many submissions: whatever becomes of one, each gets its result.

As many children are at work as there are processors; time limits are CPU seconds, so that they do not
disturb each other. The parent holds no thread and grades nothing itself. A child that crashes or hangs,
which can only be the grader's own fault or the machine's, costs its submission a second try, alone and
without words, and then an `ungraded` result; the others nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import os
import select
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy.random  # noqa: F401 -- here, since NumPy would load it anew in each child
import pytest

from autograder.assignment import Assignment
from autograder.errors import ResultError, SubmissionNotFoundError
from autograder.forked import ChildFailedError, Forked
from autograder.grading.graded import Graded, from_bytes, to_bytes
from autograder.grading.one import grade_one
from autograder.grading.setting import Setting, make_setting
from autograder.grading.without_run import ungraded, without_words
from autograder.results import Result
from autograder.sandbox.channel import WALL_FACTOR
from autograder.sandbox.isolation import may_meet, require_isolation
from autograder.sandbox.jail.process import die_with_parent
from autograder.sandbox.zygotes import Zygotes
from autograder.suite.bounds import worker_bounds
from autograder.suite.collection import TestCase, run_with_suite

_PROCESSORS = os.cpu_count() or 1  # as many submissions are graded at once
_GRACE_SECONDS = 60.0  # beyond what a submission's own limits allow
_STARTS = 100  # while the machine has no process to spare
_BETWEEN_STARTS = 0.1


def grade(
    assignment: Assignment,
    paths: Sequence[Path],
    on_result: Callable[[Path, Result], None],
    *,
    unsafe: bool = False,
) -> None:
    """Grade the submissions at `paths`, calling `on_result` in their order as they are done.

    Whatever a submission does, it gets a result.

    Args:
        assignment: what to grade for.
        paths: the submissions.
        on_result: told of each result.
        unsafe: whether to grade even if this machine cannot isolate them.

    Raises:
        SubmissionNotFoundError: a path leads nowhere; nothing has been graded then.
        IsolationError: the machine cannot keep the submissions from what they must not reach.
        SuiteError: the suite cannot be collected.
        SandboxError: the sandbox does not work on this machine.
    """
    done: dict[int, Result] = {}
    told = 0

    def on_graded(number: int, graded: Graded) -> None:
        nonlocal told
        done[number] = graded.result
        while told in done:
            on_result(paths[told], done.pop(told))
            told += 1

    try:
        grade_each(assignment, paths, on_graded, unsafe=unsafe)
    finally:  # after an interruption, what was graded beyond the gap is kept too
        for number in sorted(done):
            on_result(paths[number], done[number])


def grade_each(
    assignment: Assignment,
    paths: Sequence[Path],
    on_graded: Callable[[int, Graded], None],
    *,
    known: Collection[bytes] | None = None,
    private: Sequence[Path] = (),
    unsafe: bool = False,
) -> None:
    """Grade the submissions at `paths`, calling `on_graded` with the number of each as it is done.

    Args:
        assignment: what to grade for.
        paths: the submissions.
        on_graded: told of each, in the order in which they come to an end.
        known: digests of arrays that evidence need not bring again, may grow meanwhile; None for no
            evidence at all.
        private: what no submission may read, beside the course and each other.
        unsafe: whether to grade even if this machine cannot isolate them.

    Raises:
        AutograderError: as for `grade`.
    """
    for path in paths:
        if not os.path.lexists(path):  # which, unlike `Path.exists`, raises for no path at all
            raise SubmissionNotFoundError(f"{path} does not exist")
    # The zygote imports what students may use while this process imports and collects the suite.
    with contextlib.closing(Zygotes(assignment.allow)) as zygotes:

        def body(config: pytest.Config, cases: Sequence[TestCase]) -> None:
            if not unsafe:
                # One alone has no other whose submission it could read.
                others = paths if len(paths) > 1 else ()
                require_isolation(zygotes.offer(), [assignment.folder.parent, *private, *others])
            setting = make_setting(assignment, config, cases)
            gc.freeze()  # what is shared with the children stays shared: no collection touches it
            slots = 1 if may_meet(zygotes.offer()) else _PROCESSORS
            for number, graded in _Pool(setting, paths, zygotes, known).all(slots):
                on_graded(number, graded)

        run_with_suite(assignment, body)


@dataclass(frozen=True)
class _Job:
    """A submission that is being graded, by its place in the order."""

    number: int
    child: Forked


@dataclass(frozen=True)
class _Pool:
    """Grades in children, several at a time."""

    setting: Setting
    paths: Sequence[Path]
    zygotes: Zygotes
    known: Collection[bytes] | None

    def all(self, slots: int) -> Iterator[tuple[int, Graded]]:
        """Give what came of all submissions, each with its place in the order, as they are done."""
        failed: list[int] = []
        for number, graded in self._round(slots, range(len(self.paths))):
            if isinstance(graded, Graded):
                yield number, graded
            else:
                failed.append(number)
        # A process of ours was ended, perhaps for want of memory or by a neighbour: once more, alone.
        for number, graded in self._round(1, failed):
            if isinstance(graded, Graded):
                yield number, dataclasses.replace(graded, result=without_words(graded.result))
            else:  # a crash of the grader is never a zero
                yield number, Graded(ungraded(self.setting, self.paths[number], graded))

    def _round(self, slots: int, numbers: Iterable[int]) -> Iterator[tuple[int, Graded | str]]:
        """Grade some submissions, `slots` at a time; give what came of each, or why nothing did."""
        waiting = deque(numbers)
        running: list[_Job] = []
        try:
            while waiting or running:
                while waiting and len(running) < slots:
                    child = self._start(self.paths[waiting[0]], patient=not running)
                    if child is not None:
                        running.append(_Job(waiting.popleft(), child))
                    elif running:
                        break  # until one of ours ends
                    else:
                        yield waiting.popleft(), "the machine has no process to spare"
                if running:
                    job = _first_done(running)
                    outcome = _outcome(job.child)
                    running.remove(job)
                    yield job.number, outcome
        finally:
            for job in running:
                job.child.kill()

    def _start(self, path: Path, *, patient: bool) -> Forked | None:
        """Start to grade one submission in a child.

        Returns:
            None if the machine has no process to spare; with `patient`, if that is so for a while.
        """
        limits = self.setting.assignment.limits
        parent = os.getpid()
        session = self.zygotes.request_worker(worker_bounds(limits))

        def work() -> bytes:
            die_with_parent(parent)
            started = time.perf_counter()
            graded = grade_one(self.setting, path, session, keep=self.known is not None)
            result = dataclasses.replace(graded.result, seconds=time.perf_counter() - started)
            return to_bytes(dataclasses.replace(graded, result=result), self.known or ())

        try:
            for _ in range(_STARTS if patient else 1):
                try:
                    return Forked(work, WALL_FACTOR * limits.total_seconds + _GRACE_SECONDS)
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


def _first_done(running: Sequence[_Job]) -> _Job:
    """Wait for the first that is done, or has run out of time."""
    by_end = min(running, key=lambda job: job.child.seconds_left)
    poll = select.poll()
    for job in running:
        poll.register(job.child, select.POLLIN)
    ready = {descriptor for descriptor, _ in poll.poll(by_end.child.seconds_left * 1000)}
    return next((job for job in running if job.child.fileno() in ready), by_end)
