"""Looks anew for known mistakes in what was recorded of a class, without running anybody's code.

A mistake is named only if it gives every answer. Records are kept within bounds; where that of a test is
missing which was passed, the reference is asked instead. If others are missing, or a search fails, no
mistake is named that was not named before, and one that was stays unless what is known refutes it.
"""

from __future__ import annotations

import dataclasses
import functools
import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from autograder.assignment import Assignment
from autograder.batch.children import in_children
from autograder.batch.gradebook import Gradebook
from autograder.batch.kept import Kept, Work
from autograder.diagnosis import Catalogue, load_catalogue
from autograder.diagnosis.evidence import TestRecord
from autograder.diagnosis.functions import by_function
from autograder.diagnosis.recorded import first_wrong
from autograder.errors import ResultError
from autograder.forked import ChildFailedError
from autograder.grading.explaining import UNDECIDED, Explainer
from autograder.grading.graded import Graded
from autograder.grading.right_answers import RightAnswers
from autograder.grading.setting import load_reference
from autograder.results import QuestionResult, Result, Status, from_json, to_json_line

_WALL_FACTOR = 10  # of the CPU seconds that searches may take, on a busy machine
_GRACE_SECONDS = 10.0
_SEARCHES = 2  # of one question


@dataclass(frozen=True)
class Looked:
    """One piece of work of which the result was looked at.

    Attributes:
        work: which.
        before: the result.
        after: the one that counts now, the same where nothing changed.
        is_of_earlier: whether it is left as it was since the tests or the master have changed.
        failure: why it is left as it was, if that went wrong.
    """

    work: Work
    before: Result
    after: Result
    is_of_earlier: bool = False
    failure: str = ""

    @property
    def questions(self) -> list[tuple[QuestionResult, QuestionResult]]:
        """The questions that lost points, as they were and as they are."""
        if self.is_of_earlier or self.failure:
            return []
        pairs = zip(self.before.questions, self.after.questions, strict=True)
        return [pair for pair in pairs if pair[0].points != pair[0].max_points]


class Rediagnosis:
    """Diagnoses the results of an assignment anew, by the catalogue and the reference as they are.

    Args:
        assignment: what they are results of.

    Attributes:
        catalogue: known mistakes, None if none are written down.

    Raises:
        CourseError: the catalogue cannot be read.
        SuiteError: the reference cannot be executed.
    """

    def __init__(self, assignment: Assignment) -> None:
        self.catalogue: Catalogue | None = load_catalogue(assignment.folder)
        self._assignment = assignment
        self._reference = load_reference(assignment)
        self._right_answers = RightAnswers(assignment, self._reference)

    def of_class(self, book: Gradebook, works: Sequence[Work]) -> Iterator[Looked]:
        """Look at work, and give each piece once it is done: what changed is kept then.

        What was judged by another version of this package is diagnosed like any other: what it recorded
        carries its own version.

        Raises:
            AutograderError: the gradebook cannot be used, or the machine has no process to spare.
        """
        passed_by: list[Looked] = []
        gc.freeze()  # what is shared with the children stays shared
        for (work, kept), outcome in in_children(self._tasks(book, works, passed_by), self._seconds):
            if isinstance(outcome, ChildFailedError):
                yield Looked(work, kept.result, kept.result, failure=str(outcome))
                continue
            after = from_json(outcome) if outcome else kept.result
            if outcome:
                book.add_result(work, Graded(after), kept.evidence)
            yield Looked(work, kept.result, after)
        yield from passed_by

    def completed(self, result: Result, records: Sequence[TestRecord]) -> Sequence[TestRecord]:
        """Return records with those of a right program for tests that were passed.

        Raises:
            SuiteError: the suite cannot be collected.
        """
        kept = {record.test for record in records}
        missing = [
            test.id
            for question in result.questions
            if not question.message  # else it may have been passed by functions that were lent
            for test in question.tests
            if test.status is Status.PASSED and test.id not in kept
        ]
        return [*records, *self._right_answers.of(missing)]

    def anew(self, result: Result, records: Sequence[TestRecord]) -> Result:
        """Return a result with the diagnoses that its records give now; all else stays as it is."""
        by_test = {record.test: record for record in records}
        kept = {
            question.id: [by_test[test.id] for test in question.tests if test.id in by_test]
            for question in result.questions
        }
        again = _Again(self._assignment, self._reference, kept)
        explainer = again.explainer(self.catalogue)
        questions = []
        for question in result.questions:
            found = explainer.explain(question)
            if found is not question:
                cut = _cut(question, result, by_test.keys())
                if cut or found.note:
                    found = self._with_caution(question, found, cut, again)
                # That of grading: of less, others would be alike.
                found = dataclasses.replace(found, fingerprint=question.fingerprint)
            questions.append(found)
        return dataclasses.replace(result, questions=tuple(questions))

    def _with_caution(
        self, before: QuestionResult, found: QuestionResult, cut: str, again: _Again
    ) -> QuestionResult:
        """Return what can be said of a question where not all is known.

        Args:
            before: the question as it was.
            found: what a search in all of the catalogue gave.
            cut: of how many tests anything is kept, nothing if of all.
            again: what is known, and makes what searches in another catalogue.
        """
        catalogue = self.catalogue or Catalogue({}, {})
        notes = [note for note in (cut, found.note) if note]
        if new := [name for name in found.faults if name not in before.faults]:
            titles = "; ".join(f"{catalogue.faults[name].title} ({name})" for name in new)
            notes.append(f"what is kept would be explained by: {titles}")
        note = "\n".join(notes)
        bare = dataclasses.replace(before, explanation="", diagnosis="", faults=(), note=note)
        if not before.faults:
            # Some of those may be refuted now, or gone, and the text alone does not tell which.
            differs = not found.note and found.explanation != before.explanation
            is_stale = differs and UNDECIDED in before.explanation
            return bare if is_stale else dataclasses.replace(before, note=note)
        named = {name: catalogue.faults[name] for name in before.faults if name in catalogue.faults}
        known = Catalogue(catalogue.operations, named)
        still = again.explainer(known).explain(before)
        if set(still.faults) == set(before.faults):
            return dataclasses.replace(still, note=note)
        # One function at a time: what is right of one refutes nothing that is said of another.
        is_refuted = not still.note and any(
            (own := {fault.id for fault in known.of(name)}) and own.isdisjoint(still.faults)
            for name in again.wrong(before.id)
        )
        if is_refuted or len(named) < len(before.faults):
            return bare
        return dataclasses.replace(before, note=note)

    @property
    def _seconds(self) -> float:
        searches = _SEARCHES * len(self._assignment.questions)
        return _WALL_FACTOR * searches * self._assignment.limits.diagnosis_seconds + _GRACE_SECONDS

    def _tasks(
        self, book: Gradebook, works: Sequence[Work], passed_by: list[Looked]
    ) -> Iterator[tuple[tuple[Work, Kept], Callable[[], bytes]]]:
        judging = self._assignment.info.judging_sha256
        for work in works:
            kept = book.result(work)
            if kept is None or kept.result.points == kept.result.max_points:
                continue
            result = kept.result
            if kept.evidence is None:
                if result.status != "unreadable":
                    passed_by.append(Looked(work, result, result, failure="its calls are not kept"))
            elif result.assignment.judging_sha256 != judging:
                passed_by.append(Looked(work, result, result, is_of_earlier=True))
            else:
                try:
                    records = self.completed(result, book.evidence(kept.evidence))
                except ResultError as error:
                    passed_by.append(Looked(work, result, result, failure=str(error)))
                else:
                    yield (work, kept), functools.partial(self._in_child, result, records)

    def _in_child(self, result: Result, records: Sequence[TestRecord]) -> bytes:
        """Return the result as it is now, nothing if it is the same."""
        after = self.anew(result, records)
        return b"" if after == result else to_json_line(after)


@dataclass(frozen=True)
class _Again:
    """What is known of one submission, to search it in several catalogues.

    Attributes:
        records: of the tests of all questions, by the ids of these.
    """

    assignment: Assignment
    reference: ModuleType
    records: Mapping[str, Sequence[TestRecord]]

    def explainer(self, catalogue: Catalogue | None) -> Explainer:
        return Explainer(self.assignment, self.reference, catalogue, self.records)

    def wrong(self, question: str) -> list[str]:
        """Return the functions that gave a wrong answer, as far as that is kept."""
        found = by_function(self.records[question], vars(self.reference))
        return [name for name, tests in found.items() if first_wrong(tests)]


def _cut(asked: QuestionResult, result: Result, kept: Collection[str]) -> str:
    """Say of how many tests anything is known that could tell a mistake in a question from others.

    Of other questions those can that the student's own functions passed.

    Args:
        asked: the question.
        result: of all questions.
        kept: ids of tests of which there is a record.

    Returns:
        Nothing if all of them are known.
    """
    missing = [
        test.id
        for question in result.questions
        for test in question.tests
        if test.id not in kept
        and (question is asked or test.status is Status.PASSED or bool(question.message))
    ]
    tests = sum(len(question.tests) for question in result.questions)
    return f"diagnosed anew from {tests - len(missing)} of {tests} tests" if missing else ""
