"""What wrong answers look like: sentences that hold of every one of them, from public facts alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.checking.code import short
from autograder.checking.evidence import Evidence, Judged
from autograder.checking.scrutiny import scrutinised
from autograder.checking.tries import turned
from autograder.diagnosis.answers import COARSE, numbers, same_answer
from autograder.diagnosis.facts import Sample, facts
from autograder.diagnosis.trace import Raised, Unknown

# Two numbers are some multiple of, or off by a constant from, almost any two others.
_NUMBERS = 4
_SAID_ALREADY = ("the shape is right, and", "there are NaN")  # by the mismatch itself


def likeness(name: str, evidence: Evidence) -> Iterator[str]:
    """Give what all wrong answers of a function have in common.

    Args:
        name: of the function.
        evidence: of the checks of one question.
    """
    if not evidence.wrong:
        return
    if how := turned(name, evidence):
        yield how
    samples = [_sample(one, wrong=True) for one in evidence.wrong]
    if evidence.plain:
        samples += [_sample(one, wrong=False) for one in evidence.right]
    for fact in facts(samples):
        said = fact.startswith(_SAID_ALREADY) or (how and fact.startswith("the answers"))
        if not said and (told := scrutinised(fact, evidence)):
            yield told


def beside_right_calls(wrong: Judged, right: Sequence[Judged]) -> str:
    """Compare a wrong call with right ones that differ from it in a single argument.

    Returns:
        A sentence, or nothing where there is no such call.
    """
    for other in right:
        given, usual = wrong.seen.arguments, other.seen.arguments
        off = [
            name
            for name in {**given, **usual}
            if name not in given or name not in usual or not _same(given[name], usual[name])
        ]
        if len(off) == 1 and (text := _single(off[0], wrong, other)):
            return text
    return ""


def _single(name: str, wrong: Judged, right: Judged) -> str:
    """Say what a call with another value of one argument tells, or without it."""
    given, usual = wrong.seen.arguments, right.seen.arguments
    value, other = (short(one.get(name)) if name in one else None for one in (given, usual))
    if (
        value == ""
        or other == ""
        or any(isinstance(one.get(name), np.ndarray) for one in (given, usual))
    ):
        return ""
    elsewhere = "without it" if other is None else f"with `{name}={other}`"
    if value is not None and _same_numbers(wrong.seen.answer, right.seen.answer):
        return (
            f"`{name}={value}` changes nothing: the answer is the same as {elsewhere}, where it is right"
        )
    if value is None:
        return f"{elsewhere} the same call is right"
    instead = f"without `{name}={value}`" if other is None else f"{elsewhere}, and not {value},"
    return f"{instead} the same call is right"


def _sample(one: Judged, *, wrong: bool) -> Sample:
    due = one.due if not wrong or _tells(one.due) else Unknown()
    return Sample(one.seen.arguments, one.answer, due, wrong)


def _tells(due: Any) -> bool:
    """Tell whether an answer has so many numbers that a relation to others is no coincidence."""
    if isinstance(due, (Raised, Unknown)):
        return True
    array = numbers(due)
    return array is not None and array.size >= _NUMBERS


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return (
            isinstance(one, np.ndarray)
            and isinstance(other, np.ndarray)
            and one.dtype == other.dtype
            and np.array_equal(one, other)
        )
    return same_answer(one, other, 0.0)


def _same_numbers(one: Any, other: Any) -> bool:
    return numbers(one) is not None and same_answer(one, other, COARSE)
