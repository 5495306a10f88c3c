"""What the page of one student shows, gathered from the gradebook and from what she handed in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.assignment import Assignment
from autograder.batch.gradebook import Gradebook
from autograder.batch.kept import Kept, Work
from autograder.batch.run import is_there
from autograder.batch.site.examples import example
from autograder.batch.site.handed_code import handed_code
from autograder.batch.wording import is_value
from autograder.diagnosis import Catalogue
from autograder.diagnosis.recorded import Functions
from autograder.diagnosis.template import fault_template
from autograder.diagnosis.wrong_call import WrongCall, wrong_calls
from autograder.errors import ResultError, UnreadableSubmissionError
from autograder.marks import Mark
from autograder.reports.site.view import Cluster, CodeCell, StudentView
from autograder.results import QuestionResult, Result
from autograder.submission import read_submission

_SECONDS = 2.0  # for the reference, of one question: what it is given may be of a submission's making


@dataclass(frozen=True)
class Students:
    """Gathers what pages show of students.

    Args:
        book: the gradebook.
        assignment: that it is of.
        functions: those of the reference, which say what was due.
    """

    book: Gradebook
    assignment: Assignment
    functions: Functions

    def view(self, mark: Mark, work: Work | None, page: str) -> StudentView:
        """Return what the page of a student shows, but for her history.

        Args:
            mark: hers.
            work: what counts for her.
            page: the name of her page.
        """
        kept = self.book.result(work) if work else None
        if work is None or kept is None:
            return StudentView(mark=mark, page=page)
        notes: list[str] = []
        wrong = self._wrong(kept, kept.result.questions, notes)
        code = self._code(work, kept.result, wrong.values(), notes)
        examples = {name: tuple(map(example, calls)) for name, calls in wrong.items()}
        return StudentView(
            mark=mark, page=page, examples=examples, code=code, code_note="; ".join(notes)
        )

    def clusters(
        self,
        found: Sequence[Cluster],
        works: Mapping[str, Work | None],
        catalogue: Catalogue | None,
        *,
        most: int,
    ) -> list[Cluster]:
        """Return clusters with an example each, and the template of a fault.

        Args:
            found: the clusters, the largest first.
            works: what counts for each student, by her key.
            catalogue: of known mistakes.
            most: how many of them get these.
        """
        filled = [self._filled(one, works[one.students[0]], catalogue) for one in found[:most]]
        return [*filled, *found[most:]]

    def _filled(self, cluster: Cluster, work: Work | None, catalogue: Catalogue | None) -> Cluster:
        kept = self.book.result(work) if work else None
        questions = kept.result.questions if kept else ()
        own = [question for question in questions if question.id == cluster.question]
        calls = self._wrong(kept, own, []).get(cluster.question) if kept else None
        if not calls:
            return cluster
        template = fault_template(calls[0], cluster.fingerprint, catalogue, self.functions)
        return dataclasses.replace(cluster, example=example(calls[0]), template=template)

    def _wrong(
        self, kept: Kept, questions: Iterable[QuestionResult], notes: list[str]
    ) -> dict[str, list[WrongCall]]:
        """Return the smallest wrong call of each function, by the ids of questions."""
        if kept.evidence is None:
            return {}
        if kept.result.assignment.judging_sha256 != self.assignment.info.judging_sha256:
            notes.append("wrong calls are not shown: the suite or the master has changed since")
            return {}
        try:
            records = {record.test: record for record in self.book.evidence(kept.evidence)}
        except ResultError as error:
            notes.append(str(error))
            return {}
        found = {}
        for question in questions:
            own = [records[test.id] for test in question.tests if test.id in records]
            if calls := wrong_calls(own, self.functions, _SECONDS):
                found[question.id] = calls
        return found

    def _code(
        self, work: Work, result: Result, wrong: Iterable[Sequence[WrongCall]], notes: list[str]
    ) -> tuple[CodeCell, ...]:
        if not is_there(work):
            notes.append("the code is not shown: what was graded is not where it was")
            return ()
        try:
            submission = read_submission(work.path, self.assignment.name, self.assignment.files)
        except UnreadableSubmissionError:  # which is what her messages are about
            return ()
        # Where one raised, the line that did is marked.
        answered = (call for calls in wrong for call in calls if is_value(call.given.value))
        return handed_code(submission, result, {call.function for call in answered})
