"""From results to marks: what staff decided by hand is applied to what grading said."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import msgspec

from autograder.assignment import Assignment
from autograder.batch.gradebook import Gradebook
from autograder.batch.kept import Work
from autograder.marks import Adjustment, Kind, Mark, QuestionMark, Standing, Student
from autograder.results import QuestionResult, Result, Status, TestOutcome
from autograder.scoring import max_total, score, total

_NOT_YET = "what counts has not been graded yet: give the grading command again"
_OUTDATED = "graded for questions that the assignment no longer has: give the grading command again"


def all_marks(book: Gradebook, assignment: Assignment) -> list[Mark]:
    """Return the marks of all students in a gradebook, by name."""
    marker = Marker(assignment, book.adjustments())
    students = book.students()
    sharing: dict[int, list[Student]] = {}
    for student, work in students:
        if work is not None:
            sharing.setdefault(work.id, []).append(student)
    marks = []
    for student, work in students:
        partners = [other.label for other in sharing[work.id] if other != student] if work else []
        kept = book.result(work) if work else None
        marks.append(marker.mark(student, work, kept.result if kept else None, partners))
    return marks


class Marker:
    """Gives marks with the decisions of staff in force.

    Args:
        assignment: whose questions are marked.
        adjustments: the decisions, in the order in which they were made; the last of a kind counts.
    """

    def __init__(self, assignment: Assignment, adjustments: Sequence[Adjustment]) -> None:
        self._assignment = assignment
        self._tests = {one.test: one for one in adjustments if one.kind in (Kind.DROP, Kind.VOID)}
        self._added = {one.question: one for one in adjustments if one.kind is Kind.QUESTION}
        self._overrides = {
            (one.student, one.question): one for one in adjustments if one.kind is Kind.OVERRIDE
        }

    def mark(
        self, student: Student, work: Work | None, result: Result | None, partners: Iterable[str] = ()
    ) -> Mark:
        """Return the mark of one student.

        Args:
            student: whose it is.
            work: what she handed in.
            result: what grading said of it.
            partners: labels of those who handed it in with her.
        """
        remarks: list[str] = []
        if work is not None and result is None:
            remarks.append(_NOT_YET)
        if result is not None:
            adjusted = self._adjusted(result)
            remarks += [] if adjusted else [_OUTDATED]
            result = adjusted or result
        decided = any(key == student.key for key, _ in self._overrides)
        automatic = self._automatic(work, result, decided=decided)
        by_hand = [
            QuestionMark(id=one.question, title=one.title, points=None, max_points=one.points or 0.0)
            for one in self._added.values()
        ]
        questions = []
        for question in (*automatic, *by_hand):
            override = self._overrides.get((student.key, question.id))
            questions.append(question if override is None else _overridden(question, override))
            if override is not None and question.points not in (None, override.was):
                remarks.append(
                    f"{question.id} was set to {override.points:g} by hand when grading gave "
                    f"{'nothing' if override.was is None else f'{override.was:g}'}; it now gives "
                    f"{question.points:g}"
                )
        if result is not None and work is not None:
            messages = (*work.messages, *result.messages)
            result = dataclasses.replace(result, messages=messages)
        points = [question.points for question in questions]
        return Mark(
            student=student,
            title=self._assignment.title,
            standing=_standing(work, result),
            questions=tuple(questions),
            points=None if None in points else round(sum(value or 0.0 for value in points), 6),
            max_points=round(sum(question.max_points for question in questions), 6),
            result=result,
            submission=work.name if work else "",
            handed_in=work.handed_in if work else "",
            late=work is not None and work.late,
            partners=tuple(partners),
            remarks=tuple(remarks),
        )

    def _automatic(
        self, work: Work | None, result: Result | None, *, decided: bool
    ) -> list[QuestionMark]:
        if result is not None:
            return [
                QuestionMark(id=one.id, title=one.title, points=one.points, max_points=one.max_points)
                for one in result.questions
            ]
        # Who handed in nothing has no mark; but once staff gave her one, the rest is zero.
        points = 0.0 if work is None and decided else None
        return [
            QuestionMark(id=one.id, title=one.title, points=points, max_points=one.points)
            for one in self._assignment.questions
        ]

    def _adjusted(self, result: Result) -> Result | None:
        """Return a result without dropped tests and with voided ones passed, None if it is outdated."""
        if not self._tests or result.status == Standing.UNREADABLE:
            return result  # of what could not be run no test counts as passed
        known = {question.id: question for question in self._assignment.questions}
        if not all(question.id in known for question in result.questions):
            return None
        questions = [
            msgspec.structs.replace(known[one.id], title=one.title, points=one.max_points)
            for one in result.questions
        ]
        outcomes = {one.id: [self._changed(test) for test in one.tests] for one in result.questions}
        messages = {one.id: one.message for one in result.questions}
        scored = score(questions, outcomes, messages)
        return dataclasses.replace(
            result,
            questions=tuple(
                self._merged(old, new) for old, new in zip(result.questions, scored, strict=True)
            ),
            points=total(scored),
            max_points=max_total(questions),
            status="ungraded" if total(scored) is None else "graded",
        )

    def _changed(self, test: TestOutcome) -> TestOutcome:
        decision = self._tests.get(test.id)
        if decision is None:
            return test
        if decision.kind is Kind.DROP:
            return dataclasses.replace(test, weight=0.0)
        return dataclasses.replace(test, status=Status.PASSED)

    def _merged(self, old: QuestionResult, new: QuestionResult) -> QuestionResult:
        """Return a question's result with new points, and with what was decided said at its tests."""
        return dataclasses.replace(old, points=new.points, tests=tuple(map(self._told, new.tests)))

    def _told(self, test: TestOutcome) -> TestOutcome:
        decision = self._tests.get(test.id)
        if decision is None:
            return test
        means = "counts for nobody" if decision.kind is Kind.DROP else "counts as passed for everybody"
        return dataclasses.replace(test, message=f"{means}: {decision.reason}")


def _overridden(question: QuestionMark, override: Adjustment) -> QuestionMark:
    return dataclasses.replace(question, points=override.points, reason=override.reason, by_hand=True)


def _standing(work: Work | None, result: Result | None) -> Standing:
    if work is None:
        return Standing.MISSING
    return Standing.UNGRADED if result is None else Standing(result.status)


def changes(before: Iterable[Mark], after: Iterable[Mark]) -> list[tuple[Mark | None, Mark]]:
    """Return the marks that differ, old and new."""
    known = {mark.student.key: mark for mark in before}
    pairs = ((known.get(mark.student.key), mark) for mark in after)
    return [(old, new) for old, new in pairs if _essence(old) != _essence(new)]


def _essence(mark: Mark | None) -> object:
    if mark is None:
        return None
    points = [(question.id, question.points, question.max_points) for question in mark.questions]
    return mark.standing, mark.points, mark.max_points, points
