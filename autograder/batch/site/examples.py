"""A wrong call as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.batch.wording import (
    answer_in_words,
    call_in_words,
    difference_in_words,
    is_value,
    mismatch_of,
)
from autograder.diagnosis.wrong_call import WrongCall
from autograder.reports.site.view import Difference, Example
from autograder.suite.mismatch import Mismatch

_SHOWN = 4000  # characters of one text


def example(wrong: WrongCall) -> Example:
    """Return a wrong call as a page shows it."""
    given, due = wrong.given, wrong.due
    # Of an exception, or of nothing at all, the answer itself says enough.
    both = is_value(given.value) and is_value(due.value)
    differs = _first_line(difference_in_words(given.value, due.value)) if both else ""
    if both and not differs and given.modified not in (None, due.modified):
        differs = "the answer is right, and arguments were modified"
    return Example(
        test=wrong.record.test,
        function=wrong.function,
        call=call_in_words(wrong.call)[:_SHOWN],
        given=answer_in_words(given.value)[:_SHOWN],
        due=answer_in_words(due.value)[:_SHOWN],
        differs=differs,
        difference=_difference(given.value, due.value),
    )


def _first_line(text: str) -> str:
    """Return the sentences of a difference, without the arrays that follow them."""
    return "; ".join(text.partition("\nexpected:")[0].split("\n")[:2])


def _difference(given: Any, due: Any) -> Difference | None:
    """Return the first plane of numbers that has a wrong one, if there is one."""
    for place, (one, other) in enumerate(_pairs(given, due)):
        try:
            mismatch = mismatch_of(one, other)
        except (TypeError, ValueError):
            continue
        if mismatch is not None:
            name = f"value {place + 1}" if isinstance(due, tuple) else ""
            return _plane(mismatch, name)
    return None


def _pairs(given: Any, due: Any) -> Sequence[tuple[Any, Any]]:
    if not isinstance(due, tuple):
        return [(given, due)]
    alike = isinstance(given, (tuple, list)) and len(given) == len(due)
    return list(zip(given, due, strict=True)) if alike else []


def _plane(mismatch: Mismatch, name: str) -> Difference | None:
    given, due, right = mismatch.actual, mismatch.expected, mismatch.right
    if given is None or due is None or right is None or right.ndim == 0 or right.size < 2:
        return None
    if right.ndim == 1:
        given, due, right = given[None], due[None], right[None]
    at: tuple[int, ...] = ()
    if right.ndim > 2:
        at = tuple(int(place) for place in np.argwhere(~right.all(axis=(-1, -2)))[0])
    where = f"[{', '.join(map(str, at))}]" if at else ""
    return Difference(
        plane=" ".join(filter(None, (name, where))), given=given[at], due=due[at], right=right[at]
    )
