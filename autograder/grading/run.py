"""Grades many submissions: whatever becomes of one, each gets its result.

As many children are at work as there are processors; time limits are CPU seconds, so that they do not
disturb each other. The parent holds no thread and grades nothing itself. A child that crashes or hangs,
which can only be the grader's own fault or the machine's, costs its submission a second try and then an
`ungraded` result, the others nothing.
"""

from __future__ import annotations

import dataclasses
import gc
import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy.random  # noqa: F401 -- here, since NumPy would load it anew in each child
import pytest

from autograder.assignment import Assignment
from autograder.errors import ResultError, SubmissionNotFoundError
from autograder.forked import ChildFailedError, Forked
from autograder.grading.one import grade_one
from autograder.grading.setting import Setting, make_setting
from autograder.grading.without_run import ungraded
from autograder.results import Result, from_json, to_json
from autograder.sandbox.channel import WALL_FACTOR
from autograder.sandbox.isolation import require_isolation
from autograder.sandbox.jail.process import die_with_parent
from autograder.sandbox.zygotes import Zygotes
from autograder.suite.attempt import worker_bounds
from autograder.suite.collection import TestCase, run_with_suite

_PROCESSORS = os.cpu_count() or 1  # as many submissions are graded at once
_GRACE_SECONDS = 60.0  # beyond what a submission's own limits allow


@dataclass(frozen=True)
class _Job:
    """A submission that is being graded."""

    path: Path
    child: Forked


def grade(
    assignment: Assignment,
    paths: Sequence[Path],
    on_result: Callable[[Path, Result], None],
    *,
    unsafe: bool = False,
) -> None:
    """Grade the submissions at `paths` in order, calling `on_result` as each is done.

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
    for path in paths:
        if not os.path.lexists(path):  # which, unlike `Path.exists`, raises for no path at all
            raise SubmissionNotFoundError(f"{path} does not exist")
    # The zygote imports what students may use while this process imports and collects the suite.
    with Zygotes(assignment.allow) as zygotes:

        def body(config: pytest.Config, cases: Sequence[TestCase]) -> None:
            if not unsafe:
                # One alone has no other whose submission it could read.
                others = paths if len(paths) > 1 else ()
                require_isolation(zygotes.offer(), [assignment.folder.parent, *others])
            setting = make_setting(assignment, config, cases)
            gc.freeze()  # what is shared with the children stays shared: no collection touches it
            waiting: deque[_Job] = deque()
            try:
                for path in paths:
                    if len(waiting) == _PROCESSORS:
                        _collect(setting, waiting.popleft(), zygotes, on_result)
                    waiting.append(_start(setting, path, zygotes))
                while waiting:
                    _collect(setting, waiting.popleft(), zygotes, on_result)
            finally:
                for job in waiting:
                    job.child.kill()

        run_with_suite(assignment, body)


def _start(setting: Setting, path: Path, zygotes: Zygotes) -> _Job:
    """Start to grade one submission in a child."""
    limits = setting.assignment.limits
    session = zygotes.current().open_session()
    session.request_worker(worker_bounds(limits))
    parent = os.getpid()

    def work() -> bytes:
        die_with_parent(parent)
        started = time.perf_counter()
        result = grade_one(setting, path, session)
        return to_json(dataclasses.replace(result, seconds=time.perf_counter() - started))

    child = Forked(work, WALL_FACTOR * limits.total_seconds + _GRACE_SECONDS)
    session.close()  # the child's copy alone keeps its workers alive
    return _Job(path, child)


def _collect(
    setting: Setting, job: _Job, zygotes: Zygotes, on_result: Callable[[Path, Result], None]
) -> None:
    result = _result(setting, job)
    if result.status == "ungraded":
        # The machine may have ended a process of ours, for want of memory for instance.
        result = _result(setting, _start(setting, job.path, zygotes))
    on_result(job.path, result)


def _result(setting: Setting, job: _Job) -> Result:
    try:
        return from_json(job.child.result())
    except (ChildFailedError, ResultError) as error:  # a crash of the grader is never a zero
        return ungraded(setting, job.path, str(error))
