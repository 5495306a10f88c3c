"""Grades a class: only what changed is run, and each result is kept as soon as it is there."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder._version import __version__
from autograder.assignment import Assignment
from autograder.batch.backends.backend import Backend
from autograder.batch.gradebook import Gradebook
from autograder.batch.intake import content_sha256
from autograder.batch.kept import Kept, Work
from autograder.grading import grade_each
from autograder.grading.graded import Graded
from autograder.results import Result
from autograder.telling import rescored

_KNOWN_INPUTS = 20_000  # digests of arrays that are remembered; a suite has about a thousand


@dataclass(frozen=True)
class Plan:
    """What has to be done so that all work has a result of the assignment as it is.

    Attributes:
        current: work with such a result.
        to_rescore: work of which points or words alone change, with its result.
        to_grade: work that has to be run.
    """

    current: tuple[Work, ...]
    to_rescore: tuple[tuple[Work, Kept], ...]
    to_grade: tuple[Work, ...]


def make_plan(book: Gradebook, entered: Sequence[Work], assignment: Assignment) -> Plan:
    """Find out what has to be done: for what was handed in now, and for all other work that counts.

    Of the latter, what is not where it was is left as it is. Results that could not be judged are tried
    again.
    """
    judging, whole = assignment.judging_sha256(), assignment.sha256()
    current: list[Work] = []
    to_rescore: list[tuple[Work, Kept]] = []
    to_grade: list[Work] = []
    new = {work.id for work in entered}
    counting = {work.id: work for _, work in book.students() if work is not None}
    for one in (*entered, *(work for number, work in counting.items() if number not in new)):
        judged = book.judged(one, judging, __version__)
        if judged is None:
            if one.id in new or is_there(one):
                to_grade.append(one)
        elif judged.result.assignment.sha256 == whole and judged.id == book.newest(one):
            current.append(one)
        else:
            to_rescore.append((one, judged))
    return Plan(tuple(current), tuple(to_rescore), tuple(to_grade))


def is_there(work: Work) -> bool:
    """Tell whether a piece of work still lies where it did, as it was."""
    return os.path.lexists(work.path) and content_sha256(work.path) == work.sha256


def carry_out(
    plan: Plan,
    book: Gradebook,
    assignment: Assignment,
    on_result: Callable[[Work, Result], None],
    *,
    unsafe: bool = False,
    grade: Backend = grade_each,
) -> None:
    """Re-score and grade what a plan says; each result is kept before the next is looked at.

    Args:
        plan: what to do.
        book: where results are kept.
        assignment: what is graded for.
        on_result: told of each submission that was run, once its result is kept.
        unsafe: whether to grade even if this machine cannot isolate submissions.
        grade: what grades them: this machine, or a cluster.

    Raises:
        AutograderError: as for what grades, or the gradebook cannot be written.
    """
    for work, kept in plan.to_rescore:
        book.add_result(work, Graded(rescored(kept.result, assignment)), kept.evidence)
    if not plan.to_grade:
        return
    known: set[bytes] = set()

    def on_graded(number: int, graded: Graded) -> None:
        work = plan.to_grade[number]
        book.add_result(work, graded)
        if graded.evidence is not None:
            room = _KNOWN_INPUTS - len(known)
            known.update(itertools.islice(graded.evidence.inputs, room))
        on_result(work, graded.result)

    paths = [work.path for work in plan.to_grade]
    grade(assignment, paths, on_graded, known=known, private=[book.folder], unsafe=unsafe)
