"""Tries the catalogue of known mistakes: each has to lose a test, and no two may look the same."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.assignment import Assignment
from autograder.diagnosis import Catalogue, Fault, Operation
from autograder.diagnosis.answers import same_answer
from autograder.diagnosis.fault import faulty
from autograder.diagnosis.trace import Raised, Trace, calls_of, replay
from autograder.grading.setting import load_reference
from autograder.suite.collection import TestCase, run_with_suite
from autograder.suite.plugin import BENCH, local_bench
from autograder.suite.recording import Recorder
from autograder.suite.runner import run_alive
from autograder.suite.student import LocalStudent
from autograder.verify.check import Check, concluded


@dataclass
class _Recorded:
    """What the hidden suite does with one function: the tests that call it, and how."""

    cases: list[TestCase] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)


def check_faults(assignment: Assignment, catalogue: Catalogue | None) -> Check:
    """Hold that every known mistake loses a hidden test, and that the suite tells any two apart.

    Raises:
        SuiteError: the suite cannot be collected.
    """
    if catalogue is None:
        return Check("faults", passed=True, what="none are written down")
    culprits: list[str] = []

    def body(config: pytest.Config, cases: Sequence[TestCase]) -> None:
        culprits.extend(_Trials(assignment, config, cases).culprits(catalogue))

    run_with_suite(assignment, body)
    return concluded(
        "faults",
        holds=f"each of {len(catalogue.faults)} known mistakes is caught, and told from all others",
        fails="a known mistake is not caught, or looks like another one",
        culprits=culprits,
        unjudged=(),
    )


class _Trials:
    """Runs the hidden suite of an assignment in this process, on functions that staff wrote."""

    def __init__(self, assignment: Assignment, config: pytest.Config, cases: Sequence[TestCase]) -> None:
        self._assignment = assignment
        self._config = config
        self._cases = [case for case in cases if not (case.public or case.measured)]
        self._reference = load_reference(assignment)

    def culprits(self, catalogue: Catalogue) -> Iterator[str]:
        """Give a sentence for each thing that is wrong."""
        recorded = self._record(list(catalogue.operations))
        for name, operation in catalogue.operations.items():
            if not hasattr(self._reference, name):
                yield f"{operation.__name__} is `{name}`, which the reference does not have"
                continue
            mine, faults = recorded[name], catalogue.of(name)
            if failed := self._first_failed(name, faulty(operation), mine.cases):
                yield f"`{name}`, staged and without a fault, fails {failed.id}"
                continue
            due = self._answers(name, faulty(operation), mine.traces)
            answers = {
                one.id: self._answers(name, faulty(operation, one), mine.traces) for one in faults
            }
            for one in faults:
                who = f"{one.id} ({one.title})"
                if not self._first_failed(name, faulty(operation, one), mine.cases):
                    yield f"{who} passes every hidden test of `{name}`"
                elif only := _only_error(answers[one.id], due):
                    where = _place_of(one)
                    yield f"{who} raises {only} at every call of `{name}`: correct it at {where}"
            for one, other in itertools.combinations(faults, 2):
                if all(map(same_answer, answers[one.id], answers[other.id])):
                    both = f"{one.id} and {other.id}"
                    yield f"{both} answer every call of `{name}` alike: which one is it?"

    def _record(self, names: Sequence[str]) -> Mapping[str, _Recorded]:
        found = {name: _Recorded() for name in names}
        for case in self._cases:
            recorder = Recorder()
            self._run(case, LocalStudent(self._reference, recorder))
            trace = recorder.recording.calls
            for name in {call.name for call in trace if call.owner is None} & found.keys():
                found[name].cases.append(case)
                found[name].traces.append(trace)
        return found

    def _first_failed(
        self, name: str, operation: Operation, cases: Sequence[TestCase]
    ) -> TestCase | None:
        functions = SimpleNamespace(**{**vars(self._reference), name: operation.run})
        return next((case for case in cases if self._run(case, LocalStudent(functions))), None)

    def _answers(self, name: str, program: Operation, traces: Sequence[Trace]) -> list[Any]:
        """Return what a program answers to the calls of a function, and which arguments it changes."""
        functions = {**vars(self._reference), name: program.run}
        answers = (
            answer for trace in traces for _, answer in replay(trace, functions, calls_of(name, trace))
        )
        return [(answer.value, list(answer.modified or ())) for answer in answers]

    def _run(self, case: TestCase, student: LocalStudent) -> BaseException | None:
        assignment = self._assignment
        bench = local_bench(assignment.folder, student, self._reference, assignment.secret)
        self._config.stash[BENCH] = bench
        return run_alive(case.item)


def _only_error(answers: Sequence[tuple[Any, Any]], due: Sequence[tuple[Any, Any]]) -> str:
    """Return the kind of error that comes of every call that is not to raise one, nothing if none is."""
    kinds = {
        value.kind if isinstance(value, Raised) else ""
        for (value, _), (right, _) in zip(answers, due, strict=True)
        if not isinstance(right, Raised)
    }
    return kinds.pop() if len(kinds) == 1 else ""


def _place_of(fault: Fault) -> str:
    """Return where the source of a fault is."""
    code = getattr(inspect.unwrap(fault.change), "__code__", None)
    return f"{code.co_filename}, line {code.co_firstlineno}" if code else "its source"
