"""The smallest call that a submission answered wrongly: what staff look at first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from autograder.diagnosis.evidence import TestRecord
from autograder.diagnosis.functions import by_function
from autograder.diagnosis.recorded import Functions, Recorded, first_wrong
from autograder.diagnosis.trace import Answer, Call
from autograder.interruption import REFERENCE_MEMORY, interrupted_after, within_memory


@dataclass(frozen=True)
class WrongCall:
    """A call that was answered wrongly.

    Attributes:
        function: which is called, or gave the object of which a method is.
        record: the test that made it.
        number: which of the test's calls it is, from 0.
        due: what the reference answers.
        given: what the student's function answered.
    """

    function: str
    record: TestRecord
    number: int
    due: Answer
    given: Answer

    @property
    def call(self) -> Call:
        """The call itself."""
        return self.record.calls[self.number]


class _OutOfTimeError(BaseException):
    """The reference takes too long on what a student's function answered before."""


def wrong_calls(records: Iterable[TestRecord], functions: Functions, seconds: float) -> list[WrongCall]:
    """Return the smallest call of each function that was answered wrongly, smallest first.

    Args:
        records: of the tests of one question, or of several.
        functions: those of the reference.
        seconds: CPU seconds after which it is given up, and nothing more is found; as when the reference
            takes too much memory.
    """
    parts: dict[str, list[tuple[Recorded, TestRecord]]] = {}
    for record in records:
        for name, own in by_function([record], functions).items():
            parts.setdefault(name, []).extend((part, record) for part in own)
    found: list[tuple[int, WrongCall]] = []
    try:
        with (
            interrupted_after(seconds, _OutOfTimeError),
            within_memory(REFERENCE_MEMORY),
            np.errstate(all="ignore"),
        ):
            for name, pairs in parts.items():
                first = first_wrong([part for part, _ in pairs])
                if first is not None:
                    record = next(record for part, record in pairs if part is first)
                    found.append((first.size, _wrong_call(name, record, first)))
    except (_OutOfTimeError, MemoryError):
        pass
    return [call for _, call in sorted(found, key=lambda pair: pair[0])]


def _wrong_call(name: str, record: TestRecord, first: Recorded) -> WrongCall:
    wrong = first.wrong[0]
    # By identity: a test may make the same call twice.
    number = next(n for n, call in enumerate(record.calls) if call is first.trace[wrong])
    return WrongCall(name, record, number, first.due[wrong], first.given[wrong])
