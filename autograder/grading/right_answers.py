"""What the tests of a suite ask of a right program: that of the staff, and nobody else's code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import ModuleType

import pytest

from autograder.assignment import Assignment
from autograder.diagnosis.evidence import TestRecord
from autograder.interruption import interrupted_after
from autograder.suite.collection import TestCase, run_with_suite
from autograder.suite.plugin import BENCH, local_bench
from autograder.suite.recording import Recorder
from autograder.suite.runner import run_alive
from autograder.suite.student import LocalStudent


class _OutOfTimeError(BaseException):
    """A test takes longer than submissions may."""


class RightAnswers:
    """Records of tests as a right program passes them, each made when it is first asked for.

    Of a submission that passed a test, and of which the record is not kept, it stands for what was asked
    and answered: inputs are the same for all, and the answers were right.

    Args:
        assignment: whose suite it is.
        reference: the staff's solution, executed.
    """

    def __init__(self, assignment: Assignment, reference: ModuleType) -> None:
        self._assignment = assignment
        self._reference = reference
        self._known: dict[str, TestRecord | None] = {}

    def of(self, tests: Collection[str]) -> list[TestRecord]:
        """Return records of tests, but for those that the reference does not pass, or not in time.

        Raises:
            SuiteError: the suite cannot be collected.
        """
        new = set(tests) - self._known.keys()
        if new:

            def body(config: pytest.Config, cases: Sequence[TestCase]) -> None:
                self._known |= dict.fromkeys(new)
                self._known |= {
                    case.id: self._record(config, case)
                    for case in cases
                    if case.id in new and not case.measured
                }

            run_with_suite(self._assignment, body)
        return [record for test in tests if (record := self._known[test])]

    def _record(self, config: pytest.Config, case: TestCase) -> TestRecord | None:
        assignment, recorder = self._assignment, Recorder()
        student = LocalStudent(self._reference, recorder)
        config.stash[BENCH] = local_bench(assignment.folder, student, self._reference, assignment.secret)
        try:
            with interrupted_after(assignment.limits.total_seconds, _OutOfTimeError):
                error = run_alive(case.item)
        except _OutOfTimeError as late:
            error = late
        recording = recorder.recording
        if error is not None or not recording.complete:
            return None
        return TestRecord(case.id, tuple(recording.calls), tuple(recording.answers), passed=True)
