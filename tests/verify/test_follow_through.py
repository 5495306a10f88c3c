"""What questions use has to be worth lending: `verify` says where it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
import pytest

from autograder.verify.degenerates import degenerates, without
from tests.verify.courses import MARKS, TALLY, Verdict, add, change, lay_case, release, verify

pytestmark = pytest.mark.slow  # as `verify` itself

QUESTION = """
[[questions]]
id = "rarest"
title = "The rarest words"
points = 4
uses = ["word_counts"]
"""
COMPUTED = """    counts = word_counts(text)
    return sorted(word for word in counts if counts[word] == min(counts.values()))
"""
RAREST = f'''

def rarest(text):
    """Return the words that occur least often, sorted."""
    # BEGIN SOLUTION
{COMPUTED}    # END SOLUTION
'''
HELPER = """

def counted(text):
    # BEGIN SOLUTION
    return word_counts(text)
    # END SOLUTION
"""
SUITE = """

@pytest.mark.question("rarest")
@pytest.mark.parametrize("case", ["a b a c", "one One two"], ids=["small", "capitals"])
def test_rarest(student, reference, case):
    '''The rarest words are given, sorted.'''
    assert_equals(student.rarest(case), reference.rarest(case))
"""
OWN_CALL = """

@pytest.mark.question("rarest")
def test_rarest_and_counts(student, reference):
    '''The counts are right, too.'''
    assert_equals(student.word_counts("a"), reference.word_counts("a"))
"""


@pytest.fixture
def using(course: Path) -> Path:
    """Add a question to the fair course that uses a function of another one."""
    words = course / "words"
    add(words / "assignment.toml", QUESTION)
    add(words / "words.py", RAREST)
    add(words / "test_hidden.py", SUITE)
    golden = course.parent / "tests" / "golden"
    tally = TALLY + RAREST
    lay_case(golden, "perfect_rarest", tally, MARKS.format(5, 3, 2) + "rarest = 4\n")
    wrong = tally.replace(".lower()", "")
    lay_case(golden, "capitals_rarest", wrong, MARKS.format(3.333333, 3, 2) + "rarest = 4\n")
    for case in ("perfect_tally", "capitals"):
        add(golden / "words" / case / "marks.toml", "rarest = 0\n")
    (golden / "words" / "perfect_tally").rename(golden / "words" / "tally")
    release(course)
    return course


def without_details(verdict: Verdict) -> str:
    """Return the line of the check."""
    return next(line for line in verdict.output.split("\n") if line.startswith("uses "))


def test_what_can_be_lent_is_proven(using: Path) -> None:
    """The master without what is lent, and submissions that lean on it."""
    verdict = verify(using)
    assert verdict.not_passed == set(), verdict.output
    assert "has to be lent: rarest" in without_details(verdict)


def test_handing_on_is_caught(using: Path) -> None:
    """A question that its own helper answers is a mistake of the author's."""
    change(using / "words" / "words.py", COMPUTED, "    return word_counts(text)\n")
    release(using)
    verdict = verify(using)
    assert "degenerates" in verdict.not_passed
    how = "but those lent hands its arguments on to `word_counts`, from the first argument on, earns 4"
    assert how in verdict.output


def test_its_own_tests_must_not_call_it(using: Path) -> None:
    """They would be passed by what is lent."""
    add(using / "words" / "test_hidden.py", OWN_CALL)
    verdict = verify(using)
    assert "uses" in verdict.not_passed
    assert "rarest uses word_counts, and its own tests call it, which is lent then" in verdict.output


def test_somebody_must_find_it_wrong(using: Path) -> None:
    """What no other question tests is never lent."""
    add(using / "words" / "words.py", HELPER)
    change(using / "words" / "words.py", "counts = word_counts(text)", "counts = counted(text)")
    change(using / "words" / "assignment.toml", 'uses = ["word_counts"]', 'uses = ["counted"]')
    release(using)
    verdict = verify(using)
    assert "uses" in verdict.not_passed
    assert "rarest uses counted, which no test of another question calls" in verdict.output
    lost = "rarest of the master, without counted, does not pass test_hidden::test_rarest[small]"
    assert lost in verdict.output


def test_objects_have_to_be_plain_data(using: Path) -> None:
    """An open iterator cannot travel."""
    words = using / "words"
    change(words / "words.py", "        self.total = 0", "        self.total, self.rest = 0, iter(())")
    change(words / "assignment.toml", 'uses = ["word_counts"]', 'uses = ["word_counts", "Counter"]')
    release(using)
    verdict = verify(using)
    assert "Counter.rest is no plain data, so that it cannot be lent" in verdict.output


MASTER = """
def f(x):
    return 1
class A:
    def go(self):
        return 2
def g(x):
    return 3
class B:
    def go(self):
        return 4
"""
RIGHT = """
def f(x=1):
    return 10 * x
class A:
    def __init__(self, size):
        self.size = size
    def go(self):
        return self.size + 1
"""


def test_degenerates_lean_on_each_thing_that_is_lent() -> None:
    """Handing arguments on and probing, from the first or the second; an object by one of a class."""
    found = {each.what: each.source for each in degenerates(MASTER, ("f", "A"))}
    assert len(found) == len(degenerates(MASTER)) + 5
    what = "but those lent hands its arguments on to `f`, from the second argument on,"
    assert executed(found[what] + RIGHT, "g(3, 4), B().go(4, 5), B().go(4)") == (40, 50, 10)
    what = "but those lent probes `f`, from the first argument on,"
    assert list(executed(found[what] + RIGHT, "g(numpy.ones(2))")) == [10, 10]
    what = "but those lent is that of a `A`"
    assert executed(found[what] + RIGHT, "B(7).go(), B(7, 8, 9).go()") == (8, 8)


def test_what_is_lost_always_raises() -> None:
    """Functions, and classes when an object is made."""
    lost = without(MASTER, ["f", "A"])
    assert executed(lost, "g(1)") == 3
    for name in ("f", "A"):
        with pytest.raises(RuntimeError):
            executed(lost, f"{name}(1)")


def executed(source: str, expression: str) -> Any:
    """Return the value of an expression after a script has run."""
    names: dict[str, Any] = {"numpy": numpy}
    exec(source, names)
    return eval(expression, names)
