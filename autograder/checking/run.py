"""Runs the public checks of a folder against a student's functions, in her own process."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment import PUBLIC_SUITE
from autograder.checking.evidence import Judged, by_function
from autograder.checking.guarded import GuardedStudent
from autograder.checking.judge import Verdict, judge
from autograder.checking.likeness import beside_right_calls, likeness
from autograder.checking.names import Names
from autograder.checking.outcome import CheckOutcome, QuestionOutcome
from autograder.checking.report import Report
from autograder.checking.signatures import changed_signature
from autograder.checking.watch import Watch
from autograder.errors import AutograderError
from autograder.released import Released, read_released
from autograder.suite.collection import collect
from autograder.suite.contest import local_contest
from autograder.suite.plugin import BENCH, local_bench
from autograder.suite.rules import argument

_EDITED = (
    f"{PUBLIC_SUITE} is not as it was handed out. That changes nothing: after you hand in, the course "
    "uses its own"
)

_ELSEWHERE = (
    ". If it is there, a cell may have changed the current folder (`os.chdir`): take that out, restart "
    "the kernel and run all cells again"
)


def check_namespace(names: Mapping[str, Any], folder: Path, questions: Sequence[str]) -> Report:
    """Run the public checks in `folder` against the functions among `names`.

    Args:
        names: the student's global names.
        folder: where `test_public.py` lies.
        questions: which questions to check; none means all of them.

    Raises:
        AutograderError: there are no checks there, or none of a question of that name.
    """
    suite = folder / PUBLIC_SUITE
    if not suite.is_file():
        raise AutograderError(
            f"there is no {PUBLIC_SUITE} in {folder}: keep it in the folder of your notebook, where it "
            f"came with the assignment{'' if '__file__' in names else _ELSEWHERE}"
        )
    released, notes = _released(folder)
    found: list[QuestionOutcome] = []

    def body(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
        by_question: dict[str, list[pytest.Function]] = {}
        for item in items:
            if isinstance(item, pytest.Function):
                by_question.setdefault(str(argument(item, "question", "")), []).append(item)
        _require(questions, by_question)
        contest = local_contest(names)
        for question in dict.fromkeys(questions or _in_order(by_question, released)):
            watch = Watch(names, released.functions if released else {})
            student = GuardedStudent(Names(names), watch)
            config.stash[BENCH] = local_bench(folder, student, contest=contest)
            verdicts = [judge(item, student, watch, suite) for item in by_question[question]]
            found.append(_outcome(question, verdicts, released))

    collect([suite], PUBLIC_SUITE, body)
    return Report(
        questions=tuple(found),
        whole=not questions,
        title=released.title if released else "",
        notes=(_EDITED,) if released and _edited(suite, released) else notes,
    )


def _released(folder: Path) -> tuple[Released | None, tuple[str, ...]]:
    """Return what the release says of itself; checks do without it, so a damaged one is only told of."""
    try:
        return read_released(folder), ()
    except AutograderError as error:
        return None, (str(error),)


def _require(questions: Sequence[str], known: Mapping[str, object]) -> None:
    if not known:
        raise AutograderError(
            f"{PUBLIC_SUITE} has no checks: take it anew from the folder that your course handed out"
        )
    for question in questions:
        if callable(question):
            name = getattr(question, "__name__", "...")
            raise AutograderError(f'write the name of the question in quotes: check("{name}")')
        if not isinstance(question, str):
            raise AutograderError(
                'write the names of questions in quotes, with commas between them: check("a", "b")'
            )
        if question not in known:
            near = difflib.get_close_matches(str(question), list(known), 1)
            meant = f" (is {near[0]!r} meant?)" if near else ""
            there = ", ".join(known)
            raise AutograderError(f"there is no check of {question!r} here{meant}; there are: {there}")


def _in_order(known: Mapping[str, object], released: Released | None) -> list[str]:
    order = [question.id for question in released.questions] if released else []
    return [one for one in order if one in known] + [one for one in known if one not in order]


def _outcome(question: str, verdicts: Sequence[Verdict], released: Released | None) -> QuestionOutcome:
    judged = [one for verdict in verdicts for one in verdict.judged]
    known = next((one for one in released.questions if one.id == question), None) if released else None
    return QuestionOutcome(
        id=question,
        title=known.title if known else "",
        points=known.points if known else None,
        outcomes=tuple(_compared(verdict, judged) for verdict in verdicts),
        likeness=tuple(
            dict.fromkeys(
                sentence
                for name, evidence in by_function(judged).items()
                for sentence in likeness(name, evidence)
            )
        ),
        notes=tuple(_notes(judged, released)),
    )


def _compared(verdict: Verdict, judged: Sequence[Judged]) -> CheckOutcome:
    """Return an outcome with a sentence more where a right call differs from its own in one argument."""
    wrong = next((one for one in verdict.judged if one.wrong), None)
    if wrong is None or verdict.outcome.status != "failed":
        return verdict.outcome
    right = by_function(judged).get(wrong.seen.label)
    says = beside_right_calls(wrong, right.right) if right and right.plain else ""
    if not says:
        return verdict.outcome
    return replace(verdict.outcome, sentences=(*verdict.outcome.sentences, says))


def _notes(judged: Sequence[Judged], released: Released | None) -> Iterator[str]:
    """Say which functions change their input, or have other parameters than they were given."""
    changed = {(one.seen.label, name): None for one in judged for name in one.seen.changed}
    for label, name in changed:
        yield (
            f"`{label}` changes what it is given as `{name}`: work on a copy, if nobody asks for that"
        )
    if released is None:
        return
    for label, function in {one.seen.label: one.seen.function for one in judged}.items():
        for name in (label, f"{label}.__init__"):
            if function is not None and name in released.functions:
                text = changed_signature(label, function, released.functions[name])
                if text:
                    yield text


def _edited(suite: Path, released: Released) -> bool:
    """Tell whether the checks were changed; line ends may differ, which Git and editors do."""
    data = suite.read_bytes()
    texts = (data, data.replace(b"\r\n", b"\n"))
    return released.checks_sha256 not in {hashlib.sha256(text).hexdigest() for text in texts}
