"""What platforms show of a result: rows with points, words and a visibility."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.assignment import Visibility
from autograder.reports.document import Block, Paragraph, to_markdown
from autograder.reports.told import NOT_YET, outcomes, public_outcomes, remarks
from autograder.results import QuestionResult, Result, Status


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of what a platform shows a student.

    Attributes:
        question: id of the question that it is about.
        title: what the student reads, as plain text that may hold any character.
        points: None where the question could not be judged, and where the entry carries none.
        max_points: None where the entry carries no points.
        passed: whether all is right, None where a person has to judge it.
        visibility: when the student sees it.
        blocks: what she is told.
    """

    question: str
    title: str
    points: float | None
    max_points: float | None
    passed: bool | None
    visibility: Visibility
    blocks: tuple[Block, ...]

    @property
    def markdown(self) -> str:
        """What she is told as CommonMark, where no text of hers is markup; empty if it is nothing."""
        return to_markdown(self.blocks) if self.blocks else ""


def entries(result: Result, hidden_outcomes: Visibility) -> tuple[Entry, ...]:
    """Return what a platform shows of a result.

    For each question one entry has its points and what hidden tests decided; another, which carries no
    points and can always be seen, has its public tests. Where nothing was run or judged there is no
    outcome to hide: those entries can be seen too.

    Args:
        result: of one submission.
        hidden_outcomes: the assignment's.
    """
    if result.status == "unreadable":
        return tuple(_with_points(question, "visible", ()) for question in result.questions)
    return tuple(entry for question in result.questions for entry in _of(question, hidden_outcomes))


def _of(question: QuestionResult, hidden_outcomes: Visibility) -> Iterator[Entry]:
    public = [test for test in question.tests if test.public]
    hidden = [test for test in question.tests if not test.public]
    if question.points is None:
        yield _with_points(question, "visible", (Paragraph(NOT_YET, strong=True),))
    else:
        yield _with_points(question, hidden_outcomes, (*remarks(question), *outcomes(hidden)))
    if public:
        statuses = {test.status for test in public}
        yield Entry(
            question=question.id,
            title=f"{question.title} (public checks)",
            points=None,
            max_points=None,
            passed=None if Status.UNGRADED in statuses else statuses == {Status.PASSED},
            visibility="visible",
            blocks=tuple(public_outcomes(public)),
        )


def _with_points(question: QuestionResult, visibility: Visibility, blocks: tuple[Block, ...]) -> Entry:
    return Entry(
        question=question.id,
        title=question.title,
        points=question.points,
        max_points=question.max_points,
        passed=None if question.points is None else question.points >= question.max_points,
        visibility=visibility,
        blocks=blocks,
    )
