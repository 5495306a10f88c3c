"""Which questions are judged once more, and what is measured for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.assignment import Assignment
from autograder.errors import CourseError
from autograder.grading.setting import load_reference
from autograder.sandbox.lender import Cost
from autograder.suite.collection import TestCase, run_with_suite
from autograder.suite.follow_through import in_words
from autograder.suite.meter import Meter
from autograder.suite.plugin import BENCH, Bench
from autograder.suite.student import LocalStudent
from autograder.suite.submitted import submitted_in
from tests.suite.courses import lay

QUESTIONS = """schema_version = 1
title = "Bends"

[[questions]]
id = "loop"
title = "A loop"
points = 2

[[questions]]
id = "reef"
title = "The reef knot"
points = 3
uses = {}
"""
MASTER = """
import numpy as np

class Rope:
    def __init__(self, length):
        self.weight = np.ones(length)
    def parameters(self):
        return {"weight": self.weight}
    def pull(self, x):
        self.kept = self.parameters()["weight"] * x
        return self.kept

def loop(x):
    return 2 * half(x)

def half(x):
    if x[0] < 0:
        raise ValueError
    return np.asarray(x) / 2

def reef(x, rope=None):
    return [loop(x), half(x), loop([1])]

class Net:
    def __init__(self, length):
        self.ropes = [Rope(length), Rope(length)]
    def pull(self, x):
        for rope in self.ropes:
            x = rope.pull(x)
        return x
"""
SUITE = """
import numpy as np
import pytest
from autograder.suite import assert_matches

@pytest.mark.question("loop")
def test_loop(student, reference):
    '''A loop.'''
    assert_matches(student.loop([3.0]), reference.loop([3.0]))

@pytest.mark.question("reef")
def test_reef(student, reference, rng):
    '''A knot.'''
    x = rng.uniform(1, 2, size=7)
    assert_matches(student.reef(x)[0], reference.reef(x)[0])
    net = student.Net(7)
    assert_matches(net.pull(x), x)
    with pytest.raises(ValueError):
        student.reef([-1, 2])
"""


def lay_course(folder: Path, uses: str) -> Assignment:
    """Return an assignment whose second question uses some names."""
    return lay(folder, assignment=QUESTIONS.format(uses), bends=MASTER, test_hidden=SUITE)


@pytest.mark.parametrize(
    ("uses", "error"),
    [
        ('["lop"]', "question reef uses 'lop', which bends.py does not define (is 'loop' meant?)"),
        ('["reef"]', "question reef uses itself"),
        ('["np"]', "question reef uses 'np', which bends.py does not define"),
        ('["pull"]', "question reef uses 'pull', which bends.py does not define"),
        ('["loop", "half", "loop"]', "two names that reef uses are 'loop'"),
        ('["loop()"]', "uses"),
        ('"loop"', "uses"),
    ],
)
def test_names_that_are_none_are_refused(tmp_path: Path, uses: str, error: str) -> None:
    """When the assignment is read."""
    with pytest.raises(CourseError) as caught:
        lay_course(tmp_path, uses)
    assert error in str(caught.value)


def test_functions_and_classes_can_be_used(tmp_path: Path) -> None:
    """In the order in which they are written; most questions use nothing."""
    questions = lay_course(tmp_path, '["loop", "Rope"]').questions
    assert [question.uses for question in questions] == [(), ("loop", "Rope")]


def measured(assignment: Assignment, names: Sequence[str]) -> tuple[list[Cost], set[str]]:
    """Return what the calls of the second test cost, and what is no plain data."""
    found: list[Meter] = []

    def body(config: pytest.Config, cases: Sequence[TestCase]) -> None:
        reference = load_reference(assignment)
        before = dict(vars(reference))
        student, submitted = LocalStudent(reference), submitted_in(assignment.folder)
        bench = Bench(student, submitted, reference, assignment.secret, assignment.name)
        config.stash[BENCH] = bench
        meter = Meter(reference, names)
        assert meter.measure(cases[1]) is None
        assert config.stash[BENCH] is bench
        assert vars(reference) == before
        found.append(meter)

    run_with_suite(assignment, body)
    return found[0].costs, found[0].opaque


def test_what_the_reference_borrows_is_measured(tmp_path: Path) -> None:
    """Call by call: how often, and how many numbers; what a borrowed function itself calls is not."""
    costs, opaque = measured(lay_course(tmp_path, "[]"), ["loop", "half", "Rope"])
    assert [(cost.name, cost.calls) for cost in costs] == [
        ("reef", 3),
        ("Net", 2),
        ("pull", 2),
        ("reef", 1),
    ]
    assert [cost.numbers for cost in costs] == [7 + 15, 0, 14, 2]
    assert opaque == set()


def test_a_call_counts_as_many_numbers_as_it_is_about(tmp_path: Path) -> None:
    """Where the reference borrows nothing, those that go in and come out."""
    costs, _ = measured(lay_course(tmp_path, "[]"), [])
    assert costs[0] == Cost("reef", 0, 7 + 7 + 7 + 1)
    assert costs[2] == Cost("pull", 0, 14)


def test_what_is_no_plain_data_is_named(tmp_path: Path) -> None:
    """An object that keeps others cannot be one that is lent."""
    _, opaque = measured(lay_course(tmp_path, "[]"), ["Net", "Rope"])
    assert opaque == {"Net.ropes"}


def test_what_was_given_is_said() -> None:
    """By name."""
    assert in_words(["loop"], right=True) == "right, given a correct `loop`"
    assert in_words(["a", "b", "c"], right=False) == "better, given a correct `a`, `b` and `c`"
