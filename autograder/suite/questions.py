"""Judges the questions of one submission, in an order in which no hidden input can reach its author."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from autograder.assignment import Question
from autograder.results import Reveal, Status, TestOutcome
from autograder.scoring import share_of
from autograder.suite.attempt import Attempt
from autograder.suite.collection import TestCase
from autograder.suite.follow_through import Loans, in_words, lent
from autograder.suite.judge import judge, not_run
from autograder.suite.mismatch import MismatchError
from autograder.suite.recording import Recorder, Recording
from autograder.telling import REVEALS, retold, telling_of, told

_ANOTHER_ERROR = "an error again; see to the one above first"
_LOST = frozenset(Status) - {Status.PASSED, Status.UNGRADED}
MAX_HANGS = 3  # of one question; its remaining tests are not run


@dataclass(frozen=True)
class Judged:
    """How one test ended, and what it asked and was answered.

    Attributes:
        called: names of the functions and classes that it called, or would have.
        passed: whether it did with her own functions, of which the recording is.
        modified: whether it failed because a call changed its arguments.
    """

    outcome: TestOutcome
    recording: Recording
    called: frozenset[str] = frozenset()
    passed: bool = False
    modified: bool = False


def judge_questions(
    questions: Sequence[Question], cases: Sequence[TestCase], attempt: Attempt, recorder: Recorder
) -> tuple[dict[str, list[Judged]], dict[str, str]]:
    """Judge all questions, each in the final namespace and, if it fails there, as things stood earlier.

    Public tests come first: once the submission has seen a hidden input, nothing that it says of itself
    may reach the student, neither by the full text of a public test nor by the names that it reused. For
    the same reason hidden tests that show everything come before those that show less, and those that
    are judged once more with something lent to them show but a hint.
    """
    judged: dict[str, list[Judged]] = {}
    hidden: dict[str, list[Judged]] = {}
    reused: dict[str, list[str]] = {}
    better: set[str] = set()
    bench = _Bench(attempt, recorder)
    for question in questions:
        own = [case for case in cases if case.question == question.id and case.public]
        first = bench.judge_all(question, own)
        reused[question.id] = attempt.clobbered(_called(first)) if _failed(first) else []
        again = bench.judge_as_defined(question, own) if reused[question.id] else first
        judged[question.id] = min(first, again, key=_failed)
        better |= {question.id} if _failed(again) < _failed(first) else set()
    for question in sorted(questions, key=lambda question: REVEALS.index(question.reveal)):
        own = [case for case in cases if case.question == question.id and not case.public]
        hangs = sum(one.outcome.status is Status.TIMEOUT for one in judged[question.id])
        tests = bench.judge_all(question, own, hangs)
        # Not before the last of them: that things are put back would tell the submission that it failed.
        if _failed(tests) and (reused[question.id] or attempt.clobbered(_called(tests))):
            again = bench.judge_as_defined(question, own)
            if _share(question, again) > _share(question, tests):
                tests = again
                better.add(question.id)
        hidden[question.id] = list(_with_one_error(tests, question.reveal))
    why = "judged as things stood where the functions were defined, because "
    other = "a later cell uses a name of theirs for something else"
    messages = {name: why + (" and ".join(reused[name]) or other) for name in better}
    first_judged = {name: [*tests, *hidden[name]] for name, tests in judged.items()}
    for question in questions:
        names = _wrong(question, first_judged) if _failed(hidden[question.id]) else []
        own = [case for case in cases if case.question == question.id and not case.public]
        again = bench.judge_lent(question, own, names) if names else []
        if _share(question, again) > _share(question, hidden[question.id]):
            # What was asked and answered stays that of her own functions: of these a diagnosis speaks.
            hidden[question.id] = [
                dataclasses.replace(one, outcome=other.outcome)
                for one, other in zip(hidden[question.id], again, strict=True)
            ]
            messages[question.id] = in_words(names, right=not _failed(again))
    return {name: [*tests, *hidden[name]] for name, tests in judged.items()}, messages


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

    def judge_lent(
        self, question: Question, cases: Sequence[TestCase], names: Sequence[str]
    ) -> list[Judged]:
        """Judge with the reference's functions and classes of these names in the places of her own.

        All tests, those too that passed: two functions that are wrong can make up for each other.
        """
        reveal: Reveal = "hint" if question.reveal == "full" else question.reveal
        with lent(names, cases, self.attempt) as loans:
            quiet = msgspec.structs.replace(question, reveal=reveal)
            judged = list(_with_one_error(self.judge_all(quiet, cases, loans=loans), reveal))
        tellings = [telling_of(one.outcome) for one in judged]
        at_most_hints = [dataclasses.replace(telling, full=telling.hint) for telling in tellings]
        return [
            dataclasses.replace(one, outcome=told(one.outcome, telling, reveal))
            for one, telling in zip(judged, at_most_hints, strict=True)
        ]

    def judge_all(
        self,
        question: Question,
        cases: Sequence[TestCase],
        hangs: int = 0,
        loans: Loans | None = None,
    ) -> list[Judged]:
        judged: list[Judged] = []
        for case in cases:
            if hangs >= MAX_HANGS:
                why = f"not run: {MAX_HANGS} earlier tests of this question ran out of time"
                one = Judged(not_run(case, Status.TIMEOUT, why), self.recorder.begin())
            else:
                one = self._judge_one(case, question.reveal, loans)
                if loans is not None and loans.fell_short():
                    one = self._judge_one(case, question.reveal, loans)
                hangs += one.outcome.status is Status.TIMEOUT
            judged.append(one)
        return judged

    def _judge_one(self, case: TestCase, reveal: Reveal, loans: Loans | None) -> Judged:
        if loans is not None:
            loans.prepare(case)
        recording = self.recorder.begin() if loans is None else self.recorder.skip()
        self.attempt.called.clear()
        outcome, error = judge(case, self.attempt, reveal)
        return Judged(
            outcome,
            recording,
            called=frozenset(self.attempt.called),
            passed=outcome.status is Status.PASSED,
            modified=isinstance(error, MismatchError) and error.mismatch.kind == "modified",
        )


def _wrong(question: Question, judged: Mapping[str, Sequence[Judged]]) -> list[str]:
    """Return what a question uses that a test of another question, which failed, has called."""
    others = (one for name, tests in judged.items() if name != question.id for one in tests)
    wrong = {name for one in others if one.outcome.status in _LOST for name in one.called}
    return [name for name in question.uses if name in wrong]


def _called(judged: Sequence[Judged]) -> set[str]:
    return {name for one in judged for name in one.called}


def _with_one_error(judged: Sequence[Judged], reveal: Reveal) -> Iterator[Judged]:
    """Give hidden outcomes with the first error alone: each more could tell a hidden input.

    Which exception comes from which line is of the submission's choosing. In full all of them are told,
    but only if they were judged so, before the submission was asked what is to stay hidden.
    """
    hints, nothings = (_further_errors(judged, level) for level in ("hint", "nothing"))
    for one, in_hint, in_nothing in zip(judged, hints, nothings, strict=True):
        if not (in_hint or in_nothing):
            yield one
            continue
        telling = telling_of(one.outcome)
        if in_hint:
            full = telling.full if reveal == "full" else _ANOTHER_ERROR
            telling = dataclasses.replace(telling, full=full, hint=_ANOTHER_ERROR)
        if in_nothing:
            telling = dataclasses.replace(telling, nothing=_ANOTHER_ERROR)
        yield dataclasses.replace(one, outcome=told(one.outcome, telling, reveal))


def _further_errors(judged: Sequence[Judged], level: Reveal) -> list[bool]:
    """Tell which outcomes would tell of another error than the first that is told."""
    outcomes = [retold(one.outcome, level) for one in judged]
    errors = [outcome.message if _tells_an_error(outcome) else "" for outcome in outcomes]
    first = next(filter(None, errors), "")
    return [error not in ("", first) for error in errors]


def _tells_an_error(outcome: TestOutcome) -> bool:
    """Tell whether a message may hold an exception's type and place, which has a line of its own."""
    return bool(outcome.message) and (outcome.status is Status.ERROR or "\n" in outcome.message)


def _failed(judged: Sequence[Judged]) -> int:
    return sum(one.outcome.status is not Status.PASSED for one in judged)


def _share(question: Question, judged: Sequence[Judged]) -> float:
    return share_of(question, [one.outcome for one in judged])
