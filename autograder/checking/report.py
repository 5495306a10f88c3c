"""What a check says, in whatever form it is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.checking.outcome import QuestionOutcome


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Report:
    """The outcomes of checks.

    Attributes:
        questions: in the order of the assignment.
        whole: whether these are all of the assignment.
        title: of the assignment, or nothing.
        notes: on the checks themselves.
    """

    questions: tuple[QuestionOutcome, ...]
    whole: bool = False
    title: str = ""
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(question.status == "passed" for question in self.questions)

    @property
    def done(self) -> int:
        """How many questions passed all their checks."""
        return sum(question.status == "passed" for question in self.questions)

    @property
    def worth(self) -> str:
        """Which points there are for the questions that are done, where that is known."""
        known = [(one.points, one.status) for one in self.questions if one.points is not None]
        if not known:
            return ""
        done = sum(points for points, status in known if status == "passed")
        return f"; they stand for {done:g} of {sum(points for points, _ in known):g} points"

    def text(self, colour: bool = False, width: int = 100) -> str:
        """Return the report for a terminal.

        Args:
            colour: whether it shows colours.
            width: of a line, in characters.
        """
        from autograder.checking.terminal import report_text  # noqa: PLC0415 -- which needs this module

        return report_text(self, colour=colour, width=width)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        """Return the report for a notebook; everything in it is escaped."""
        from autograder.checking.page import report_html  # noqa: PLC0415 -- likewise

        return report_html(self)
