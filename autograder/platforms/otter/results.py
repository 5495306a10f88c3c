"""A result as Otter's own: points and tests of each question, for its CSV file and for Gradescope."""

from __future__ import annotations

import json
from typing import Any, Self

from otter.test_files import GradingResults, TestCase
from otter.test_files.abstract_test import TestCaseResult
from otter.test_files.ottr_test import OttrTestFile

from autograder.assignment import Visibility
from autograder.platforms.gradescope.handed_in import HandedIn
from autograder.platforms.gradescope.results import not_judged_json, results_json
from autograder.platforms.otter.layout import NOT_JUDGED, PLUGIN
from autograder.results import QuestionResult, Result, Status, TestOutcome


class Results(GradingResults):  # type: ignore[misc]
    """What grading gave, where Otter keeps what its own tests give."""

    @classmethod
    def of(cls, result: Result, hidden_outcomes: Visibility, handed_in: HandedIn) -> Self:
        """Return a result as Otter's; one without points is an error to it, and so no silent zero.

        Args:
            result: what grading gave.
            hidden_outcomes: the assignment's.
            handed_in: what Gradescope says of the hand-in.
        """
        made: Self
        if result.points is None:
            made = cls.without_results(RuntimeError(_why(result)))
        else:
            made = cls([_test_file(question) for question in result.questions])
        made.set_plugin_data(PLUGIN, json.loads(results_json(result, hidden_outcomes, handed_in)))
        return made

    @classmethod
    def not_judged(cls, why: str) -> Self:
        """Return what Otter is to know of a submission of which there is no result.

        Args:
            why: for staff.
        """
        made: Self = cls.without_results(RuntimeError(f"not judged: {why}"))
        made.set_plugin_data(PLUGIN, json.loads(not_judged_json(NOT_JUDGED)))
        return made

    def to_gradescope_dict(self, _: object) -> dict[str, Any]:
        """Return `results.json`, in which each entry has a visibility of its own."""
        document: dict[str, Any] = self.get_plugin_data(PLUGIN)
        return document

    def __reduce__(self) -> tuple[Any, ...]:
        # `otter grade` loads it where this package need not be installed.
        return GradingResults, ([],), vars(self)


def _test_file(question: QuestionResult) -> OttrTestFile:
    """Return a question as a test file of the kind that nobody can run."""
    file = OttrTestFile(
        name=question.id,
        path=question.id,
        test_cases=[_case(question.title, question.max_points, hidden=True)],
        all_or_nothing=question.all_or_nothing,
    )
    # Without points of their own: those of a question are no sum of rounded parts.
    file.test_case_results = [
        TestCaseResult(
            test_case=_case(test.title, 0.0, hidden=not test.public),
            message=_message(test),
            passed=test.status is Status.PASSED,
        )
        for test in question.tests
    ]
    file.update_score(question.points)
    return file


def _case(title: str, points: float, *, hidden: bool) -> TestCase:
    return TestCase(
        name=title, body="", hidden=hidden, points=points, success_message=None, failure_message=None
    )


def _message(test: TestOutcome) -> str:
    return f"{test.status.value}: {test.message}" if test.message else test.status.value


def _why(result: Result) -> str:
    open_questions = ", ".join(question.id for question in result.questions if question.points is None)
    return "\n".join((f"not judged: {open_questions}; a person has to look", *result.notes))
