"""What the checks of one question say of each call: right, wrong, or not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.watch import Seen
from autograder.diagnosis.answers import same_answer
from autograder.diagnosis.trace import Raised, Unknown
from autograder.suite.mismatch import Mismatch


@dataclass(frozen=True, eq=False)
class Judged:
    """One call, and what its check says of it.

    Attributes:
        seen: the call.
        wrong: whether its answer is; None where that is not known.
        due: what is due, an `Unknown` where that is not known.
        answer: the part of the answer that was compared, or all of it.
        whole: whether it is all of it.
    """

    seen: Seen
    wrong: bool | None
    due: Any = Unknown()  # noqa: RUF009 -- frozen, and all are equal
    answer: Any = None
    whole: bool = True


@dataclass(frozen=True, eq=False)
class Evidence:
    """The calls of one function in the checks of a question.

    Attributes:
        right: calls with a right answer.
        wrong: calls with a wrong one.
        complete: whether nothing of a check that failed is unknown.
    """

    right: Sequence[Judged]
    wrong: Sequence[Judged]
    complete: bool

    @property
    def plain(self) -> bool:
        """Whether right and wrong calls can be compared.

        They cannot where the function belongs to an object, whose state calls do not show, or where a
        part of an answer was found wrong: other checks that passed may have looked at other parts.
        """
        return self.complete and all(one.whole and one.seen.call.owner is None for one in self.wrong)


def of_passed(calls: Sequence[Seen]) -> Iterator[Judged]:
    """Judge the calls of a check that passed: all are right."""
    for seen in calls:
        yield Judged(seen, wrong=False, due=seen.answer, answer=seen.answer)


def of_mismatch(calls: Sequence[Seen], mismatch: Mismatch) -> Iterator[Judged]:
    """Judge the calls of a check whose comparison failed: the last one is wrong, if it was compared."""
    yield from _unknown(calls[:-1])
    for seen in calls[-1:]:
        if mismatch.kind == "modified":
            yield Judged(seen, wrong=None)
        elif mismatch.actual is None or mismatch.expected is None:
            yield Judged(
                seen, wrong=True if mismatch.kind in {"type", "equal"} else None, answer=seen.answer
            )
        elif (whole := _compared(seen.answer, mismatch.actual)) is None:
            yield Judged(seen, wrong=None)
        else:
            answer = np.array(mismatch.actual)  # her object may change its own later
            yield Judged(seen, wrong=True, due=mismatch.expected, answer=answer, whole=whole)


def of_error(calls: Sequence[Seen], *, hers: bool) -> Iterator[Judged]:
    """Judge the calls of a check that ended with an exception.

    Args:
        calls: of the check.
        hers: whether her own code raised it, and so the last call.
    """
    yield from _unknown(calls[:-1])
    for seen in calls[-1:]:
        # What ended the program was no `Exception`, and was not noted as an answer.
        answer = Raised("BaseException") if isinstance(seen.answer, Unknown) else seen.answer
        yield Judged(seen, wrong=True if hers else None, answer=answer)


def by_function(judged: Sequence[Judged]) -> Mapping[str, Evidence]:
    """Return what there is on each function and method."""
    found: dict[str, list[Judged]] = {}
    for one in judged:
        if one.seen.function is not None:
            found.setdefault(one.seen.label, []).append(one)
    return {
        name: Evidence(
            [one for one in calls if one.wrong is False],
            [one for one in calls if one.wrong],
            all(one.wrong is not None for one in calls),
        )
        for name, calls in found.items()
    }


def _unknown(calls: Sequence[Seen]) -> Iterator[Judged]:
    for seen in calls:
        yield Judged(seen, wrong=None)


def _compared(answer: Any, actual: Any) -> bool | None:
    """Tell whether what was compared is a whole answer or one of its parts; None if it is neither."""
    with np.errstate(all="ignore"):
        if same_answer(answer, actual):
            return True
        parts = answer if isinstance(answer, tuple) else ()
        return False if any(same_answer(part, actual) for part in parts) else None
