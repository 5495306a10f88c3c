"""What the page of a class shows, gathered from its gradebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.assignment import Assignment, Course
from autograder.batch.gradebook import Gradebook
from autograder.batch.kept import Past, Work
from autograder.diagnosis import Catalogue
from autograder.marks import Mark
from autograder.reports.feedback import feedback_name
from autograder.reports.site.view import ClassView, Cluster, HandIn, KnownFault


def class_view(
    book: Gradebook,
    course: Course,
    assignment: Assignment,
    marks: Sequence[Mark],
    *,
    works: Mapping[str, Work | None],
    catalogue: Catalogue | None,
    clusters: Sequence[Cluster],
) -> ClassView:
    """Return what the page of a class shows.

    Args:
        book: its gradebook.
        course: that it takes.
        assignment: that was graded.
        marks: of all students.
        works: what counts for each student, by her key.
        catalogue: of known mistakes.
        clusters: of students whose wrong answers are the same.
    """
    known = catalogue.faults.values() if catalogue else ()
    return ClassView(
        course=course.title,
        title=assignment.title,
        as_of=book.graded_at,
        marks=tuple(marks),
        pages={mark.student.key: feedback_name(mark) for mark in marks},
        faults={one.id: KnownFault(id=one.id, title=one.title, hint=one.hint) for one in known},
        clusters=tuple(clusters),
        histories=_histories(book.histories(), works),
    )


def _histories(
    found: Mapping[str, Sequence[Past]], works: Mapping[str, Work | None]
) -> dict[str, tuple[HandIn, ...]]:
    histories = {}
    for key, work in works.items():
        pasts = [*found.get(key, ())]
        if all(past.handed_in for past in pasts):  # else only the order in which they came is known
            pasts.sort(key=lambda past: past.handed_in)
        histories[key] = tuple(_hand_in(past, work) for past in pasts)
    return histories


def _hand_in(past: Past, counts: Work | None) -> HandIn:
    return HandIn(
        submission=past.name,
        handed_in=past.handed_in,
        points=past.points,
        max_points=past.max_points,
        counts=counts is not None and past.id == counts.id,
    )
