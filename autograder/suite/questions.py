"""Judges the questions of one submission, in an order in which no hidden input can reach its author."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.assignment import Question
from autograder.results import Status, TestOutcome
from autograder.scoring import share_of
from autograder.suite.attempt import Attempt
from autograder.suite.collection import TestCase
from autograder.suite.judge import judge, not_run
from autograder.suite.recording import Recorder, Recording

_REVEALS = ("full", "hint", "nothing")
_ANOTHER_ERROR = "an error again; see to the one above first"
MAX_HANGS = 3  # of one question; its remaining tests are not run


@dataclass(frozen=True)
class Judged:
    """How one test ended, and what it asked and was answered."""

    outcome: TestOutcome
    recording: Recording


def judge_questions(
    questions: Sequence[Question], cases: Sequence[TestCase], attempt: Attempt, recorder: Recorder
) -> tuple[dict[str, list[Judged]], dict[str, str]]:
    """Judge all questions, each in the final namespace and, if it fails there, as things stood earlier.

    Public tests come first: once the submission has seen a hidden input, nothing that it says of itself
    may reach the student, neither by the full text of a public test nor by the names that it reused. For
    the same reason hidden tests that show everything come before those that show less.
    """
    judged: dict[str, list[Judged]] = {}
    reused: dict[str, list[str]] = {}
    better: set[str] = set()
    bench = _Bench(attempt, recorder)
    for question in questions:
        own = [case for case in cases if case.question == question.id and case.public]
        attempt.called.clear()
        first = bench.judge_all(question, own)
        reused[question.id] = attempt.clobbered(set(attempt.called)) if _failed(first) else []
        again = bench.judge_as_defined(question, own) if reused[question.id] else first
        judged[question.id] = min(first, again, key=_failed)
        better |= {question.id} if _failed(again) < _failed(first) else set()
    for question in sorted(questions, key=lambda question: _REVEALS.index(question.reveal)):
        own = [case for case in cases if case.question == question.id and not case.public]
        attempt.called.clear()
        hangs = sum(one.outcome.status is Status.TIMEOUT for one in judged[question.id])
        hidden = bench.judge_all(question, own, hangs)
        if _failed(hidden) and (reused[question.id] or attempt.clobbered(set(attempt.called))):
            again = bench.judge_as_defined(question, own)
            if _share(question, again) > _share(question, hidden):
                hidden = again
                better.add(question.id)
        judged[question.id] += hidden if question.reveal == "full" else _with_one_error(hidden)
    why = "judged as things stood where the functions were defined, because "
    other = "a later cell uses a name of theirs for something else"
    return judged, {name: why + (" and ".join(reused[name]) or other) for name in better}


@dataclass(frozen=True)
class _Bench:
    """Where one submission is judged."""

    attempt: Attempt
    recorder: Recorder

    def judge_as_defined(self, question: Question, cases: Sequence[TestCase]) -> list[Judged]:
        self.attempt.as_defined = True
        judged = self.judge_all(question, cases)
        self.attempt.as_defined = False
        return judged

    def judge_all(self, question: Question, cases: Sequence[TestCase], hangs: int = 0) -> list[Judged]:
        judged: list[Judged] = []
        for case in cases:
            recording = self.recorder.begin()
            if hangs >= MAX_HANGS:
                why = f"not run: {MAX_HANGS} earlier tests of this question ran out of time"
                outcome = not_run(case, Status.TIMEOUT, why)
            else:
                outcome = judge(case, self.attempt, question.reveal)
                hangs += outcome.status is Status.TIMEOUT
            judged.append(Judged(outcome, recording))
        return judged


def _with_one_error(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Give hidden outcomes with the first error alone: each more could tell a hidden input.

    Which exception comes from which line is of the submission's choosing.
    """
    first = next((one.outcome.message for one in judged if _tells_an_error(one.outcome)), "")
    for one in judged:
        outcome = one.outcome
        if _tells_an_error(outcome) and outcome.message != first:
            outcome = dataclasses.replace(outcome, message=_ANOTHER_ERROR)
        yield dataclasses.replace(one, outcome=outcome)


def _tells_an_error(outcome: TestOutcome) -> bool:
    """Tell whether a message may hold an exception's type and place, which has a line of its own."""
    return bool(outcome.message) and (outcome.status is Status.ERROR or "\n" in outcome.message)


def _failed(judged: Sequence[Judged]) -> int:
    return sum(one.outcome.status is not Status.PASSED for one in judged)


def _share(question: Question, judged: Sequence[Judged]) -> float:
    return share_of(question, [one.outcome for one in judged])
