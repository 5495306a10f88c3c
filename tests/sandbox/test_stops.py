"""An error of the student's is taken for the built-in that it is, and never stops the grader."""

from __future__ import annotations

import builtins
import itertools
import json
import traceback
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.sandbox.failure import describe_error
from autograder.sandbox.replies import parse_error
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
from autograder.suite import assert_raises
from autograder.suite.mismatch import MismatchError

CLASSES = {name: kind for name, kind in vars(builtins).items() if isinstance(kind, type)}
ITERATION = {"StopIteration", "StopAsyncIteration"}
EXCEPTIONS = sorted(
    name for name, kind in CLASSES.items() if issubclass(kind, Exception) and name not in ITERATION
)
OTHERS = sorted(set(vars(builtins)) - set(EXCEPTIONS))
FRAMES = (Frame("cell 1", 3, "f"),)


@pytest.mark.parametrize("builtin", EXCEPTIONS)
def test_an_error_is_an_instance_of_the_builtin_that_it_was(builtin: str) -> None:
    """So a suite may hold that a ValueError is raised; its name, text and frames are the student's."""
    with pytest.raises(CLASSES[builtin], match=r"^her words$") as caught:
        raise student_error([builtin], "OwnError", "her words", FRAMES)
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
    error = student_error([builtin], builtin, "her words", ())
    assert type(error) is StudentError
    assert error.name == builtin


def test_interrupts_are_among_the_other_names() -> None:
    """The ones that would end the grader, had they their own class."""
    assert {"KeyboardInterrupt", "SystemExit", "GeneratorExit", "BaseException", "exec"} <= set(OTHERS)


def test_the_end_of_an_iteration_is_no_end_of_the_suites() -> None:
    """`map` would give fewer answers than are due, and a loop over them would hold of all there are."""

    def fails(_: int) -> bool:
        raise arrived(StopIteration("her words"))

    with pytest.raises(StudentError, match="her words"):
        list(map(fails, range(3)))
    with pytest.raises(StudentError, match="her words"):
        all(fails(i) for i in range(3))


@pytest.mark.parametrize("builtin", EXCEPTIONS)
def test_an_error_can_be_printed(builtin: str) -> None:
    """For the note to staff, by the code that prints any other."""
    error = student_error([builtin], "OwnError", "her words", FRAMES)
    assert any("her words" in line for line in traceback.format_exception(error))
    assert repr(error)


def test_a_text_is_not_quoted_once_more() -> None:
    """A KeyError quotes its key, which the worker has done already."""
    assert str(student_error(["KeyError"], "KeyError", "'key'", ())) == "'key'"
    assert str(student_error(["ValueError"], "ValueError", "", ())) == ""


class BothError(TypeError, ValueError):
    """What NumPy's AxisError is for two other classes."""


class LateError(BothError, ArithmeticError):
    """One more, of a subclass's."""


def arrived(error: Exception) -> Exception:
    """Return an error as a suite sees it."""
    return parse_error(json.loads(json.dumps(describe_error(error, set()).as_header())))


@pytest.mark.parametrize(
    "error", [BothError("x"), LateError("x"), np.exceptions.AxisError("x"), ValueError("x")]
)
def test_an_error_is_all_the_builtins_that_it_was(error: Exception) -> None:
    """Whichever of them a suite holds to be raised; it reads as the nearest."""
    seen = arrived(error)
    assert isinstance(seen, StudentError)
    assert [c for c in CLASSES.values() if isinstance(seen, c)] == [
        c for c in CLASSES.values() if isinstance(error, c)
    ]
    nearest = next(c for c in type(error).__mro__ if c in CLASSES.values())
    assert (type(seen).__name__, seen.name, str(seen)) == (nearest.__name__, type(error).__name__, "x")
    for caught in (Exception, StudentError, nearest):
        with pytest.raises(caught):
            raise seen


def test_a_suite_may_expect_any_of_the_builtins() -> None:
    """And no other; an unfinished function is none of them, whatever else it says that it is."""

    def fails() -> None:
        raise arrived(BothError("x"))

    for expected in (TypeError, ValueError, Exception):
        assert_raises(expected, fails)
    with pytest.raises(MismatchError, match="KeyError is due, TypeError was raised"):
        assert_raises(KeyError, fails)


def test_any_two_builtins_give_an_error() -> None:
    """Of both where Python has such classes, else of the first: a worker can name what cannot be."""
    for first, second in itertools.permutations(EXCEPTIONS, 2):
        error = student_error([first, second], "OwnError", "her words", FRAMES)
        assert isinstance(error, CLASSES[first])
        assert str(error) == "her words"
        assert traceback.format_exception(error)
        try:
            type("Both", (CLASSES[first], CLASSES[second]), {})("her words")
        except TypeError:  # for instance of an exception and its subclass, in this order
            continue
        assert isinstance(error, CLASSES[second])


@given(st.lists(st.sampled_from(sorted(CLASSES)) | st.text(max_size=3), max_size=20))
def test_any_list_of_names_gives_an_error(bases: list[str]) -> None:
    """A few of them count, and never one that would stop the grader."""
    header = {"builtins": bases, "name": "OwnError", "message": "her words"}
    error = parse_error(header)
    assert isinstance(error, StudentError)
    assert str(error) == "her words"
    assert len(type(error).__bases__) <= 9
    others = {c.__name__ for c in type(error).__mro__} & set(OTHERS)
    assert others <= {"BaseException", "BaseExceptionGroup", "object"}


@pytest.mark.parametrize(
    "bases", [None, "ValueError", {"ValueError": 1}, [["ValueError"]], [None, 5, {}], [True]]
)
def test_bases_of_another_form_are_none(bases: Any) -> None:
    """The error is one all the same."""
    assert type(parse_error({"builtins": bases})) is StudentError


@pytest.mark.parametrize("stop", [StudentStopped, CallTimeout, WorkerCrashed, ProtocolViolation])
def test_a_stop_is_no_exception(stop: type[BaseException]) -> None:
    """Or `except Exception` in a suite would take a hang for an answer."""
    assert issubclass(stop, StudentStopped)
    assert not issubclass(stop, Exception)


def test_a_name_error_of_the_students_is_no_missing_function() -> None:
    """Only the grader says that a function is missing."""
    error = student_error(["NameError"], "MissingFunctionError", "name 'x' is not defined", ())
    assert isinstance(error, NameError)
    assert not isinstance(error, MissingFunctionError)
