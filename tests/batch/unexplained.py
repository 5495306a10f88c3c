"""A mistake that is in no catalogue: who makes it, the suite that finds it, the fault that names it."""

from __future__ import annotations

TURNS = {"one": 1, "three": 3, "two back": -2, "none": 0}
SUITE = f'''"""What decides the marks."""

import pytest

from autograder.suite import assert_equals


@pytest.mark.question("reef")
@pytest.mark.parametrize("case", {list(TURNS.values())}, ids={list(TURNS)})
def test_reef(student, reference, case):
    """Right over left, left over right."""
    assert_equals(student.reef(case), reference.reef(case))
'''
FAULTS = '''"""Known mistakes."""
from autograder.diagnosis import Operation, fault


class Reef(Operation, of="reef"):
    def count(self, turns):
        return turns

    def run(self, turns):
        return 2 * self.count(turns)


@fault(Reef, "run", title="One is added", hint="What is twice 3?")
def one_added(self, turns):
    return turns + 1
'''
LOST_SIGN = "def reef(turns):\n    return 2 * abs(turns)  # {}\n"
SIGN_FAULT = """

@fault(Reef, "count", title="The sign is lost", hint="What is twice -2?")
def sign_lost(self, turns):
    {}
    return abs(turns)
"""
THREE = ("dora", "emil", "fritz")
