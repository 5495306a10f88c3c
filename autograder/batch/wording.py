"""Calls, answers and how they differ, in words for staff."""

from __future__ import annotations

from typing import Any

from autograder.diagnosis.answers import same_answer
from autograder.diagnosis.trace import Call, Made, Raised, Unknown
from autograder.nested import mapped
from autograder.suite.comparison import assert_matches
from autograder.suite.mismatch import Mismatch, MismatchError
from autograder.suite.picture import call_text, value_text


def is_value(value: Any) -> bool:
    """Tell whether an answer is a value, and nothing that stands for one."""
    return not isinstance(value, (Made, Raised, Unknown))


def call_in_words(call: Call) -> str:
    """Return a call as one would write it."""
    args, kwargs = mapped((call.args, call.kwargs), _stood_in)
    name = call.name if call.owner is None else f"{_stood_in(call.owner)}.{call.name}"
    return call_text(name, args, kwargs)


def answer_in_words(value: Any) -> str:
    """Return an answer, or what came in its place."""
    match value:
        case Raised(kind):
            return f"{kind} was raised"
        case Unknown():
            return "no answer: the call was stopped"
        case Made():
            return "an object"
    return value_text(value)


def difference_in_words(value: Any, due: Any) -> str:
    """Say how an answer differs from what is due, nothing if it does not."""
    if not (is_value(value) and is_value(due)):
        return "" if same_answer(value, due) else "one of them is no value"
    try:
        mismatch = mismatch_of(value, due)
    except (TypeError, ValueError):  # what is due is no array of numbers
        return "" if same_answer(value, due) else "they are not the same"
    return mismatch.full_text() if mismatch else ""


def mismatch_of(value: Any, due: Any) -> Mismatch | None:
    """Return how an answer differs from numbers that are due, None if it does not.

    Raises:
        TypeError: what is due is not made of numbers.
        ValueError: it is not finite.
    """
    try:
        assert_matches(value, due)
    except MismatchError as error:
        return error.mismatch
    return None


def _stood_in(value: Any) -> Any:
    return f"<what call {value.by + 1} gave>" if isinstance(value, Made) else value
