"""The course's own suites on programs that make known mistakes, in this process, and what is said."""

from __future__ import annotations

import dataclasses
import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from autograder.assignment import Assignment, load_assignment, load_course
from autograder.diagnosis import Catalogue, Fault
from autograder.diagnosis.fault import composes, faulty
from autograder.diagnosis.trace import copied
from autograder.grading.explaining import Explainer
from autograder.grading.one import records_of
from autograder.grading.setting import Setting, make_setting
from autograder.results import QuestionResult, Status, TestOutcome
from autograder.suite.collection import TestCase, run_with_suite
from autograder.suite.mismatch import MismatchError
from autograder.suite.plugin import BENCH, local_bench
from autograder.suite.questions import Judged
from autograder.suite.recording import Recorder
from autograder.suite.runner import run
from autograder.suite.student import LocalObject, LocalStudent
from tests.grading.command import ROOT

COURSE = load_course(ROOT / "solutions")
Mistakes = tuple[str, tuple[Fault, ...]]  # of a function
ENOUGH_SECONDS = 10.0  # for a search on a busy machine: what it takes is for benchmarks to say
LONG = ("training", "accuracy")  # questions


class RecordedStudent(LocalStudent):
    """Functions of this process, which get copies as a worker does: what they change harms no suite."""

    def __init__(self, functions: Mapping[str, Any]) -> None:
        self.recorder = Recorder()
        super().__init__(SimpleNamespace(**functions), self.recorder)

    def call_(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: LocalObject | None
    ) -> Any:
        """Make a call."""
        return super().call_(name, copied(tuple(args)), copied(dict(kwargs)), owner)


@dataclass(frozen=True)
class Trial:
    """Mistakes made in one function, and what was said of each question that lost a test."""

    function: str
    faults: tuple[Fault, ...]
    said: Mapping[str, QuestionResult]
    seconds: Mapping[str, float] = field(default_factory=dict)


def with_course(assignment: str, body: Callable[[Callable[..., Trial], Setting], None]) -> None:
    """Collect the suite of an assignment, and hand over a function that tries mistakes with it."""
    loaded = load_assignment(COURSE, assignment)

    def collected(config: pytest.Config, cases: Sequence[TestCase]) -> None:
        limits = msgspec.structs.replace(loaded.limits, diagnosis_seconds=ENOUGH_SECONDS)
        patient = dataclasses.replace(loaded, limits=limits)
        setting = make_setting(patient, config, cases)

        callers = _callers(loaded, config, cases, setting)

        def attempt(function: str, program: Callable[..., Any], *faults: Fault) -> Trial:
            student = RecordedStudent({**vars(setting.reference), function: program})
            bench = local_bench(loaded.folder, student, setting.reference, COURSE.secret)
            config.stash[BENCH] = bench
            judged: dict[str, list[Judged]] = {question.id: [] for question in loaded.questions}
            for case in callers.get(function, ()):
                judged[case.question].append(_judged(case, student))
            records = records_of(judged)
            explainer = Explainer(patient, setting.reference, setting.catalogue, records)
            said, seconds = {}, {}
            for question in loaded.questions:
                own = judged[question.id]
                if all(one.outcome.status is Status.PASSED for one in own):
                    continue
                tests = tuple(one.outcome for one in own)
                bare = QuestionResult(id=question.id, title="", points=0, max_points=1, tests=tests)
                started = time.process_time()
                said[question.id] = explainer.explain(bare)
                seconds[question.id] = time.process_time() - started
            return Trial(function, faults, said, seconds)

        body(attempt, setting)

    run_with_suite(loaded, collected)


def _callers(
    assignment: Assignment, config: pytest.Config, cases: Sequence[TestCase], setting: Setting
) -> dict[str, list[TestCase]]:
    """Return the tests that call each function; whole trainings would take minutes for each mistake."""
    found: dict[str, list[TestCase]] = {}
    for case in (case for case in cases if case.question not in LONG and not case.measured):
        student = RecordedStudent(vars(setting.reference))
        bench = local_bench(assignment.folder, student, setting.reference, COURSE.secret)
        config.stash[BENCH] = bench
        recording = _judged(case, student).recording
        for name in {call.name for call in recording.calls if call.owner is None}:
            found.setdefault(name, []).append(case)
    return found


def _judged(case: TestCase, student: RecordedStudent) -> Judged:
    recording = student.recorder.begin()
    error = run(case.item)
    outcome = TestOutcome(
        id=case.id,
        title=case.title,
        public=case.public,
        status=Status.PASSED if error is None else Status.FAILED,
        weight=case.weight,
    )
    modified = isinstance(error, MismatchError) and error.mismatch.kind == "modified"
    return Judged(outcome, recording, passed=error is None, modified=modified)


def catalogue_of(setting: Setting) -> Catalogue:
    """Return the catalogue of an assignment, which has to have one."""
    assert setting.catalogue is not None, setting.notes
    return setting.catalogue


def singles(catalogue: Catalogue) -> list[Mistakes]:
    """Return each function with each of its faults."""
    return [(name, (one,)) for name in catalogue.operations for one in catalogue.of(name)]


def pairs(catalogue: Catalogue) -> list[Mistakes]:
    """Return each function with each pair of its faults that compose."""
    return [
        (name, pair)
        for name in catalogue.operations
        for pair in itertools.combinations(catalogue.of(name), 2)
        if composes(*pair)
    ]


def program_of(catalogue: Catalogue, function: str, faults: tuple[Fault, ...]) -> Callable[..., Any]:
    """Return a function that makes mistakes."""
    return faulty(catalogue.operations[function], *faults).run
