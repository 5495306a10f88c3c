"""Expectations on how a call behaves, beside the value that it returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.assignment import Step
from autograder.errors import AutograderError
from autograder.measure.figure import Figure
from autograder.sandbox.stops import MissingFunctionError, StudentError
from autograder.suite.kinds import describe
from autograder.suite.mismatch import Mismatch, MismatchError
from autograder.suite.student import Student


def assert_raises(
    expected: type[Exception], function: Callable[..., Any], /, *args: object, **kwargs: object
) -> None:
    """Hold that `function(*args, **kwargs)` raises `expected` or a subclass of it.

    A stub's `NotImplementedError` and a function that is not there are never the answer, even where
    they are subclasses of what is due.

    Raises:
        MismatchError: it returned, or raised something else.
    """
    __tracebackhide__ = True
    due = expected.__name__
    try:
        answer = function(*args, **kwargs)
    except Exception as error:
        if _says_nothing(error, expected):
            raise
        if isinstance(error, expected):
            return
        # A name that is no built-in one is the student's to choose.
        name = "another exception" if type(error) is StudentError else type(error).__name__
        # The cause keeps the student's own line for the report.
        raise MismatchError(Mismatch("raises", f"{due} is due, {name} was raised")) from error
    what = "nothing" if answer is None else describe(answer)
    raise MismatchError(Mismatch("raises", f"{due} is due, the call returned {what}"))


def assert_reaches(figure: Figure, step: Step) -> None:
    """Hold that a figure is enough for a step; near its bound the student has the benefit of the noise.

    Raises:
        MismatchError: it is not, and how much was measured.
    """
    __tracebackhide__ = True
    if not step.holds(figure.low, figure.high):
        raise MismatchError(Mismatch("step", f"measured: {figure}"))


def assert_unmodified(student: Student) -> None:
    """Hold that the last call left its arguments as they were.

    Raises:
        MismatchError: naming the arguments that changed.
    """
    __tracebackhide__ = True
    changed = student.last_call.modified
    if changed:
        names = ", ".join(changed)
        raise MismatchError(
            Mismatch("modified", f"the call changed its own input ({names}): work on a copy")
        )


def _says_nothing(error: Exception, expected: type[Exception]) -> bool:
    """Return whether an error is that of unfinished work, or the grader's own."""
    if isinstance(error, NotImplementedError):
        return not issubclass(expected, NotImplementedError)
    return isinstance(error, (MissingFunctionError, AutograderError))
