"""Sentences on what went wrong: what, where in her code, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checking.cutting import cut
from autograder.checking.place import OwnLine, own_lines
from autograder.checking.planes import first_wrong
from autograder.errors import SubmittedFileError
from autograder.sandbox.stops import MissingFunctionError
from autograder.suite.advice import advice
from autograder.suite.mismatch import Mismatch
from autograder.text import scrub

SHORT = 40  # characters of a value that has its place in a sentence
_TEXT = 500  # characters of an exception's own words
# By the names of types, of which no code is run.
_RETURNED = {
    "coroutine": "`async def` makes a function that has to be awaited: remove `async`",
    "async_generator": "`async def` makes a function that has to be awaited: remove `async`",
    "generator": "`yield` gives values one at a time: collect them in a list or an array to `return`",
    "NotImplementedType": "`NotImplemented` is a value, and no answer: is the function unfinished?",
    "type": "a class was returned, and no object of it: are the parentheses of a call missing?",
}
_ENDED = "a function gives its answer with `return`; it does not end the program"


def unfinished_sentence(error: BaseException, suite: Path) -> str | None:
    """Return what to say of work that is not there yet; None where the error is another one."""
    if isinstance(error, MissingFunctionError):
        return said(error)
    if isinstance(error, SubmittedFileError) and error.missing:
        return said(error)
    if type(error) is not NotImplementedError:  # IPython's own kind says that `input()` cannot be used
        return None
    text = said(error)
    lines = list(own_lines(error, suite))
    if len(lines) > 1 and lines[0].function != lines[-1].function:
        return f"`{lines[0].function}`, which is used here, is not written yet ({lines[-1]})"
    return text or "not written yet"


def difference_sentences(mismatch: Mismatch, answer: Any, changed: Sequence[str]) -> Iterator[str]:
    """Give sentences on how an answer differs from the one that is due.

    Args:
        mismatch: how it differs.
        answer: what the last call gave.
        changed: the names of the arguments that the last call changed.
    """
    match mismatch.kind:
        case "values":
            yield _values(mismatch)
        case "equal":
            due, given = compared_texts(mismatch, answer)
            is_short = max(len(due), len(given)) <= SHORT
            yield f"{mismatch.hint}: expected {due}, yours {given}" if is_short else mismatch.hint
        case "modified" if changed:
            names = ", ".join(f"`{name}`" for name in changed)
            yield f"the call changed its own input ({names}): work on a copy"
        case _:
            yield mismatch.hint
            if mismatch.detail:
                yield mismatch.detail
    if part := cut(mismatch):
        yield part


def returned_sentences(answer: Any, printed: str) -> Iterator[str]:
    """Give sentences on what was returned in the place of data.

    Args:
        answer: it.
        printed: what was printed.
    """
    if answer is None and printed:
        yield "it printed what is below, but returned nothing: end the function with `return`"
    # Of an object of hers there is a proxy, which knows the name of its class.
    name = str(answer.type_name if hasattr(answer, "type_name") else type(answer).__name__)
    if name in _RETURNED:
        yield _RETURNED[name]


def _values(mismatch: Mismatch) -> str:
    right, due, given = mismatch.right, mismatch.expected, mismatch.actual
    if right is None or due is None or given is None:
        return mismatch.hint
    if right.size == 1:
        one, other = (array.ravel()[0].item() for array in (due, given))
        shown = [f"{one:.6g}", f"{other:.6g}"]
        shown = shown if shown[0] != shown[1] else [repr(one), repr(other)]
        return f"{mismatch.hint}: expected {shown[0]}, yours {shown[1]}"
    count = int(np.count_nonzero(~right))
    return f"{mismatch.hint}: {count} of {right.size}, the first one at {list(first_wrong(right))}"


def compared_texts(mismatch: Mismatch, answer: Any) -> tuple[str, str]:
    """Return in words what was due and what came, where values were compared exactly."""
    given, _, due = mismatch.detail.removeprefix("got ").rpartition(", expected ")
    if isinstance(answer, (float, np.floating)):  # of which the comparison says that it is a number
        given = repr(float(answer))
    return due, given


def exception_sentences(error: BaseException, place: OwnLine | None) -> Iterator[str]:
    """Give sentences on an exception that came in the place of an answer."""
    text = said(error)
    yield f"{type(error).__name__}: {text}" if text else type(error).__name__
    if place is not None:
        yield str(place)
    if isinstance(error, SystemExit):
        yield _ENDED
    elif says := advice(text or type(error).__name__):
        yield says


def said(error: BaseException) -> str:
    """Return an exception's own words, as far as they can be had."""
    try:
        return scrub(str(error), _TEXT)
    except Exception:  # noqa: BLE001 -- one of hers may not even have words
        return ""
