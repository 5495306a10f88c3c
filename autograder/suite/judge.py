"""Runs one collected test against one submission and says how it ended."""

from __future__ import annotations

import errno
import inspect
import traceback
from collections.abc import Callable

import pytest

from autograder.errors import SandboxError, SubmittedFileError
from autograder.results import Line, Reveal, Status, Telling, TestOutcome
from autograder.sandbox.stops import (
    CallTimeout,
    FilesExceeded,
    MemoryExceeded,
    MissingFunctionError,
    OutputExceeded,
    StudentError,
    StudentStopped,
)
from autograder.suite.advice import advice
from autograder.suite.attempt import Attempt
from autograder.suite.bounds import too_large_a_file, too_large_to_judge, too_much_memory
from autograder.suite.collection import TestCase
from autograder.suite.mismatch import MismatchError
from autograder.suite.picture import call_text
from autograder.suite.plugin import BENCH
from autograder.suite.runner import run_alive
from autograder.telling import alike, changed, message_of
from autograder.text import scrub

_MAX_NOTE = 4000
_NOTHING = alike("")


def judge(case: TestCase, attempt: Attempt, reveal: Reveal) -> tuple[TestOutcome, BaseException | None]:
    """Run one test; what a student may read of it follows `reveal`, or everything if it is public.

    Returns:
        The outcome, and what the test raised.
    """
    attempt.take_output()
    before = attempt.spent()
    error = run_alive(case.item)
    level: Reveal = "full" if case.public else reveal
    status, telling, note = _explain(error, case, attempt, words=level == "full")
    if case.public:
        telling = alike(telling.full)
    if case.public and not case.measured and isinstance(error, MismatchError):
        call = case.item.config.stash[BENCH].student.last_call
        telling = alike(f"{telling.full}\ncalled: {call_text(call.name, call.args, call.kwargs)}")
    printed = attempt.take_output()
    if printed:
        note = f"{note}\nprinted:\n{printed}".lstrip("\n")
    message, kept = message_of(changed(telling, lambda text: scrub(text, _MAX_NOTE)), level)
    outcome = TestOutcome(
        id=case.id,
        title=case.title,
        public=case.public,
        status=status,
        weight=case.weight,
        needs=case.needs,
        message=message,
        telling=kept,
        note=scrub(note, _MAX_NOTE),
        at=_raised_at(error, attempt),
        seconds=attempt.spent() - before,
    )
    _let_go(error)
    return outcome, error


def _let_go(error: BaseException | None) -> None:
    """Cut an exception off from the frames that it came through: they hold the answer, and hold it.

    Nobody but a collection of garbage would free them, and that counts objects, not bytes.
    """
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and one.__traceback__ is not None:
            one.__traceback__ = None
            waiting += [one.__cause__, one.__context__]


def _raised_at(error: BaseException | None, attempt: Attempt) -> Line | None:
    raised = error.__cause__ if isinstance(error, MismatchError) else error
    frame = attempt.sources.raised_at(raised) if isinstance(raised, StudentError) else None
    return Line(label=scrub(frame.label, 300), number=frame.line) if frame else None


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


def _explain(
    error: BaseException | None, case: TestCase, attempt: Attempt, *, words: bool
) -> tuple[Status, Telling, str]:
    """Return status, what to tell the student, note for staff.

    Words of an exception are the submission's own, and could tell whatever it was asked before: they are
    left out without `words`, also of what would be told in full.
    """
    match error:
        case None:
            return Status.PASSED, _NOTHING, ""
        case MismatchError():
            return _explain_mismatch(error, attempt, words=words)
        case MissingFunctionError():
            return Status.ERROR, alike(str(error)), ""
        case StudentError():
            return _explain_error(error, attempt, words=words)
        case SubmittedFileError():  # of what she handed in, before anything hidden was known
            return Status.FAILED, alike(str(error)), ""
        case StudentStopped():
            return _STOPS.get(type(error), Status.CRASHED), alike(str(error)), error.detail
        case AssertionError() | pytest.fail.Exception() if _raised_in(case.item.obj, error):
            return Status.FAILED, Telling(full=str(error), hint="", nothing=""), str(error)
        case SandboxError():
            raise error  # nothing of this submission can be judged
    # What it says first: a note is cut where it gets long.
    note = f"{type(error).__name__}: {error}\n{''.join(traceback.format_exception(error))}"
    if isinstance(error, MemoryError):  # of the grader's, which judges the reference within the same
        return Status.MEMORY, alike(too_large_to_judge(attempt.limits)), note
    # The suite itself failed, perhaps over an answer that it did not expect: a person has to look.
    return Status.UNGRADED, alike(_UNGRADED), note


def _raised_in(function: Callable[..., object], error: BaseException) -> bool:
    """Tell whether an error came through a function: what a fixture asserts is about no answer."""
    code = inspect.unwrap(function, stop=lambda one: hasattr(one, "__code__")).__code__
    return any(frame.f_code is code for frame, _ in traceback.walk_tb(error.__traceback__))


# PyTorch's, which raises no MemoryError: on a CPU, and on a GPU.
_ALLOCATOR, _GPU_MEMORY = "DefaultCPUAllocator: can't allocate memory", "OutOfMemoryError"
_STOPS: dict[type[StudentStopped], Status] = {
    CallTimeout: Status.TIMEOUT,
    OutputExceeded: Status.OUTPUT,
    FilesExceeded: Status.FILES,
    MemoryExceeded: Status.MEMORY,
}
_UNGRADED = "this test could not be judged; the teaching staff has been told"


def _explain_error(error: StudentError, attempt: Attempt, *, words: bool) -> tuple[Status, Telling, str]:
    says = advice(error.message)
    hint = f"{attempt.sources.describe(error, with_message=False)}\n{says}".rstrip("\n")
    full = f"{attempt.sources.describe(error, with_message=words)}\n{says}".rstrip("\n")
    telling = Telling(full=full, hint=hint, nothing="")
    note = attempt.sources.describe(error, with_message=True)
    if isinstance(error, MemoryError) or _ALLOCATOR in error.message or error.name == _GPU_MEMORY:
        status, first = Status.MEMORY, too_much_memory(attempt.limits)
    elif isinstance(error, OSError) and error.message.startswith(f"[Errno {errno.EFBIG}]"):
        status, first = Status.FILES, too_large_a_file(attempt.limits)
    else:
        return Status.ERROR, telling, note
    return status, changed(telling, lambda text: f"{first}\n{text}".rstrip()), note


def _explain_mismatch(
    error: MismatchError, attempt: Attempt, *, words: bool
) -> tuple[Status, Telling, str]:
    mismatch = error.mismatch
    note, full, hint = mismatch.detail or mismatch.hint, mismatch.full_text(), mismatch.hint
    if isinstance(cause := error.__cause__, StudentError):
        note = f"{note}\n{attempt.sources.describe(cause, with_message=True)}"
        full = f"{full}\n{attempt.sources.describe(cause, with_message=words)}"
        hint = f"{hint}\n{attempt.sources.describe(cause, with_message=False)}"
    return Status.FAILED, Telling(full=full, hint=hint, nothing=""), note
