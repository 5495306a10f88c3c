"""How a call into the worker can end without a value.

::

    StudentError(Exception)      the student's code raised; also an instance of the built-in it raised
    MissingFunctionError(NameError)   the submission has no function of that name
    StudentStopped               a BaseException: no `except Exception` of a suite takes it for an answer
    +-- CallTimeout              out of CPU or wall-clock time
    +-- WorkerCrashed            the process had to be ended, for a flood of output for instance
        +-- WorkerEnded          it ended by itself
        +-- ProtocolViolation    bytes that are not an answer to the call
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

    def __str__(self) -> str:
        # The worker has already made text of the error; a KeyError would quote it once more.
        return self.message


class MissingFunctionError(NameError):
    """The submission has no function of that name; the text is fit for the student."""


class StudentStopped(BaseException):
    """The call ended without an answer; the text is fit for the student.

    `detail` is for staff: an exit code is of the submission's choosing, and may be a hidden input.
    """

    detail: str = ""


class CallTimeout(StudentStopped):
    """The student's code ran out of time."""


class WorkerCrashed(StudentStopped):
    """The student's process ended, or had to be ended."""


class WorkerEnded(WorkerCrashed):
    """The student's process ended by itself; how is known once it has been taken back."""


class ProtocolViolation(WorkerCrashed):
    """The worker sent something that is not an answer to the call."""


def student_error(builtin: str, name: str, message: str, frames: tuple[Frame, ...]) -> StudentError:
    """Build the error that a suite sees: `pytest.raises(ValueError)` takes it for a `ValueError`.

    KeyboardInterrupt, SystemExit and the like stay data: they must not stop the grader.
    """
    kind = _class_for(builtin if builtin in _BUILTIN else "Exception")
    error = kind(*_arguments(kind, message))
    error.name, error.message, error.frames = name, message, frames
    return error


_BUILTIN = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception)
}


@functools.cache
def _class_for(builtin: str) -> type[StudentError]:
    base = _BUILTIN[builtin]
    return StudentError if base is Exception else type(base.__name__, (StudentError, base), {})


def _arguments(kind: type[StudentError], message: str) -> tuple[object, ...]:
    """Return what a class has to be called with; most take a message alone."""
    if issubclass(kind, ExceptionGroup):
        return message, [Exception(message)]
    if issubclass(kind, UnicodeDecodeError):
        return "", b"", 0, 0, message
    if issubclass(kind, UnicodeEncodeError):
        return "", "", 0, 0, message
    return ("", 0, 0, message) if issubclass(kind, UnicodeTranslateError) else (message,)
