"""From results to marks: what staff decided by hand is applied to what grading said."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from autograder.assignment import Assignment, Question
from autograder.batch.gradebook import Gradebook
from autograder.batch.kept import Work
from autograder.marks import Adjustment, Kind, Mark, QuestionMark, Standing, Student
from autograder.results import QuestionResult, Result, Status, TestOutcome
from autograder.scoring import max_total, score, total

_NOT_YET = "what counts has not been graded yet: give the grading command again"
_EARLIER = "graded for the assignment as it was before a change: hand this work to the grading command"


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
        adjustments: the decisions, in the order in which they were made; of two on one thing the last
            counts.
    """

    def __init__(self, assignment: Assignment, adjustments: Sequence[Adjustment]) -> None:
        self._assignment = assignment
        own = {question.id for question in assignment.questions}
        added = [one for one in adjustments if one.kind is Kind.QUESTION and one.question not in own]
        self._tests = {one.test: one for one in adjustments if one.kind in (Kind.DROP, Kind.VOID)}
        self._added = {one.question: one for one in added}
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
            if result.assignment.sha256 != self._assignment.info.sha256:
                remarks.append(_EARLIER)
            result = self._adjusted(result, remarks)
            messages = (*work.messages, *result.messages) if work else result.messages
            result = dataclasses.replace(result, messages=messages)
        questions = self._questions(student, work, result, remarks)
        points = [question.points for question in questions]
        decided = None not in points
        return Mark(
            student=student,
            title=self._assignment.title,
            standing=_standing(work, result, decided=decided),
            questions=tuple(questions),
            points=round(sum(value or 0.0 for value in points), 6) if decided else None,
            max_points=round(sum(question.max_points for question in questions), 6),
            result=result,
            submission=work.name if work else "",
            handed_in=work.handed_in if work else "",
            late=work is not None and work.late,
            partners=tuple(partners),
            remarks=tuple(remarks),
        )

    def _questions(
        self, student: Student, work: Work | None, result: Result | None, remarks: list[str]
    ) -> list[QuestionMark]:
        overrides = {name: one for (key, name), one in self._overrides.items() if key == student.key}
        if result is not None:
            found = [_mark_of(one.id, one.title, one.points, one.max_points) for one in result.questions]
        else:
            # Who handed in nothing has no mark; but once staff gave her one, the rest is zero.
            points = 0.0 if work is None and overrides else None
            own = self._assignment.questions
            found = [_mark_of(one.id, one.title, points, one.points) for one in own]
        known = {one.id for one in found}
        by_hand = [one for one in self._added.values() if one.question not in known]
        found += [_mark_of(one.question, one.title, None, one.points or 0.0) for one in by_hand]
        gone = sorted(overrides.keys() - {one.id for one in found})
        remarks += [
            f"what was decided of {name} has no effect: there is no such question" for name in gone
        ]
        return [
            _overridden(one, overrides[one.id], remarks, judged=result is not None)
            if one.id in overrides
            else one
            for one in found
        ]

    def _adjusted(self, result: Result, remarks: list[str]) -> Result:
        """Return a result without dropped tests and with voided ones passed."""
        concerned = {test.id for question in result.questions for test in question.tests}
        if not concerned & self._tests.keys() or result.status == Standing.UNREADABLE.value:
            return result  # of what could not be run no test counts as passed
        questions = [
            Question(
                id=one.id, title=one.title, points=one.max_points, all_or_nothing=one.all_or_nothing
            )
            for one in result.questions
        ]
        outcomes = {one.id: self._outcomes(one, remarks) for one in result.questions}
        messages = {one.id: one.message for one in result.questions}
        scored = score(questions, outcomes, messages)
        return dataclasses.replace(
            result,
            questions=tuple(
                dataclasses.replace(old, points=new.points, tests=tuple(map(self._told, new.tests)))
                for old, new in zip(result.questions, scored, strict=True)
            ),
            points=total(scored),
            max_points=max_total(questions),
            status="ungraded" if total(scored) is None else "graded",
        )

    def _outcomes(self, question: QuestionResult, remarks: list[str]) -> list[TestOutcome]:
        changed = [self._changed(test) for test in question.tests]
        if sum(test.weight for test in changed) or not sum(test.weight for test in question.tests):
            return changed
        remarks.append(f"all tests of {question.id} are dropped, so that none is: void them instead")
        return list(question.tests)

    def _changed(self, test: TestOutcome) -> TestOutcome:
        decision = self._tests.get(test.id)
        if decision is None:
            return test
        if decision.kind is Kind.DROP:
            return dataclasses.replace(test, weight=0.0)
        return dataclasses.replace(test, status=Status.PASSED)

    def _told(self, test: TestOutcome) -> TestOutcome:
        decision = self._tests.get(test.id)
        if decision is None or (decision.kind is Kind.DROP and test.weight):
            return test
        means = "counts for nobody" if decision.kind is Kind.DROP else "counts as passed for everybody"
        return dataclasses.replace(test, message=f"{means}: {decision.reason}")


def without_effect(adjustments: Iterable[Adjustment], marks: Sequence[Mark]) -> list[Adjustment]:
    """Return decisions on tests, questions or students that are not there any more."""
    results = [mark.result for mark in marks if mark.result is not None]
    tests = {test.id for result in results for one in result.questions for test in one.tests}
    questions = {(mark.student.key, one.id) for mark in marks for one in mark.questions}
    own = {one.id for result in results for one in result.questions}
    found = []
    for one in adjustments:
        about_tests = one.kind in (Kind.DROP, Kind.VOID) and one.test not in tests
        about_her = one.kind is Kind.OVERRIDE and (one.student, one.question) not in questions
        twice = one.kind is Kind.QUESTION and one.question in own
        if results and (about_tests or about_her or twice):
            found.append(one)
    return found


def changes(before: Iterable[Mark], after: Iterable[Mark]) -> list[tuple[Mark | None, Mark]]:
    """Return the marks that differ, old and new."""
    known = {mark.student.key: mark for mark in before}
    pairs = ((known.get(mark.student.key), mark) for mark in after)
    return [(old, new) for old, new in pairs if _essence(old) != _essence(new)]


def _mark_of(name: str, title: str, points: float | None, most: float) -> QuestionMark:
    return QuestionMark(id=name, title=title, points=points, max_points=most)


def _overridden(
    question: QuestionMark, override: Adjustment, remarks: list[str], *, judged: bool
) -> QuestionMark:
    """Return what staff gave, no more than the question is worth by now."""
    given = override.points or 0.0
    if given > question.max_points:
        remarks.append(
            f"{question.id} was set to {given:g} by hand and is worth {question.max_points:g} now, "
            "which is what counts"
        )
    if judged and question.points not in (None, override.was):
        was = "nothing" if override.was is None else f"{override.was:g}"
        remarks.append(
            f"{question.id} was set to {given:g} by hand when grading gave {was}; it now gives "
            f"{question.points:g}"
        )
    points = min(given, question.max_points)
    return dataclasses.replace(question, points=points, reason=override.reason, by_hand=True)


def _standing(work: Work | None, result: Result | None, *, decided: bool) -> Standing:
    if work is None:
        return Standing.MISSING
    standing = Standing.UNGRADED if result is None else Standing(result.status)
    return Standing.GRADED if standing is Standing.UNGRADED and decided else standing


def _essence(mark: Mark | None) -> object:
    if mark is None:
        return None
    points = [(question.id, question.points, question.max_points) for question in mark.questions]
    return mark.standing, mark.points, mark.max_points, points
