"""What is judged again, and what counts then."""

from __future__ import annotations

import pytest

from autograder.results import Result, Status
from tests.grading.command import grade_sources, outcomes, points
from tests.samples import lay_course

ASSIGNMENT = """schema_version = 1
title = "Bends"
allow = []

[[questions]]
id = "loop"
title = "A loop"
points = 2

[[questions]]
id = "reef"
title = "A knot of many loops"
points = 6
uses = ["loop"]
"""
MASTER = '''
def loop(x):
    """Make a loop."""
    # BEGIN SOLUTION
    return 2 * x
    # END SOLUTION

def reef(n, x=1):
    """Make a knot."""
    # BEGIN SOLUTION
    return [loop(x) for _ in range(n)]
    # END SOLUTION
'''
SUITE = """
import pytest
from autograder.suite import assert_equals

@pytest.mark.question("loop")
@pytest.mark.parametrize("case", [3, 4, 5], ids=["small", "middling", "large"])
def test_loop(student, case):
    '''A loop.'''
    assert_equals(student.loop(case), 2 * case)

@pytest.mark.question("reef")
@pytest.mark.parametrize(
    "case", [1, 2, 30, 3, 40, 4], ids=["one", "two", "many", "three", "most", "four"]
)
def test_reef(student, case):
    '''A knot.'''
    assert_equals(student.reef(case), [2] * case)
"""
WRONG_LOOP = """
def loop(x):
    return 2 * x + 1
"""
KNOT = """
def reef(n, x=1):
    print("called", n)
    return {}
"""
LOOPS = "[loop(x) for _ in range(n)]"
# Goes through each loop a few times more often than it has to.
MORE_LOOPS = "[[loop(x) for _ in range({})][0] for _ in range(n)]"
# Right in the two small knots by what is wrong with the loop, in the others by a right one.
HALF_AND_HALF = "[loop(x) - (n < 3)] * n"
# What the knot is made of is bound again later.
REBOUND = """
def loop(x):
    return 2 * x

def turn(n, x):
    return loop(x) if {0} else 0

def reef(n, x=1):
    print("called", n)
    return [turn(n, x) for _ in range(n)]

def turn(n, x):
    return loop(x) if {1} else 0
"""
SOURCES = {
    "wrong loop": WRONG_LOOP + KNOT.format(LOOPS),
    "twice as often": WRONG_LOOP + KNOT.format(MORE_LOOPS.format(2)),
    "thrice as often": WRONG_LOOP + KNOT.format(MORE_LOOPS.format(3)),
    "half and half": WRONG_LOOP + KNOT.format(HALF_AND_HALF),
    "rebound": REBOUND.format("True", "False"),
    "rebound, earlier better": REBOUND.format("n != 2", "n > 2"),
    "rebound, later better": REBOUND.format("n > 2", "n != 2"),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Grade them in one run."""
    folder = tmp_path_factory.mktemp("again")
    course = lay_course(folder / "course", assignment=ASSIGNMENT, bends=MASTER, test_hidden=SUITE)
    return grade_sources("bends", SOURCES, folder, "--course", course)


def calls(result: Result) -> list[int]:
    """Return how often each test of the knot called the submission, as it ended."""
    return [test.note.count("called") for test in outcomes(result, "reef")]


def test_what_needs_little_and_what_needs_much_is_lent(results: dict[str, Result]) -> None:
    """The reference makes 40 loops in one call: what it takes is measured, and that may be borrowed."""
    result = results["wrong loop"]
    assert points(result) == {"loop": 0, "reef": 6}
    assert {test.status for test in outcomes(result, "reef")} == {Status.PASSED}
    assert calls(result) == [1] * 6


def test_twice_as_much_as_the_reference_takes_is_lent(results: dict[str, Result]) -> None:
    """And no more, but for 16 calls that are free."""
    assert points(results["twice as often"])["reef"] == 6
    stopped = [test.status for test in outcomes(results["thrice as often"], "reef")]
    passed, crashed = Status.PASSED, Status.CRASHED
    assert stopped == [passed, passed, crashed, passed, crashed, passed]


def test_two_functions_that_make_up_for_each_other_are_not_right(results: dict[str, Result]) -> None:
    """Each test passes with her own loop or with a right one, but none of the two is right in all."""
    result = results["half and half"]
    assert points(result) == {"loop": 0, "reef": 4}
    (question,) = [each for each in result.questions if each.id == "reef"]
    assert question.message == "better, given a correct `loop`"


def test_a_question_that_is_right_as_things_stood_is_right(results: dict[str, Result]) -> None:
    """Whatever a later cell made of a name that it uses."""
    result = results["rebound"]
    assert points(result) == {"loop": 2, "reef": 6}
    (question,) = [each for each in result.questions if each.id == "reef"]
    assert "as things stood" in question.message


@pytest.mark.parametrize("better", ["earlier", "later"])
def test_of_two_that_are_partly_right_the_better_counts(results: dict[str, Result], better: str) -> None:
    """As a whole; and the words say which it is."""
    result = results[f"rebound, {better} better"]
    passed = [test.status is Status.PASSED for test in outcomes(result, "reef")]
    assert passed == [True, False, True, True, True, True]
    (question,) = [each for each in result.questions if each.id == "reef"]
    assert ("as things stood" in question.message) is (better == "earlier")
    assert calls(result) == [1] * 6
