"""Whether a relation of wrong answers to what was due is more than a coincidence.

A grader finds relations over many hidden calls; a student's own checks make few, with small inputs, of
which zeros with a single number are flipped into almost anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from autograder.checking.evidence import Evidence, Judged
from autograder.diagnosis import relations
from autograder.diagnosis.answers import COARSE, Numbers, numbers, same_answer

Pair = tuple[Numbers, Numbers]  # an answer, and what was due

_DISTINCT = 3  # numbers other than 0, in what was due
_FACTOR = "the answers are what is due times a constant factor"
_TURNED = (
    "the answers are right, but rows and columns are swapped",
    "the answers have the right values, but flipped",
)
_DOUBTED = (
    *_TURNED,
    _FACTOR,
    "the answers are off by one constant everywhere",
    "the answers are off by a constant each along one axis",
    "the right values are there, in another order",
)


def scrutinised(fact: str, evidence: Evidence) -> str:
    """Return a fact without the relation that it states, where that may be a coincidence.

    Args:
        fact: on the wrong answers of a function.
        evidence: of the checks of one question.

    Returns:
        What is left of it, or nothing.
    """
    relation = next((one for one in relations.ALL if fact.endswith(one.text)), None)
    if relation is None or relation.text not in _DOUBTED:
        return fact
    wrong = [pair for one in evidence.wrong for pair in _pairs(one) if not same_answer(*pair, COARSE)]
    right = [pair for one in evidence.right for pair in _pairs(one)] if evidence.plain else []
    is_true = any(_tells(due) for _, due in wrong)
    if relation.text == _FACTOR:
        is_true = is_true and _is_constant([_factor(*pair) for pair in wrong])
    if relation.text in _TURNED:  # then right answers that a turn would change are turned, too
        is_true = is_true and all(relation.holds(*pair) for pair in right if _tells(pair[1]))
    return fact if is_true else fact.removesuffix(relation.text).removesuffix(": ")


def _pairs(one: Judged) -> Iterator[Pair]:
    """Give the arrays of an answer, each with what was due; those of other kinds are passed over."""
    parts = [(one.answer, one.due)]
    if isinstance(one.answer, tuple) and isinstance(one.due, tuple) and len(one.answer) == len(one.due):
        parts = list(zip(one.answer, one.due, strict=True))
    for answer, due in parts:
        given, wanted = numbers(answer), numbers(due)
        if given is not None and wanted is not None:
            yield given, wanted


def _tells(due: Numbers) -> bool:
    return np.unique(due[due != 0]).size >= _DISTINCT


def _factor(answer: Numbers, due: Numbers) -> float:
    square = float((due * due).sum())
    return float((answer * due).sum()) / square if square > 0 else 0.0


def _is_constant(factors: Sequence[float]) -> bool:
    return max(factors) - min(factors) <= COARSE * max(map(abs, factors))
