"""Asks a student's function once more, with one input turned or of the other sign.

If every wrong call becomes right, and every right one stays so, then that is how her function differs
from the one that is due.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checking.aside import kept_apart
from autograder.checking.evidence import Evidence, Judged
from autograder.diagnosis.answers import COARSE, same_answer
from autograder.diagnosis.trace import copied

# What is tried is bounded by its size, so that a busy machine says the same as an idle one; the seconds
# are there for functions that take long for little.
_ELEMENTS = 1_000  # of an array that is turned
_CALLS = 20
_SECONDS = 1.0  # for all tries of one function
_CALL_SECONDS = 0.1

Turn = Callable[[Any], Any]


def _upside_down(array: Any) -> Any:
    return np.flip(array, -2)


def _left_to_right(array: Any) -> Any:
    return np.flip(array, -1)


def _both(array: Any) -> Any:
    return np.flip(array, (-1, -2))


def _swapped(array: Any) -> Any:
    return np.swapaxes(array, -1, -2)


_TURNS: tuple[tuple[str, Turn], ...] = (
    ("flipped both ways", _both),
    ("flipped left to right", _left_to_right),
    ("flipped upside down", _upside_down),
    ("transposed", _swapped),
    ("negated", np.negative),
)


def turned(name: str, evidence: Evidence) -> str:
    """Say for which change of an input a function would be right in all its calls.

    Args:
        name: of the function.
        evidence: its calls in the checks of a question.

    Returns:
        A sentence, or nothing.
    """
    calls = [*evidence.wrong, *evidence.right]
    due = [numbers_due(one) for one in evidence.wrong]
    if not due or any(one is None for one in due) or not evidence.plain:
        return ""
    if len(calls) > _CALLS or any(one.seen.seconds > _CALL_SECONDS for one in calls):
        return ""
    end = time.perf_counter() + _SECONDS
    with kept_apart(live=False):
        for parameter in _arrays(calls):
            for how, turn in _TURNS:
                if _explains(calls, parameter, turn, end):
                    return f"`{name}` would be right if `{parameter}` were {how} first"
                if time.perf_counter() > end:
                    return ""
    return ""


def numbers_due(one: Judged) -> Any:
    """Return the numbers that are due of a call, None where they are not known."""
    return one.due if isinstance(one.due, np.ndarray) and one.due.size > 1 else None


def _arrays(calls: Sequence[Judged]) -> list[str]:
    """Return the parameters that take an array of two axes or more in each of the calls."""
    first = calls[0].seen.arguments
    return [name for name in first if all(_is_plane(one.seen.arguments.get(name)) for one in calls)]


def _is_plane(value: Any) -> bool:
    return (
        isinstance(value, np.ndarray)
        and value.ndim >= 2
        and value.dtype.kind in "if"
        and 1 < value.size <= _ELEMENTS
    )


def _explains(calls: Sequence[Judged], parameter: str, turn: Turn, end: float) -> bool:
    # What a turn leaves as it is shows nothing.
    if all(
        np.array_equal(turn(given), given) for given in (one.seen.arguments[parameter] for one in calls)
    ):
        return False
    return all(time.perf_counter() <= end and _is_right(one, parameter, turn) for one in calls)


def _is_right(one: Judged, parameter: str, turn: Turn) -> bool:
    """Ask her function with one argument turned, and tell whether its answer is what is due."""
    arguments = copied(dict(one.seen.arguments))
    arguments[parameter] = np.ascontiguousarray(turn(arguments[parameter]))
    positional = list(one.seen.arguments)[: len(one.seen.call.args)]
    by_name = {name: value for name, value in arguments.items() if name not in positional}
    function: Any = one.seen.function
    try:
        answer = function(*(arguments[name] for name in positional), **by_name)
        return same_answer(answer, one.due, COARSE)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 -- a try that fails is none
        return False
