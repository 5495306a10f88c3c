"""Runs one collected test against one submission and says how it ended."""

from __future__ import annotations

import errno
import traceback

import pytest

from autograder.assignment import Reveal
from autograder.errors import SandboxError, SubmittedFileError
from autograder.results import Status, TestOutcome
from autograder.sandbox.stops import (
    CallTimeout,
    FilesExceeded,
    MissingFunctionError,
    OutputExceeded,
    StudentError,
    StudentStopped,
)
from autograder.suite.advice import advice
from autograder.suite.attempt import Attempt
from autograder.suite.bounds import too_large_a_file, too_much_memory
from autograder.suite.collection import TestCase
from autograder.suite.mismatch import MismatchError
from autograder.suite.picture import call_text
from autograder.suite.plugin import BENCH
from autograder.suite.runner import run
from autograder.text import scrub

_MAX_NOTE = 4000


def judge(case: TestCase, attempt: Attempt, reveal: Reveal) -> tuple[TestOutcome, BaseException | None]:
    """Run one test; what a student may read of it follows `reveal`, or everything if it is public.

    Returns:
        The outcome, and what the test raised.
    """
    attempt.take_output()
    before = attempt.spent()
    error = run(case.item)
    status, message, note = _explain(error, attempt, "full" if case.public else reveal)
    if case.public and isinstance(error, MismatchError):
        call = case.item.config.stash[BENCH].student.last_call
        message = f"{message}\ncalled: {call_text(call.name, call.args, call.kwargs)}"
    printed = attempt.take_output()
    if printed:
        note = f"{note}\nprinted:\n{printed}".lstrip("\n")
    outcome = TestOutcome(
        id=case.id,
        title=case.title,
        public=case.public,
        status=status,
        weight=case.weight,
        needs=case.needs,
        message=scrub(message, _MAX_NOTE),
        note=scrub(note, _MAX_NOTE),
        seconds=attempt.spent() - before,
    )
    return outcome, error


def not_run(case: TestCase, status: Status, message: str) -> TestOutcome:
    """Return the outcome of a test that is not run, and why."""
    return TestOutcome(
        id=case.id,
        title=case.title,
        public=case.public,
        status=status,
        weight=case.weight,
        needs=case.needs,
        message=message,
    )


def _explain(error: BaseException | None, attempt: Attempt, reveal: Reveal) -> tuple[Status, str, str]:
    """Return status, message for the student, note for staff."""
    match error:
        case None:
            return Status.PASSED, "", ""
        case MismatchError():
            return _explain_mismatch(error, attempt, reveal)
        case MissingFunctionError():
            return Status.ERROR, str(error), ""
        case StudentError():
            return _explain_error(error, attempt, reveal)
        case SubmittedFileError():
            return (
                Status.FAILED,
                str(error),
                "",
            )  # of what she handed in, before anything hidden was known
        case StudentStopped():
            return _STOPS.get(type(error), Status.CRASHED), str(error), error.detail
        case AssertionError() | pytest.fail.Exception():
            message = str(error) if reveal == "full" else ""
            return Status.FAILED, message, str(error)
        case SandboxError():
            raise error  # nothing of this submission can be judged
    # The suite itself failed, perhaps over an answer that it did not expect: a person has to look.
    return Status.UNGRADED, _UNGRADED, "".join(traceback.format_exception(error))


_STOPS: dict[type[StudentStopped], Status] = {
    CallTimeout: Status.TIMEOUT,
    OutputExceeded: Status.OUTPUT,
    FilesExceeded: Status.FILES,
}
_UNGRADED = "this test could not be judged; the teaching staff has been told"


def _explain_error(error: StudentError, attempt: Attempt, reveal: Reveal) -> tuple[Status, str, str]:
    message = attempt.describe(error, with_message=reveal == "full")
    if says := advice(error.message):
        message = f"{message}\n{says}"
    message = "" if reveal == "nothing" else message
    note = attempt.describe(error, with_message=True)
    if isinstance(error, MemoryError):
        return Status.MEMORY, f"{too_much_memory(attempt.limits)}\n{message}".rstrip(), note
    if isinstance(error, OSError) and error.message.startswith(f"[Errno {errno.EFBIG}]"):
        return Status.FILES, f"{too_large_a_file(attempt.limits)}\n{message}".rstrip(), note
    return Status.ERROR, message, note


def _explain_mismatch(error: MismatchError, attempt: Attempt, reveal: Reveal) -> tuple[Status, str, str]:
    mismatch = error.mismatch
    note = mismatch.detail or mismatch.hint
    message = mismatch.full_text() if reveal == "full" else mismatch.hint
    if isinstance(cause := error.__cause__, StudentError):
        note = f"{note}\n{attempt.describe(cause, with_message=True)}"
        message = f"{message}\n{attempt.describe(cause, with_message=reveal == 'full')}"
    return Status.FAILED, "" if reveal == "nothing" else message, note
