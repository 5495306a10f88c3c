"""Grades submissions for one assignment: one collected suite, a forked child a submission.

As many children are at work as there are processors; time limits are CPU seconds, so that they do not
disturb each other. The parent holds no thread and grades nothing itself. A child that crashes or hangs,
which can only be the grader's own fault, costs its submission an `ungraded` result, the others nothing.
"""

from __future__ import annotations

import dataclasses
import gc
import hashlib
import importlib.metadata
import os
import platform
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy.random  # noqa: F401 -- here, since NumPy would load it anew in each child
import pytest

from autograder._version import __version__
from autograder.assignment import Assignment
from autograder.errors import (
    ResultError,
    SubmissionNotFoundError,
    SuiteError,
    UnreadableSubmissionError,
)
from autograder.forked import ChildFailedError, Forked
from autograder.results import (
    AssignmentInfo,
    Isolation,
    Result,
    Status,
    SubmissionInfo,
    from_json,
    to_json,
)
from autograder.sandbox.channel import WALL_FACTOR
from autograder.sandbox.launcher import Session, Zygote
from autograder.sandbox.stops import StudentStopped
from autograder.scoring import max_total, score, total
from autograder.submission import read_submission
from autograder.suite.attempt import Attempt, worker_bounds
from autograder.suite.collection import TestCase, run_with_suite
from autograder.suite.judge import not_run
from autograder.suite.plugin import BENCH, Bench, load_module
from autograder.suite.questions import judge_questions
from autograder.suite.remote import RemoteStudent
from autograder.text import scrub

_PROCESSORS = os.cpu_count() or 1  # as many submissions are graded at once
_GRACE_SECONDS = 60.0  # beyond what a submission's own limits allow


@dataclass(frozen=True)
class _Setting:
    """What all submissions of one run have in common."""

    assignment: Assignment
    info: AssignmentInfo
    versions: dict[str, str]
    config: pytest.Config
    cases: Sequence[TestCase]


def grade(
    assignment: Assignment, paths: Sequence[Path], on_result: Callable[[Path, Result], None]
) -> None:
    """Grade the submissions at `paths` in order, calling `on_result` as each is done.

    Whatever a submission does, it gets a result.

    Raises:
        SubmissionNotFoundError: a path leads nowhere; nothing has been graded then.
        SuiteError: the suite cannot be collected.
        SandboxError: the sandbox does not work on this machine.
    """
    for path in paths:
        if not os.path.lexists(path):  # which, unlike `Path.exists`, raises for no path at all
            raise SubmissionNotFoundError(f"{path} does not exist")
    # The zygote imports what students may use while this process imports and collects the suite.
    with Zygote(assignment.allow) as zygote:

        def body(config: pytest.Config, cases: Sequence[TestCase]) -> None:
            info = AssignmentInfo(
                name=assignment.name, title=assignment.title, sha256=assignment.sha256()
            )
            setting = _Setting(assignment, info, _versions(), config, cases)
            reference = _load_reference(assignment)
            gc.freeze()  # what is shared with the children stays shared: no collection touches it
            waiting: deque[tuple[Path, Forked]] = deque()
            try:
                for path in paths:
                    if len(waiting) == _PROCESSORS:
                        _collect(setting, *waiting.popleft(), on_result)
                    waiting.append((path, _fork(setting, reference, path, zygote)))
                while waiting:
                    _collect(setting, *waiting.popleft(), on_result)
            finally:
                for _, child in waiting:
                    child.kill()

        run_with_suite(assignment, body)


def _load_reference(assignment: Assignment) -> ModuleType:
    try:
        return load_module(assignment.master, f"autograder_reference_{assignment.name}")
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a master may call sys.exit()
        raise SuiteError(
            f"{assignment.master} cannot be executed: {type(error).__name__}: {error}"
        ) from error


def _fork(setting: _Setting, reference: ModuleType, path: Path, zygote: Zygote) -> Forked:
    """Start to grade one submission in a child."""
    limits = setting.assignment.limits
    session = zygote.open_session()
    session.request_worker(*worker_bounds(limits))

    def grade_one() -> bytes:
        started = time.perf_counter()
        result = _grade_one(setting, reference, path, session)
        return to_json(dataclasses.replace(result, seconds=time.perf_counter() - started))

    child = Forked(grade_one, WALL_FACTOR * limits.total_seconds + _GRACE_SECONDS)
    session.close()  # the child's copy alone keeps its workers alive
    return child


def _collect(
    setting: _Setting, path: Path, child: Forked, on_result: Callable[[Path, Result], None]
) -> None:
    try:
        result = from_json(child.result())
    except (ChildFailedError, ResultError) as error:  # a crash of the grader is never a zero
        result = _ungraded(setting, path, str(error))
    on_result(path, result)


def _grade_one(setting: _Setting, reference: ModuleType, path: Path, session: Session) -> Result:
    assignment = setting.assignment
    try:
        submission = read_submission(path, assignment.name)
    except UnreadableSubmissionError as error:
        return _unreadable(setting, path, str(error))
    attempt = Attempt(session, submission, assignment.limits)
    bench = Bench(RemoteStudent(attempt), reference, assignment.secret, assignment.name)
    setting.config.stash[BENCH] = bench
    stopped: tuple[str, ...] = ()
    try:
        attempt.start()
    except StudentStopped as stop:
        stopped = (f"the submission could not be run: {stop}",)
    outcomes, messages = judge_questions(assignment.questions, setting.cases, attempt)
    attempt.close()
    results = score(assignment.questions, outcomes, messages)
    return Result(
        assignment=setting.info,
        submission=SubmissionInfo(
            name=submission.name, graded_file=submission.graded_file, sha256=submission.sha256
        ),
        status="graded" if total(results) is not None else "ungraded",
        points=total(results),
        max_points=max_total(assignment.questions),
        questions=results,
        messages=(*submission.messages, *stopped, *(failure.text for failure in attempt.failures)),
        notes=(f"printed while the cells ran:\n{attempt.printed}",) if attempt.printed else (),
        versions=setting.versions,
        isolation=Isolation(level=_level(attempt.layers), layers=attempt.layers),
    )


def _unreadable(setting: _Setting, path: Path, why: str) -> Result:
    return _without_run(setting, path, "unreadable", Status.ERROR, message=why)


def _ungraded(setting: _Setting, path: Path, note: str) -> Result:
    message = "this submission could not be judged; the teaching staff has been told"
    notes = (scrub(note, 20_000),)
    return _without_run(setting, path, "ungraded", Status.UNGRADED, message=message, notes=notes)


def _without_run(
    setting: _Setting,
    path: Path,
    kind: str,
    status: Status,
    *,
    message: str,
    notes: tuple[str, ...] = (),
) -> Result:
    """Return the result of a submission of which nothing was run."""
    questions = setting.assignment.questions
    outcomes = {
        question.id: [
            not_run(case, status, "") for case in setting.cases if case.question == question.id
        ]
        for question in questions
    }
    results = score(questions, outcomes, {})
    return Result(
        assignment=setting.info,
        submission=SubmissionInfo(
            name=scrub(path.name, 255), graded_file="", sha256=_digest_of_file(path)
        ),
        status=kind,
        points=total(results),
        max_points=max_total(questions),
        questions=results,
        messages=(message,),
        notes=notes,
        versions=setting.versions,
        isolation=Isolation(level="not run", layers=()),
    )


def _level(layers: Sequence[str]) -> str:
    """Return how much held: the file system and the network are not closed yet at any level."""
    return "basic" if {"own uid", "no capabilities"} & set(layers) else "same user"


def _digest_of_file(path: Path) -> str:
    if not path.is_file():
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _versions() -> dict[str, str]:
    return {
        "autograder": __version__,
        "python": platform.python_version(),
        "numpy": importlib.metadata.version("numpy"),
        "pytest": pytest.__version__,
    }
