"""How a call into the worker can end without a value.

::

    StudentError(Exception)      the student's code raised; also an instance of the built-in it raised
    MissingFunctionError(NameError)   the submission has no function of that name
    StudentStopped               a BaseException: no `except Exception` of a suite takes it for an answer
    +-- CallTimeout              out of CPU or wall-clock time
    +-- WorkerCrashed            the process ended, or flooded its output
    +-- ProtocolViolation        bytes that are not an answer to the call
"""

from __future__ import annotations

import builtins
import functools
from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """One line of the student's own code: the cell or file, the line (from 1), the function."""

    label: str
    line: int
    function: str


class StudentError(Exception):
    """The student's code raised. `message` is her words: untrusted, and may hold hidden inputs."""

    name: str = "Exception"
    message: str = ""
    frames: tuple[Frame, ...] = ()


class MissingFunctionError(NameError):
    """The submission has no function of that name; the text is fit for the student."""


class StudentStopped(BaseException):
    """The call ended without an answer; the text is fit for the student."""


class CallTimeout(StudentStopped):
    """The student's code ran out of time."""


class WorkerCrashed(StudentStopped):
    """The student's process ended, or had to be ended."""


class ProtocolViolation(WorkerCrashed):
    """The worker sent something that is not an answer to the call."""


def student_error(builtin: str, name: str, message: str, frames: tuple[Frame, ...]) -> StudentError:
    """Build the error that a suite sees: `pytest.raises(ValueError)` takes it for a `ValueError`."""
    error = _class_for(builtin)(message)
    error.name, error.message, error.frames = name, message, frames
    return error


@functools.cache
def _class_for(builtin: str) -> type[StudentError]:
    base = getattr(builtins, builtin, None)
    # KeyboardInterrupt, SystemExit and the like stay data: they must not stop the grader. Some
    # (UnicodeDecodeError, ExceptionGroup) cannot be built from a message alone: their base will do.
    while isinstance(base, type) and issubclass(base, Exception) and base is not Exception:
        try:
            combined = type(builtin, (StudentError, base), {})
            combined("probe")
        except TypeError:
            base = base.__base__
            continue
        return combined
    return StudentError
