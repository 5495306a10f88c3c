"""Judges the questions of one submission, in an order in which no hidden input can reach its author."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from autograder.assignment import Question
from autograder.results import Status, TestOutcome
from autograder.scoring import share_of
from autograder.suite.attempt import Attempt
from autograder.suite.collection import TestCase
from autograder.suite.judge import judge, not_run

_REVEALS = ("full", "hint", "nothing")
_ANOTHER_ERROR = "an error again; see to the one above first"
MAX_HANGS = 3  # of one question; its remaining tests are not run


def judge_questions(
    questions: Sequence[Question], cases: Sequence[TestCase], attempt: Attempt
) -> tuple[dict[str, list[TestOutcome]], dict[str, str]]:
    """Judge all questions, each in the final namespace and, if it fails there, as things stood earlier.

    Public tests come first: once the submission has seen a hidden input, nothing that it says of itself
    may reach the student, neither by the full text of a public test nor by the names that it reused. For
    the same reason hidden tests that show everything come before those that show less.
    """
    outcomes: dict[str, list[TestOutcome]] = {}
    reused: dict[str, list[str]] = {}
    better: set[str] = set()
    for question in questions:
        own = [case for case in cases if case.question == question.id and case.public]
        attempt.called.clear()
        first = _judge_all(question, own, attempt)
        reused[question.id] = attempt.clobbered(set(attempt.called)) if _failed(first) else []
        again = _judge_as_defined(question, own, attempt) if reused[question.id] else first
        outcomes[question.id] = min(first, again, key=_failed)
        better |= {question.id} if _failed(again) < _failed(first) else set()
    for question in sorted(questions, key=lambda question: _REVEALS.index(question.reveal)):
        own = [case for case in cases if case.question == question.id and not case.public]
        attempt.called.clear()
        hangs = sum(one.status is Status.TIMEOUT for one in outcomes[question.id])
        hidden = _judge_all(question, own, attempt, hangs)
        if _failed(hidden) and (reused[question.id] or attempt.clobbered(set(attempt.called))):
            again = _judge_as_defined(question, own, attempt)
            if share_of(question, again) > share_of(question, hidden):
                hidden = again
                better.add(question.id)
        outcomes[question.id] += hidden if question.reveal == "full" else _with_one_error(hidden)
    why = "judged as things stood where the functions were defined, because "
    other = "a later cell uses a name of theirs for something else"
    return outcomes, {name: why + (" and ".join(reused[name]) or other) for name in better}


def _judge_as_defined(
    question: Question, cases: Sequence[TestCase], attempt: Attempt
) -> list[TestOutcome]:
    attempt.as_defined = True
    outcomes = _judge_all(question, cases, attempt)
    attempt.as_defined = False
    return outcomes


def _with_one_error(outcomes: Sequence[TestOutcome]) -> list[TestOutcome]:
    """Return hidden outcomes with the first error alone: each more could tell a hidden input.

    Which exception comes from which line is of the submission's choosing.
    """
    first = next((one.message for one in outcomes if _tells_an_error(one)), "")
    return [
        dataclasses.replace(one, message=_ANOTHER_ERROR)
        if _tells_an_error(one) and one.message != first
        else one
        for one in outcomes
    ]


def _tells_an_error(outcome: TestOutcome) -> bool:
    """Tell whether a message may hold an exception's type and place, which has a line of its own."""
    return bool(outcome.message) and (outcome.status is Status.ERROR or "\n" in outcome.message)


def _failed(outcomes: Sequence[TestOutcome]) -> int:
    return sum(outcome.status is not Status.PASSED for outcome in outcomes)


def _judge_all(
    question: Question, cases: Sequence[TestCase], attempt: Attempt, hangs: int = 0
) -> list[TestOutcome]:
    outcomes: list[TestOutcome] = []
    for case in cases:
        if hangs >= MAX_HANGS:
            why = f"not run: {MAX_HANGS} earlier tests of this question ran out of time"
            outcomes.append(not_run(case, Status.TIMEOUT, why))
            continue
        outcomes.append(judge(case, attempt, question.reveal))
        hangs += outcomes[-1].status is Status.TIMEOUT
    return outcomes
