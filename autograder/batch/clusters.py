"""Students whose wrong answers are the same, where no known mistake explains them.

Where nothing was answered, since a function is not written or never ends, there is no mistake to name.
"""

from __future__ import annotations

from collections.abc import Iterable

from autograder.grading.explaining import WHAT_NEXT
from autograder.marks import Mark
from autograder.reports.site.view import Cluster
from autograder.results import QuestionResult, Status


def clusters(marks: Iterable[Mark]) -> tuple[Cluster, ...]:
    """Return the clusters of a class, the largest first; one student alone makes one, too.

    Args:
        marks: of the class, in the order in which students are listed.
    """
    found: dict[tuple[str, str], list[tuple[Mark, QuestionResult]]] = {}
    for mark in marks:
        for question in mark.result.questions if mark.result else ():
            if _is_unexplained(question):
                found.setdefault((question.id, question.fingerprint), []).append((mark, question))
    ordered = sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
    return tuple(
        Cluster(
            question=question,
            fingerprint=fingerprint,
            students=tuple(mark.student.key for mark, _ in members),
            explanation=members[0][1].explanation.removesuffix(f" {WHAT_NEXT}"),
        )
        for (question, fingerprint), members in ordered
    )


def _is_unexplained(question: QuestionResult) -> bool:
    lost = question.points is not None and question.points < question.max_points
    answered = any(test.status is Status.FAILED for test in question.tests)
    return lost and answered and bool(question.fingerprint) and not question.faults
