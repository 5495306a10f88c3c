"""What a student is told of a result: one rule when it is judged, and when `reveal` or points change."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Sequence
from typing import Final, get_args

from autograder.assignment import Assignment, Question
from autograder.errors import ResultError
from autograder.results import QuestionResult, Result, Reveal, Telling, TestOutcome
from autograder.scoring import max_total, score, total

REVEALS: Final[tuple[Reveal, ...]] = get_args(Reveal)  # in the order in which questions are judged


def rescored(result: Result, assignment: Assignment) -> Result:
    """Return a stored result with the titles, points and `reveal` that the assignment has now.

    Nothing is run, and what a test was judged to be stays. It is what grading again would give, but that
    a question of which more is shown than before may tell less (see `levels`).

    Raises:
        ResultError: it was judged for another assignment, or for other questions.
    """
    questions = assignment.questions
    judged_for = (result.assignment.name, [question.id for question in result.questions])
    if judged_for != (assignment.name, [question.id for question in questions]):
        raise ResultError(
            f"the result of {result.submission.name} is for other questions than those that "
            f"{assignment.name} has now: grade it again"
        )
    shown = levels(result.questions, questions)
    outcomes = {
        question.id: [retold(test, shown[question.id]) for test in question.tests]
        for question in result.questions
    }
    scored = score(questions, outcomes, {})
    renewed = (
        dataclasses.replace(
            old, title=new.title, points=new.points, max_points=new.max_points, tests=new.tests
        )
        for old, new in zip(result.questions, scored, strict=True)
    )
    # Whether a test was judged depends on none of these, so the status stays.
    return dataclasses.replace(
        result,
        assignment=assignment.info,
        points=total(scored),
        max_points=max_total(questions),
        questions=tuple(diagnosed(question, shown[question.id]) for question in renewed),
    )


def levels(judged: Sequence[QuestionResult], questions: Sequence[Question]) -> dict[str, Reveal]:
    """Return how much is shown of each question: what its `reveal` says, or a hint where that is unsafe.

    The answers of a submission can tell what it was asked before. So a question is shown in full only
    where all that were judged before it are; were it graded again, it would be judged before the others.

    Args:
        judged: the assignment's questions, as they were judged.
        questions: the same, as they are now.
    """
    wanted = {question.id: question.reveal for question in questions}
    order = sorted(judged, key=lambda result: REVEALS.index(result.judged_under))
    first = itertools.takewhile(lambda result: wanted[result.id] == "full", order)
    in_full = {result.id for result in first}
    return {
        name: "hint" if reveal == "full" and name not in in_full else reveal
        for name, reveal in wanted.items()
    }


def alike(text: str) -> Telling:
    """Return what is told in the same words at each level."""
    return Telling(full=text, hint=text, nothing=text)


def changed(telling: Telling, change: Callable[[str], str]) -> Telling:
    """Return the same, with a change of the text of each level."""
    texts = (telling.full, telling.hint, telling.nothing)
    new = {text: change(text) for text in texts}  # most are told alike
    return Telling(full=new[telling.full], hint=new[telling.hint], nothing=new[telling.nothing])


def telling_of(outcome: TestOutcome) -> Telling:
    """Return what is told of a test at each level."""
    return outcome.telling or alike(outcome.message)


def message_of(telling: Telling, reveal: Reveal) -> tuple[str, Telling | None]:
    """Return what a student is told, and what is kept of other levels: nothing where they are alike."""
    message: str = getattr(telling, reveal)
    is_alike = telling.full == telling.hint == telling.nothing
    return message, None if is_alike else telling


def told(outcome: TestOutcome, telling: Telling, reveal: Reveal) -> TestOutcome:
    """Return an outcome with what its student is told of it."""
    message, kept = message_of(telling, reveal)
    same = (message, kept) == (outcome.message, outcome.telling)
    return outcome if same else dataclasses.replace(outcome, message=message, telling=kept)


def retold(outcome: TestOutcome, reveal: Reveal) -> TestOutcome:
    """Return an outcome as it is told at another level."""
    return told(outcome, outcome.telling, reveal) if outcome.telling else outcome


def diagnosed(question: QuestionResult, reveal: Reveal) -> QuestionResult:
    """Return a question with its explanation shown to the student, or not."""
    diagnosis = "" if reveal == "nothing" else question.explanation
    return dataclasses.replace(question, diagnosis=diagnosis)
