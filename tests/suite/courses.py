"""Suites to collect, made on the spot."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.assignment import Assignment, load_assignment, load_course
from autograder.errors import SuiteError
from autograder.suite.collection import TestCase, run_with_suite
from tests.samples import lay_course

HEAD = """
import pytest
from autograder.suite import assert_equals
pytestmark = pytest.mark.question("reef")

def test_fine():
    '''A fine test.'''

"""


def lay(folder: Path, **files: str) -> Assignment:
    """Return the assignment of a sample course."""
    return load_assignment(load_course(lay_course(folder, **files)), "bends")


def collect(assignment: Assignment) -> list[TestCase]:
    """Return the cases of an assignment."""
    found: list[TestCase] = []
    run_with_suite(assignment, lambda _, cases: found.extend(cases))
    return found


def refusal(folder: Path, **files: str) -> str:
    """Return why a suite is refused."""
    with pytest.raises(SuiteError) as caught:
        collect(lay(folder, **files))
    return str(caught.value)
