"""What is true of the calls that went wrong, where no known mistake explains them.

A fact is stated only if it holds of every wrong call; it names properties of inputs and answers, and no
value of either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.diagnosis import conditions, relations
from autograder.diagnosis.answers import COARSE, Numbers, numbers, same_answer
from autograder.diagnosis.conditions import ORDINALS, Condition
from autograder.diagnosis.trace import Raised

_NO_ERROR = "no error is raised where one is due"
_CHANGED = "the values returned are right, but what the function was given is changed"
_CALLS = 2  # wrong ones, and right ones: one alone has too many properties to tell which of them matters


@dataclass(frozen=True, eq=False)
class Sample:
    """One call that was answered.

    Attributes:
        arguments: by their names; those left out are not among them.
        answer: the student's.
        due: the reference's.
        wrong: whether the answer is.
    """

    arguments: Mapping[str, Any]
    answer: Any
    due: Any
    wrong: bool


def facts(samples: Sequence[Sample]) -> tuple[str, ...]:
    """Return sentences that hold of the wrong calls among all of one function; none may be found.

    At most one says on which calls the answers are wrong, and one how they are wrong.
    """
    wrong = [sample for sample in samples if sample.wrong]
    right = [sample for sample in samples if not sample.wrong]
    if not wrong:
        return ()
    return tuple(fact for fact in (_where(wrong, right), _how(wrong)) if fact)


def _where(wrong: Sequence[Sample], right: Sequence[Sample]) -> str:
    """Say what the wrong calls have in common that the right ones do not."""
    errors = any(isinstance(sample.due, Raised) for sample in wrong)
    if errors or min(len(wrong), len(right)) < _CALLS:
        return ""
    best, fewest = "", len(right) // 4 + 1  # what holds of most right calls, too, explains nothing
    for condition in _shared(wrong):
        others = sum(condition.holds(sample.arguments) for sample in right)
        if others == 0:
            return f"right, except where {condition.text}"
        if others < fewest:
            best, fewest = f"wherever it is wrong, {condition.text}", others
    return best


def _shared(wrong: Sequence[Sample]) -> Iterator[Condition]:
    for condition in conditions.of(wrong[0].arguments):
        if all(condition.holds(sample.arguments) for sample in wrong):
            yield condition


def _how(wrong: Sequence[Sample]) -> str:
    """Say what all wrong answers are, compared with what was due."""
    if all(isinstance(sample.due, Raised) for sample in wrong):
        return "" if any(isinstance(sample.answer, Raised) for sample in wrong) else _NO_ERROR
    if all(same_answer(sample.answer, sample.due, COARSE) for sample in wrong):
        return _CHANGED
    pairs = [(sample.answer, sample.due) for sample in wrong]
    counts = {len(value) if isinstance(value, tuple) else 0 for pair in pairs for value in pair}
    return _how_parts(pairs, max(counts)) if len(counts) == 1 and max(counts) else _related(pairs)


def _how_parts(pairs: Sequence[tuple[Any, Any]], count: int) -> str:
    """Say which of several values are wrong, and how if it is one."""
    parts = [[(answer[part], due[part]) for answer, due in pairs] for part in range(count)]
    off = [
        part
        for part, values in enumerate(parts)
        if not all(same_answer(answer, due, COARSE) for answer, due in values)
    ]
    if not off or max(off) >= len(ORDINALS):
        return ""
    if len(off) == count:
        return f"{'both' if count == 2 else f'all {count}'} values returned are wrong"
    if len(off) > 1:
        names = " and the ".join(ORDINALS[part] for part in off)
        return f"of the {count} values returned, the {names} are wrong"
    how = _related(parts[off[0]])
    return f"of the {count} values returned, only the {ORDINALS[off[0]]} is wrong" + (how and f": {how}")


def _related(pairs: Sequence[tuple[Any, Any]]) -> str:
    known = [(_real(answer), _real(due)) for answer, due in pairs]
    real = [(answer, due) for answer, due in known if answer is not None and due is not None]
    if len(real) < len(known) or not any(relations.tells(*pair) for pair in real):
        return ""
    shared = (one for one in relations.ALL if all(one.holds(*pair) for pair in real))
    found = next(shared, None)
    return "" if found is None else found.text


def _real(value: Any) -> Numbers | None:
    """Return a value as an array of real numbers, None if it is none."""
    array = numbers(value)
    return None if array is None or array.dtype.kind == "c" else array
