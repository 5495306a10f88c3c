"""An error of the student's is taken for the built-in that it is, and never stops the grader."""

from __future__ import annotations

import builtins
import traceback

import pytest

from autograder.sandbox.stops import (
    CallTimeout,
    Frame,
    MissingFunctionError,
    ProtocolViolation,
    StudentError,
    StudentStopped,
    WorkerCrashed,
    student_error,
)

CLASSES = {name: kind for name, kind in vars(builtins).items() if isinstance(kind, type)}
EXCEPTIONS = sorted(name for name, kind in CLASSES.items() if issubclass(kind, Exception))
OTHERS = sorted(set(vars(builtins)) - set(EXCEPTIONS))
FRAMES = (Frame("cell 1", 3, "f"),)


@pytest.mark.parametrize("builtin", EXCEPTIONS)
def test_an_error_is_an_instance_of_the_builtin_that_it_was(builtin: str) -> None:
    """So a suite may hold that a ValueError is raised; its name, text and frames are the student's."""
    with pytest.raises(CLASSES[builtin], match=r"^her words$") as caught:
        raise student_error(builtin, "OwnError", "her words", FRAMES)
    error = caught.value
    assert isinstance(error, StudentError)
    assert (error.name, error.message, error.frames) == ("OwnError", "her words", FRAMES)
    assert type(error).__name__ in ("StudentError", CLASSES[builtin].__name__)


@pytest.mark.parametrize(
    "builtin",
    [
        *OTHERS,
        "",
        "Skipped",
        "Failed",
        "StudentStopped",
        "CallTimeout",
        "os.system",
        "\ud800",
        "a" * 10**6,
    ],
)
def test_any_other_name_gives_an_error_that_is_nothing_more(builtin: str) -> None:
    """Neither an interrupt, nor an outcome of pytest's, nor what a function of that name would do."""
    error = student_error(builtin, builtin, "her words", ())
    assert type(error) is StudentError
    assert error.name == builtin


def test_interrupts_are_among_the_other_names() -> None:
    """The ones that would end the grader, had they their own class."""
    assert {"KeyboardInterrupt", "SystemExit", "GeneratorExit", "BaseException", "exec"} <= set(OTHERS)


@pytest.mark.parametrize("builtin", EXCEPTIONS)
def test_an_error_can_be_printed(builtin: str) -> None:
    """For the note to staff, by the code that prints any other."""
    error = student_error(builtin, "OwnError", "her words", FRAMES)
    assert any("her words" in line for line in traceback.format_exception(error))
    assert repr(error)


def test_a_text_is_not_quoted_once_more() -> None:
    """A KeyError quotes its key, which the worker has done already."""
    assert str(student_error("KeyError", "KeyError", "'key'", ())) == "'key'"
    assert str(student_error("ValueError", "ValueError", "", ())) == ""


@pytest.mark.parametrize("stop", [StudentStopped, CallTimeout, WorkerCrashed, ProtocolViolation])
def test_a_stop_is_no_exception(stop: type[BaseException]) -> None:
    """Or `except Exception` in a suite would take a hang for an answer."""
    assert issubclass(stop, StudentStopped)
    assert not issubclass(stop, Exception)


def test_a_name_error_of_the_students_is_no_missing_function() -> None:
    """Only the grader says that a function is missing."""
    error = student_error("NameError", "MissingFunctionError", "name 'x' is not defined", ())
    assert isinstance(error, NameError)
    assert not isinstance(error, MissingFunctionError)
