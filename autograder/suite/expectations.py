"""Expectations on how a call behaves, beside the value that it returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.suite.comparison import describe
from autograder.suite.mismatch import Mismatch, MismatchError
from autograder.suite.student import Student


def assert_raises(
    expected: type[Exception], function: Callable[..., Any], /, *args: object, **kwargs: object
) -> None:
    """Hold that `function(*args, **kwargs)` raises `expected` or a subclass of it.

    Raises:
        MismatchError: it returned, or raised something else.
    """
    __tracebackhide__ = True
    due = expected.__name__
    try:
        answer = function(*args, **kwargs)
    except expected:
        return
    except NotImplementedError:
        raise  # unfinished work is reported as such
    except Exception as error:
        hint = f"{due} is due, {type(error).__name__} was raised"
        # The cause keeps the student's own line for the report.
        raise MismatchError(Mismatch("raises", hint)) from error
    what = "it returned nothing" if answer is None else f"it returned {describe(answer)}"
    raise MismatchError(Mismatch("raises", f"{due} is due, {what}"))


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
