"""Tries the catalogue of known mistakes: each has to lose a test, and no two may look the same."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from autograder.assignment import Assignment
from autograder.diagnosis import Catalogue, Fault, Operation
from autograder.diagnosis.answers import same_answer
from autograder.diagnosis.fault import faulty
from autograder.grading.setting import load_reference
from autograder.suite.collection import TestCase, run_with_suite
from autograder.suite.plugin import BENCH, Bench
from autograder.suite.runner import run
from autograder.suite.student import LocalStudent
from autograder.verify.check import Check, concluded


@dataclass(frozen=True)
class _Call:
    """A call that the suite makes: arguments as they were before it."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]


@dataclass
class _Recorded:
    """What the hidden suite does with one function: the tests that call it, and how."""

    cases: list[TestCase] = field(default_factory=list)
    calls: list[_Call] = field(default_factory=list)


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
        self._cases = [case for case in cases if not case.public]
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
            for one in faults:
                if not self._first_failed(name, faulty(operation, one), mine.cases):
                    yield f"{one.id} ({one.title}) passes every hidden test of `{name}`"
            yield from _confused(name, operation, faults, mine.calls)

    def _record(self, names: Sequence[str]) -> Mapping[str, _Recorded]:
        found = {name: _Recorded() for name in names}
        for case in self._cases:
            called: set[str] = set()

            def listen(name: str, call: _Call, called: set[str] = called) -> None:
                called.add(name)
                if name in found:
                    found[name].calls.append(call)

            self._run(case, _Listening(self._reference, listen))
            for name in called & found.keys():
                found[name].cases.append(case)
        return found

    def _first_failed(
        self, name: str, operation: Operation, cases: Sequence[TestCase]
    ) -> TestCase | None:
        functions = SimpleNamespace(**{**vars(self._reference), name: operation.run})
        return next((case for case in cases if self._run(case, LocalStudent(functions))), None)

    def _run(self, case: TestCase, student: LocalStudent) -> BaseException | None:
        assignment = self._assignment
        bench = Bench(student, self._reference, assignment.secret, assignment.name)
        self._config.stash[BENCH] = bench
        return run(case.item)


class _Listening(LocalStudent):
    """The reference as a student whose calls are noted."""

    def __init__(self, module: ModuleType, listen: Any) -> None:
        super().__init__(module)
        self._listen = listen

    def __getattr__(self, name: str) -> Any:
        function = super().__getattr__(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            self._listen(name, copy.deepcopy(_Call(args, kwargs)))
            return function(*args, **kwargs)

        return call


def _confused(
    name: str, operation: type[Operation], faults: Sequence[Fault], calls: Sequence[_Call]
) -> Iterator[str]:
    """Name the faults that answer every call of the suite alike."""
    answers = {one.id: _answers(faulty(operation, one), calls) for one in faults}
    for one, other in itertools.combinations(faults, 2):
        if all(map(same_answer, answers[one.id], answers[other.id])):
            yield f"{one.id} and {other.id} answer every call of `{name}` alike: which one is it?"


def _answers(operation: Operation, calls: Sequence[_Call]) -> list[Any]:
    """Return what a program answers to the calls in order, and what it makes of their arguments."""
    found: list[Any] = []
    for call in calls:
        mine = copy.deepcopy(call)
        try:
            answer = operation.run(*mine.args, **mine.kwargs)
        except Exception as error:  # noqa: BLE001 -- an answer of its own
            answer = error
        arguments = [one for one in (*mine.args, *mine.kwargs.values()) if not callable(one)]
        found.append((answer, *arguments))
    return found
