"""Tries what a question uses: lent to it, its own answer has to be right, and nothing else may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from autograder.assignment import Assignment, Question
from autograder.grading.setting import load_reference
from autograder.results import Result, Status
from autograder.suite.collection import TestCase, run_with_suite
from autograder.suite.meter import Meter
from autograder.suite.plugin import BENCH, local_bench
from autograder.verify.check import Check, concluded
from autograder.verify.trials import reason, unjudged


def check_follow_through(assignment: Assignment, lost: Result) -> Check:
    """Hold that what questions use can be lent, and that the reference needs nothing more.

    Args:
        assignment: one with questions that use functions or classes of others.
        lost: the result of the master without any of these.

    Raises:
        SuiteError: the suite cannot be collected.
    """
    users = [question for question in assignment.questions if question.uses]
    culprits: list[str] = []

    def body(config: pytest.Config, cases: Sequence[TestCase]) -> None:
        reference, folder = load_reference(assignment), assignment.folder
        uses = {name for question in users for name in question.uses}
        called: dict[str, set[str]] = {question.id: set() for question in assignment.questions}
        opaque: set[str] = set()
        for case in (case for case in cases if not case.measured):
            meter = Meter(reference, uses)
            config.stash[BENCH] = local_bench(folder, meter, reference, assignment.secret)
            meter.measure(case)
            called[case.question] |= {cost.name for cost in meter.costs}
            opaque |= meter.opaque
        culprits.extend(f"{name} is no plain data, so that it cannot be lent" for name in sorted(opaque))
        for question in users:
            culprits.extend(_misplaced(question, called))

    run_with_suite(assignment, body)
    ids = [question.id for question in users]
    for question in users:
        culprits.extend(_lost_points(question, lost))
    return concluded(
        "uses",
        holds=f"right, though what they use is lost and has to be lent: {', '.join(ids)}",
        fails="a mistake in what a question uses would not cost once",
        culprits=culprits,
        unjudged=unjudged("the master without what is lent", lost),
    )


def _misplaced(question: Question, called: dict[str, set[str]]) -> Iterator[str]:
    """Name what a question should not use, or what nobody would find wrong."""
    others = {name for other, names in called.items() if other != question.id for name in names}
    for name in question.uses:
        if name in called[question.id]:
            yield f"question {question.id} uses {name}, and its own tests call it, which is lent then"
        if name not in others:
            yield f"question {question.id} uses {name}, which no test of another question calls"


def _lost_points(question: Question, lost: Result) -> Iterator[str]:
    result = next(each for each in lost.questions if each.id == question.id)
    failed = [test for test in result.tests if not test.public and test.status is not Status.PASSED]
    if failed and result.points is not None:
        yield (
            f"question {question.id} of the master, without {', '.join(question.uses)}, does not pass "
            f"{failed[0].id}: {reason(failed[0])}"
        )
