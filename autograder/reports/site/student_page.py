"""The page of one student, for staff: what she has, why, and her code."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.marks import Mark, QuestionMark, Standing
from autograder.reports.site.code import anchors, listings
from autograder.reports.site.outcomes import Group, groups
from autograder.reports.site.shell import page
from autograder.reports.site.view import ClassView, Example, KnownFault, StudentView, fault_of
from autograder.results import QuestionResult, Status

_COMPANIONS = 8  # students with the same wrong answers who are named


@dataclass(frozen=True, kw_only=True)
class Link:
    """A way to the page of a student."""

    label: str
    page: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """One question of the page.

    Attributes:
        anchor: its id in the page.
        mark: what she has in it.
        result: what grading said, None where a person grades or nothing was handed in.
        passed: how many tests passed.
        groups: its tests.
        faults: the known mistakes that explain the answers.
        companions: others who answered all alike, some of them.
        alike: how many others there are.
        examples: calls that were answered wrongly.
    """

    anchor: str
    mark: QuestionMark
    result: QuestionResult | None
    passed: int = 0
    groups: tuple[Group, ...] = ()
    faults: tuple[KnownFault, ...] = ()
    companions: tuple[Link, ...] = ()
    alike: int = 0
    examples: tuple[Example, ...] = ()


def student_page(view: StudentView, whole: ClassView) -> str:
    """Return the page of a student as HTML: the same text for the same views.

    Args:
        view: hers.
        whole: of her class, which says who comes before and after her.
    """
    shown = listings(view.code)
    before, after = _neighbours(view.mark, whole)
    return page(
        "student.html.j2",
        whole,
        own=view,
        mark=view.mark,
        parts=_parts(view, whole),
        listings=shown,
        places=anchors(shown),
        before=before,
        after=after,
    )


def _neighbours(mark: Mark, whole: ClassView) -> tuple[Link | None, Link | None]:
    links = {one.student.key: _link(one, whole) for one in whole.marks if one.student.key in whole.pages}
    keys = list(links)
    if mark.student.key not in links:
        return None, None
    at = keys.index(mark.student.key)
    return links[keys[at - 1]] if at else None, links[keys[at + 1]] if at + 1 < len(keys) else None


def _link(mark: Mark, whole: ClassView) -> Link:
    return Link(label=mark.student.label, page=whole.pages[mark.student.key])


def _parts(view: StudentView, whole: ClassView) -> tuple[Part, ...]:
    result = view.mark.result
    results = {one.id: one for one in result.questions} if result else {}
    parts = []
    for number, mark in enumerate(view.mark.questions, start=1):
        question = results.get(mark.id)
        # Of what could not be read no test was run, though each has an outcome.
        was_run = question is not None and view.mark.standing is not Standing.UNREADABLE
        companions = _companions(question, view.mark, whole) if question else ()
        parts.append(
            Part(
                anchor=f"question-{number}",
                mark=mark,
                result=question,
                passed=sum(test.status is Status.PASSED for test in question.tests) if question else 0,
                groups=groups(question.tests) if question and was_run else (),
                faults=tuple(fault_of(name, whole.faults) for name in question.faults)
                if question
                else (),
                companions=companions[:_COMPANIONS],
                alike=len(companions),
                examples=tuple(view.examples.get(mark.id, ())),
            )
        )
    return tuple(parts)


def _companions(question: QuestionResult, mark: Mark, whole: ClassView) -> tuple[Link, ...]:
    """Return the others of the cluster that her answers are in."""
    cluster = next(
        (
            one
            for one in whole.clusters
            if (one.question, one.fingerprint) == (question.id, question.fingerprint)
        ),
        None,
    )
    members = set(cluster.students) & whole.pages.keys() if cluster else set()
    return tuple(
        _link(one, whole) for one in whole.marks if one.student.key in members - {mark.student.key}
    )
