"""What a call must raise, and what it must leave alone."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from autograder.errors import SandboxError
from autograder.sandbox.stops import CallTimeout, MissingFunctionError, student_error
from autograder.suite import assert_raises, assert_unmodified
from autograder.suite.mismatch import MismatchError
from autograder.suite.student import LocalStudent

SOURCE = """
number = 5

def double(x):
    x *= 2
    return x

def add(x, y=None, *, z=None):
    y += 1
    if z is not None:
        z.append(x)

def pure(x):
    return x + 1

def fail(x):
    x *= 2
    raise ValueError("no")
"""


@pytest.fixture
def student() -> LocalStudent:
    """Return a module that changes some of its arguments."""
    module = ModuleType("submission")
    exec(SOURCE, module.__dict__)
    return LocalStudent(module)


def raising(error: BaseException) -> Any:
    """Return a function that raises `error`, whatever it is given."""

    def function(*args: object, **kwargs: object) -> None:
        raise error

    return function


@pytest.mark.parametrize(
    ("due", "error"),
    [
        (ValueError, ValueError("negative")),
        (ValueError, UnicodeError("a subclass")),
        (LookupError, KeyError("k")),
        (ValueError, student_error(["ValueError"], "ShapeError", "of her own", ())),
        (ValueError, student_error(["UnicodeDecodeError"], "UnicodeDecodeError", "odd", ())),
        (NotImplementedError, NotImplementedError("meant")),
    ],
)
def test_the_error_that_is_due_passes(due: type[Exception], error: Exception) -> None:
    """The class itself and its subclasses are right, here and from the student's process."""
    assert_raises(due, raising(error), 1, size=2)


@pytest.mark.parametrize(
    ("error", "hint"),
    [
        (TypeError("x"), "ValueError is due, TypeError was raised"),
        (
            student_error(["TypeError"], "TypeError", "secret", ()),
            "ValueError is due, TypeError was raised",
        ),
        (
            student_error(["Secret"], "Secret", "s", ()),
            "ValueError is due, another exception was raised",
        ),
        (
            student_error(["SystemExit"], "SystemExit", "s", ()),
            "ValueError is due, another exception was raised",
        ),
        (AssertionError("x"), "ValueError is due, AssertionError was raised"),
    ],
)
def test_another_error_is_a_failure(error: Exception, hint: str) -> None:
    """The hint names built-in classes alone, and the error stays at hand for the report."""
    with pytest.raises(MismatchError) as caught:
        assert_raises(ValueError, raising(error))
    assert caught.value.mismatch.hint == hint
    assert caught.value.__cause__ is error


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (None, "nothing"),
        (3, "a number"),
        ([1], "a list"),
        (ValueError("x"), "an object of another kind"),
    ],
)
def test_returning_is_a_failure(answer: object, what: str) -> None:
    """An error that is returned and not raised is none."""
    with pytest.raises(MismatchError) as caught:
        assert_raises(ValueError, lambda: answer)
    assert caught.value.mismatch.hint == f"ValueError is due, the call returned {what}"


@pytest.mark.parametrize("due", [Exception, RuntimeError, NameError, ValueError])
@pytest.mark.parametrize(
    "error",
    [
        NotImplementedError("TODO"),
        student_error(["NotImplementedError"], "NotImplementedError", "TODO", ()),
        MissingFunctionError("`f` is not defined"),
        SandboxError("no worker"),
        CallTimeout("stopped"),
    ],
)
def test_unfinished_work_and_the_graders_own_errors_are_no_answer(
    due: type[Exception], error: BaseException
) -> None:
    """They pass through, even where a broad class is due: a stub earns nothing by raising."""
    with pytest.raises(type(error)) as caught:
        assert_raises(due, raising(error))
    assert caught.value is error


def test_arguments_go_to_the_function() -> None:
    """Positional ones and keywords arrive, whatever their names are."""
    seen: list[object] = []

    def function(*args: object, **kwargs: object) -> None:
        seen.extend([args, kwargs])
        raise ValueError

    assert_raises(ValueError, function, 1, 2, expected=3, function=4)
    assert seen == [(1, 2), {"expected": 3, "function": 4}]


def test_a_changed_argument_is_named(student: LocalStudent) -> None:
    """Positional ones by their number, others by their name."""
    array = np.ones(3)
    student.double(array)
    with pytest.raises(MismatchError, match=r"its own input \(argument 1\): work on a copy"):
        assert_unmodified(student)
    student.add(1, y=np.ones(2), z=[])
    with pytest.raises(MismatchError, match=r"\(y, z\)"):
        assert_unmodified(student)


def test_the_last_call_counts(student: LocalStudent) -> None:
    """A call that changes nothing is right, even after one that did, and after one that failed."""
    array = np.ones(3)
    student.double(array)
    student.pure(array)
    assert_unmodified(student)
    student.double(array)
    assert_raises(ValueError, student.fail, 3)
    assert_unmodified(student)


@pytest.mark.parametrize(("name", "what"), [("missing", "not defined"), ("number", "not a function")])
def test_a_function_that_is_missing_is_said_to_be(student: LocalStudent, name: str, what: str) -> None:
    """Under plain pytest as in grading, and not before it is called."""
    function = getattr(student, name)
    with pytest.raises(MissingFunctionError, match=f"`{name}` is {what}"):
        assert_raises(ValueError, function, 1)


def test_a_student_is_no_array(student: LocalStudent) -> None:
    """Names that NumPy and pytest look for are no functions of the submission."""
    assert not hasattr(student, "__array__")
    assert not hasattr(student, "__wrapped__")
