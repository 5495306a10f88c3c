"""What a suite asks of a submission each time that it is collected: of everybody the same."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Sequence

import msgspec
import numpy as np
import pytest

from autograder.assignment import Assignment
from autograder.diagnosis.trace import Call
from autograder.errors import SuiteError
from autograder.forked import ChildFailedError, Forked
from autograder.grading.pool import most_seconds
from autograder.grading.setting import load_reference
from autograder.sandbox import wire
from autograder.sandbox.jail.process import die_with_parent
from autograder.suite.collection import TestCase, run_with_suite
from autograder.suite.plugin import BENCH, local_bench
from autograder.suite.recording import Recorder
from autograder.suite.runner import run_alive
from autograder.suite.student import LocalStudent


def asked_otherwise(assignment: Assignment) -> list[str]:
    """Return the ids of the tests that ask the reference something else the second time.

    Tests that measure are left out: they ask for other values each time anyway.

    Raises:
        SuiteError: the suite cannot be collected, or ends the process in which it is run.
    """
    first, second = _asked(assignment), _asked(assignment)
    return [test for test, calls in first.items() if second.get(test) != calls]


def _asked(assignment: Assignment) -> dict[str, str]:
    """Return a digest of what each test asks, by its id, found in a process of its own."""
    parent = os.getpid()

    def work() -> bytes:
        die_with_parent(parent)
        # What no suite seeds is inherited, and so the same in each child of one process alone.
        random.seed()
        np.random.seed()
        found: dict[str, str] = {}

        def body(config: pytest.Config, cases: Sequence[TestCase]) -> None:
            reference = load_reference(assignment)
            for case in (case for case in cases if case.weight and not case.measured):
                recorder = Recorder()
                student = LocalStudent(reference, recorder)
                bench = local_bench(assignment.folder, student, reference, assignment.secret)
                config.stash[BENCH] = bench
                run_alive(case.item)
                found[case.id] = _digest(recorder.recording.calls)

        run_with_suite(assignment, body)
        return msgspec.msgpack.encode(found)

    try:
        found = Forked(work, most_seconds(assignment.limits)).result()
        return msgspec.msgpack.decode(found, type=dict[str, str])
    except (ChildFailedError, msgspec.DecodeError) as error:
        raise SuiteError(f"{assignment.name}: the suite cannot be run: {error}") from error


def _digest(calls: Sequence[Call]) -> str:
    """Return what is equal for equal arguments; functions and objects among them are all alike."""
    digest = hashlib.blake2b()
    for call in calls:
        encoder = wire.Encoder(lambda _: {"$": "opaque"})
        tree = encoder.encode([call.name, call.args, call.kwargs])
        digest.update(wire.pack({"asked": tree}, encoder.buffers, max_values=None))
    return digest.hexdigest()
