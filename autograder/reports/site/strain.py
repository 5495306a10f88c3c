"""Submissions that were slow, or whose process was ended: how much each strained the grader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.marks import Mark
from autograder.results import Result, Status

# How a test can end that is neither a wrong answer nor an error in the code.
ENDINGS = (Status.TIMEOUT, Status.MEMORY, Status.OUTPUT, Status.FILES, Status.CRASHED)
_SLOWEST = 10  # are listed, whether any was ended or not


@dataclass(frozen=True, kw_only=True)
class Strain:
    """What grading one submission took.

    Attributes:
        student: her key.
        endings: how many tests ended in each way, of those in `ENDINGS` that occurred.
        cpu: CPU seconds of her code in all tests.
        seconds: from reading her work to its result.
    """

    student: str
    endings: Mapping[Status, int]
    cpu: float
    seconds: float

    @property
    def ended(self) -> int:
        """How many tests were ended."""
        return sum(self.endings.values())


def strain(student: str, result: Result) -> Strain:
    """Return what grading the work of one student took."""
    tests = [test for question in result.questions for test in question.tests]
    counts = Counter(test.status for test in tests)
    return Strain(
        student=student,
        endings={status: counts[status] for status in ENDINGS if counts[status]},
        cpu=sum(test.seconds for test in tests),
        seconds=result.seconds,
    )


def strains(marks: Sequence[Mark]) -> list[Strain]:
    """Return those of whom a test was ended, and the slowest others; the most CPU seconds first."""
    every = [strain(mark.student.key, mark.result) for mark in marks if mark.result is not None]
    every.sort(key=lambda one: (-one.cpu, one.student))
    slowest = {one.student for one in every[:_SLOWEST] if one.cpu}
    return [one for one in every if one.ended or one.student in slowest]
