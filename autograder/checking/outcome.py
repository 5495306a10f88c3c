"""How checks ended, as data: rendered later, as text or as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from autograder.checking.panel import Panel

FULL = 2  # failing checks of a question whose pictures are shown at once
NO_MARKS = (
    "The checks themselves bring no points: more tests are run after you hand in, and those decide."
)
Status = Literal["passed", "failed", "unfinished"]


@dataclass(frozen=True, kw_only=True, eq=False)
class CheckOutcome:
    """How one public check ended, and what to know about it.

    Attributes:
        title: what was verified.
        sentences: what is wrong, where, and what to do next.
        inputs: what the call was given, where that is worth a picture.
        answers: what is due, what came and how they differ.
        call: of the function, in one line.
        repeat: lines of Python that make the call once more.
        printed: the beginning of what the student's code printed.
        warning: the first warning that it gave, with its place.
    """

    title: str
    status: Status
    sentences: tuple[str, ...] = ()
    inputs: tuple[Panel, ...] = ()
    answers: tuple[Panel, ...] = ()
    call: str = ""
    repeat: tuple[str, ...] = ()
    printed: str = ""
    warning: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class QuestionOutcome:
    """How the checks of one question ended.

    Attributes:
        id: as it is checked by.
        title: as the assignment has it, or nothing.
        points: that it can bring once it is graded, None where that is not known.
        outcomes: at least one.
        likeness: what all wrong answers have in common.
        notes: what else is to be said, of the functions' parameters for instance.
    """

    id: str
    title: str = ""
    points: float | None = None
    outcomes: tuple[CheckOutcome, ...]
    likeness: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        """How all of them together stand."""
        found = {outcome.status for outcome in self.outcomes}
        if "failed" in found:
            return "failed"
        return "passed" if found == {"passed"} else "unfinished"

    @property
    def passed(self) -> int:
        """How many passed."""
        return sum(outcome.status == "passed" for outcome in self.outcomes)

    @property
    def worth(self) -> str:
        """The points that it can bring, in words."""
        if self.points is None:
            return ""
        return "1 point" if self.points == 1 else f"{self.points:g} points"

    @property
    def summary(self) -> str:
        """How many passed, in words."""
        if self.status == "unfinished" and not self.passed:
            return "not written yet"
        return f"{self.passed} of {len(self.outcomes)} checks passed"

    @property
    def worth_telling(self) -> Sequence[CheckOutcome]:
        """All outcomes, but one of a question that is not written yet: the others say the same."""
        is_stub = self.status == "unfinished" and not self.passed
        return self.outcomes[:1] if is_stub else self.outcomes
