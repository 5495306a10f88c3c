"""Judging takes a bounded amount of memory, however large an answer is, and nobody else pays for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.results import Status, TestOutcome
from tests.grading.command import grade, outcomes
from tests.samples import ASSIGNMENT, lay_course

pytestmark = pytest.mark.slow  # many real submissions, or whole courses

LIMITS = 'allow = ["numpy"]\n\n[limits]\nmemory_mb = 128\n\n[[questions]]'
SUITE = """
import numpy as np
import pytest
from autograder.suite import assert_equals

pytestmark = pytest.mark.question("reef")

def test_many_copies(student):
    '''Looked at a hundred times.'''
    assert np.tile(student.reef(3), 100).size == 100

def test_called_back(student):
    '''With a function that makes more of what it gets.'''
    assert_equals(student.loop(lambda x: len(np.tile(x, 100))), 100)

def test_small(student):
    '''A small one.'''
    assert_equals(student.reef(1), 2)
"""
LARGE = """
import numpy as np

def reef(turns):
    return np.zeros(2**21) if turns > 1 else 2

def loop(f):
    return f(np.zeros(2**21))
"""
SMALL = "def reef(turns):\n    return 2 * turns\n\ndef loop(f):\n    return f(5.0)\n"


def graded(folder: Path, source: str) -> list[TestOutcome]:
    """Return how the tests ended."""
    course = lay_course(
        folder / "course", assignment=ASSIGNMENT.replace("[[questions]]", LIMITS), test_hidden=SUITE
    )
    (folder / "bends.py").write_text(source, encoding="utf-8")
    (result,) = grade("bends", [folder / "bends.py"], folder, "--course", course)
    return outcomes(result)


def test_an_answer_that_takes_too_much_memory_costs_its_own_test(tmp_path: Path) -> None:
    """It is an outcome with a sentence, and tests of other answers go on."""
    copied, called_back, small = graded(tmp_path, LARGE)
    assert copied.status is Status.MEMORY
    assert "more than the 1152 MB" in copied.message
    assert called_back.status is Status.ERROR
    assert "TypeError" in called_back.message
    assert small.status is Status.PASSED


def test_a_small_one_passes(tmp_path: Path) -> None:
    """Whatever else this process holds."""
    assert {test.status for test in graded(tmp_path, SMALL)} == {Status.PASSED}
