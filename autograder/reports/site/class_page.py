"""The page of a class: how it did, whom and what staff should look at, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.marks import Mark, QuestionMark, Standing
from autograder.reports.remarks import remarks_about
from autograder.reports.site import charts
from autograder.reports.site.mistakes import mistakes
from autograder.reports.site.progress import progress
from autograder.reports.site.shell import page
from autograder.reports.site.strain import Strain, strain, strains
from autograder.reports.site.view import ClassView
from autograder.reports.statistics import items_of_questions, items_of_tests, spread


@dataclass(frozen=True, kw_only=True)
class StudentRow:
    """One student in the table of all.

    Attributes:
        mark: hers.
        questions: what she has in each question of the class, None where she has not that question.
        known_as: the number and the group that she has beside her name, or nothing.
        hand_ins: how many pieces of work she handed in.
        strain: what grading her took, None if nothing was graded.
        remarks: for staff, questions that were marked by hand included.
    """

    mark: Mark
    questions: tuple[QuestionMark | None, ...]
    known_as: str
    hand_ins: int
    strain: Strain | None
    remarks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something for staff to look at, and whom it is about."""

    text: str
    students: tuple[str, ...]


def class_page(view: ClassView) -> str:
    """Return the page of a class as HTML, whole by itself but for the links to its students' pages."""
    questions = items_of_questions(view.marks)
    tests = items_of_tests(view.marks)
    points = spread(view.marks)
    again = progress(view.histories)
    steps = charts.bins([one.points for one in view.marks if one.points is not None], points.max_points)
    return page(
        "class.html.j2",
        view,
        names={mark.student.key: mark.student.label for mark in view.marks},
        titles={question.id: question.title for question in questions},
        standings=Counter(mark.standing.value for mark in view.marks),
        late=sum(mark.late for mark in view.marks),
        points=points,
        steps=steps if points.count else [],
        distribution=None
        if points.mean is None or points.median is None
        else charts.distribution(steps, mean=points.mean, median=points.median),
        questions=questions,
        remarks=_remarks(view.marks),
        rows=_rows(view.marks, [question.id for question in questions], view.histories),
        tests=tests,
        suspicious=[test for test in tests if test.verdict and test.rate != 1],
        scatter=charts.rate_and_discrimination(tests),
        mistakes=mistakes(view.marks, view.faults),
        strains=strains(view.marks),
        again=again,
        up=sum((one.change or 0) > 0 for one in again),
        same=sum(one.change == 0 for one in again),
        down=sum((one.change or 0) < 0 for one in again),
        slopes=charts.slopes(again),
    )


def _rows(
    marks: Sequence[Mark], questions: Sequence[str], histories: Mapping[str, Sequence[object]]
) -> list[StudentRow]:
    rows = []
    for mark in marks:
        own = {question.id: question for question in mark.questions}
        by_hand = (f"by hand: {question.title}" for question in mark.questions if question.by_hand)
        number = mark.student.sid if mark.student.name else ""
        rows.append(
            StudentRow(
                mark=mark,
                questions=tuple(own.get(name) for name in questions),
                known_as=" · ".join(filter(None, (number, mark.student.section))),
                hand_ins=len(histories.get(mark.student.key, ())) or int(bool(mark.submission)),
                strain=strain(mark.student.key, mark.result) if mark.result else None,
                remarks=(*mark.remarks, *by_hand),
            )
        )
    return rows


def _remarks(marks: Sequence[Mark]) -> list[Remark]:
    """Return what a person has to see to: work that was not judged, then what is true of most."""
    waiting = tuple(mark.student.key for mark in marks if mark.standing is Standing.UNGRADED)
    found = [
        Remark(text=text, students=tuple(mark.student.key for mark in about))
        for text, about in remarks_about(marks)
    ]
    return [*([Remark(text="could not be judged", students=waiting)] if waiting else []), *found]
