"""How a call into the worker can end without a value.

::

    StudentError(Exception)      the student's code raised; also an instance of the built-ins that it was
    MissingFunctionError(NameError)   the submission has no function of that name
    StudentStopped               a BaseException: no `except Exception` of a suite takes it for an answer
    +-- CallTimeout              out of CPU or wall-clock time
    +-- OutputExceeded           printed too much
    +-- FilesExceeded            wrote too much, or too many files
    +-- MemoryExceeded           needed too much memory, where the kernel could not refuse it
    +-- WorkerCrashed            the process had to be ended
        +-- WorkerEnded          it ended by itself
        +-- ProtocolViolation    bytes that are not an answer to the call
"""

from __future__ import annotations

import builtins
import functools
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


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


class OutputExceeded(StudentStopped):
    """The student's code printed more than it may."""


class FilesExceeded(StudentStopped):
    """The student's code keeps more or larger files than it may."""


class MemoryExceeded(StudentStopped):
    """The student's code uses more memory than it may."""


class WorkerCrashed(StudentStopped):
    """The student's process ended, or had to be ended."""


class WorkerEnded(WorkerCrashed):
    """The student's process ended by itself; how is known once it has been taken back."""


class ProtocolViolation(WorkerCrashed):
    """The worker sent something that is not an answer to the call."""


def how_it_ended(status: int) -> str:
    """Say what a wait status means."""
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def student_error(
    bases: Sequence[str], name: str, message: str, frames: tuple[Frame, ...]
) -> StudentError:
    """Build the error that a suite sees: `pytest.raises(ValueError)` takes it for a `ValueError`.

    Args:
        bases: the built-in exceptions that it is, nearest first. Any other name is passed over:
            KeyboardInterrupt, SystemExit and the like stay data, and must not stop the grader.
            StopIteration does neither: `for got in map(student.f, inputs)` would end early and pass.
        name: the name of its own class.
        message: its text.
        frames: where it was raised.
    """
    kind = _class_for(tuple(base for base in bases if base in _BUILTIN))
    error = kind(*_arguments(kind, message))
    error.name, error.message, error.frames = name, message, frames
    return error


_BUILTIN = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    and not issubclass(kind, (StopIteration, StopAsyncIteration))
}


@functools.lru_cache(maxsize=256)
def _class_for(bases: tuple[str, ...]) -> type[StudentError]:
    """Return a class that is all of `bases`, or as many of them as one class can be."""
    found, chosen = StudentError, list[type]()
    for base in (_BUILTIN[name] for name in bases):
        if issubclass(found, base):
            continue
        # A subclass takes the place of its base, which must not come before it.
        wanted = [*(one for one in chosen if not issubclass(base, one)), base]
        try:
            kind: Any = type(wanted[0].__name__, (StudentError, *wanted), {})
            kind(*_arguments(kind, ""))
        except TypeError:  # the memory of a UnicodeDecodeError and an OSError is not laid out alike
            continue
        found, chosen = kind, wanted
    return found


def _arguments(kind: type[StudentError], message: str) -> tuple[object, ...]:
    """Return what a class has to be called with; most take a message alone."""
    if issubclass(kind, ExceptionGroup):
        return message, [Exception(message)]
    if issubclass(kind, UnicodeDecodeError):
        return "", b"", 0, 0, message
    if issubclass(kind, UnicodeEncodeError):
        return "", "", 0, 0, message
    return ("", 0, 0, message) if issubclass(kind, UnicodeTranslateError) else (message,)
