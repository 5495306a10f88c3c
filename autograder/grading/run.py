"""Grades many submissions: whatever becomes of one, each gets its result.

As many children are at work as there are processors; time limits are CPU seconds, so that they do not
disturb each other. Little is loaded with this module: the zygote starts first, and imports its packages
while this process imports pytest.
"""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.assignment import Assignment
from autograder.errors import SubmissionNotFoundError
from autograder.interruption import interruptions_held
from autograder.results import Result
from autograder.sandbox.isolation import may_meet, require_isolation
from autograder.sandbox.zygotes import Zygotes

if TYPE_CHECKING:
    import pytest

    from autograder.grading.graded import Graded
    from autograder.grading.setting import Setting
    from autograder.suite.collection import TestCase


def grade(
    assignment: Assignment,
    paths: Sequence[Path],
    on_result: Callable[[Path, Result], None],
    *,
    unsafe: bool = False,
    show: Callable[[str], None] = lambda _: None,
) -> None:
    """Grade the submissions at `paths`, calling `on_result` in their order as they are done.

    Whatever a submission does, it gets a result.

    Args:
        assignment: what to grade for.
        paths: the submissions.
        on_result: told of each result.
        unsafe: whether to grade even if this machine cannot isolate them.
        show: shows what goes on with one that takes long, in the place of what it showed before.

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
        grade_each(assignment, paths, on_graded, unsafe=unsafe, show=show)
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
    show: Callable[[str], None] = lambda _: None,
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
        show: as for `grade`.

    Raises:
        AutograderError: as for `grade`.
    """
    require_there(paths)

    def body(setting: Setting, zygotes: Zygotes) -> None:
        from autograder.grading.pool import Pool  # noqa: PLC0415 -- see the module's docstring

        alone = assignment.on_gpu or may_meet(zygotes.offer())
        pool = Pool(setting, paths, zygotes, known)
        for number, graded in pool.all(_slots(1 if alone else len(paths))):
            on_graded(number, graded)

    # One alone has no other whose submission it could read.
    others = paths if len(paths) > 1 else ()
    with_setting(assignment, body, private=[*private, *others], unsafe=unsafe, show=show)


def _slots(most: int) -> list[set[int]]:
    """Return the processors of each slot, in which one submission is graded at a time.

    The grader and a worker take turns: on one processor, neither has to wake another for each call.

    Args:
        most: how many slots there are at most. Where processors are left over, the kernel chooses.
    """
    processors = os.sched_getaffinity(0)
    if most < len(processors):
        return [processors] * most
    return [{number} for number in sorted(processors)]


def require_there(paths: Sequence[Path]) -> None:
    """Make sure that there is something at each path.

    Raises:
        SubmissionNotFoundError: a path leads nowhere.
    """
    for path in paths:
        if not os.path.lexists(path):  # which, unlike `Path.exists`, raises for no path at all
            raise SubmissionNotFoundError(f"{path} does not exist")


def with_setting(
    assignment: Assignment,
    body: Callable[[Setting, Zygotes], None],
    *,
    private: Sequence[Path],
    unsafe: bool,
    show: Callable[[str], None] = lambda _: None,
) -> None:
    """Make ready what all submissions have in common, and call `body` with it.

    Args:
        assignment: what to grade for.
        body: grades; this process holds no thread, and is not to start one.
        private: what no submission may read, beside the course.
        unsafe: whether to go on even if this machine cannot isolate submissions.
        show: as for `grade`.

    Raises:
        IsolationError: the machine cannot keep submissions from what they must not reach.
        SuiteError: the suite cannot be collected.
        SandboxError: the sandbox does not work on this machine.
    """
    with contextlib.closing(Zygotes(assignment.allow, gpu=assignment.on_gpu)) as zygotes:
        with interruptions_held():  # NumPy comes with them
            import autograder.grading.pool  # noqa: F401, PLC0415 -- what children run, before it is frozen
            from autograder.grading.setting import make_setting  # noqa: PLC0415 -- see the module's docstring
            from autograder.suite.collection import run_with_suite  # noqa: PLC0415 -- as above
            from autograder.suite.inputs import prepare  # noqa: PLC0415 -- as above

        def within(config: pytest.Config, cases: Sequence[TestCase]) -> None:
            if not unsafe:
                require_isolation(zygotes.offer(), [assignment.folder.parent, *private])
            setting = make_setting(assignment, config, cases, show)
            prepare([case.item for case in cases], assignment.secret, assignment.name)
            gc.freeze()  # what is shared with the children stays shared: no collection touches it
            body(setting, zygotes)

        run_with_suite(assignment, within)
