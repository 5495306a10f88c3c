"""The rules that every suite keeps: each broken one is named, and what is allowed is let through."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.assignment import load_assignment, load_course
from tests.samples import ASSIGNMENT, SUITE
from tests.suite.courses import HEAD, collect, lay, refusal


def only_problem(folder: Path, test: str) -> str:
    """Return the one rule that a test breaks, after the name of the test."""
    head, *problems = refusal(folder, test_hidden=HEAD + test).split("\n  ")
    assert head == "bends: the suite breaks rules"
    assert len(problems) == 1
    name, _, problem = problems[0].partition(": ")
    assert name.startswith("test_hidden::")
    return problem


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ("question('granny')", "its mark 'question' names 'granny', which is no question"),
        ("question(['reef'])", "its mark 'question' names ['reef'], which is no question"),
        ("question", "its mark 'question' takes one argument"),
        ("question(id='reef')", "its mark 'question' takes one argument"),
        ("question('reef', 2)", "its mark 'question' takes one argument"),
        ("needs('granny')", "its mark 'needs' names 'granny', which is no question"),
        ("needs('reef')", "cannot need its own question"),
        ("weight(2)\n@pytest.mark.weight(1)", "has the mark 'weight' more than once"),
        ("weight('2')", "its weight is '2', and not a number"),
        ("weight(-1)", "its weight is -1, and not a number"),
        ("weight(True)", "its weight is True, and not a number"),
        ("weight(float('nan'))", "its weight is nan, and not a number"),
        ("weight(float('inf'))", "its weight is inf, and not a number"),
        ("skip", "a graded test cannot have the mark 'skip'"),
        ("skipif(True, reason='')", "a graded test cannot have the mark 'skipif'"),
        ("xfail", "a graded test cannot have the mark 'xfail'"),
        ("parametrize('c', [13, 17])", "each of its cases needs an id of words"),
        ("parametrize('c', [13, 17], ids=['a', None])", "each of its cases needs an id of words"),
        ("parametrize('c', [13, 17], ids=str)", "each of its cases needs an id of words"),
        ("parametrize('c', range(13, 17))", "each of its cases needs an id of words"),
        (
            "parametrize('c', [pytest.param(1, id='one', marks=pytest.mark.skip)])",
            "a graded test cannot have the mark 'skip'",
        ),
    ],
)
def test_a_mark_that_breaks_a_rule_is_named(tmp_path: Path, marks: str, said: str) -> None:
    """With the test that has it, and nothing else."""
    given = "c" if "parametrize" in marks else ""
    test = f"@pytest.mark.{marks}\ndef test_x({given}): 'X.'"
    assert only_problem(tmp_path, test).startswith(said)


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("def test_x(student): pass", "needs a docstring"),
        ("def test_x(student): '   '", "needs a docstring"),
        ("async def test_x(student): 'X.'", "cannot be async"),
        ("def test_x(studnet): 'X.'", "asks for 'studnet', which is no fixture"),
        ("def test_x(subtests): 'X.'", "cannot use subtests"),
        (
            "@pytest.fixture\ndef student(): pass\ndef test_x(student): 'X.'",
            "asks for 'student', which the suite defines itself",
        ),
        (
            "@pytest.fixture(params=[13, 17])\ndef p(request): pass\ndef test_x(p): 'X.'",
            "each case of the fixture 'p' needs an id of words",
        ),
        ("def test_x(): 'X.'\ndef test_x(): 'X.'", "two functions have this name"),
        ("def test_x():\n    'X.'\n    return 1 == 2", "returns a value, which nobody looks at"),
        ("@pytest.mark.question('reef')\ndef tset_x(): 'X.'", "is never run"),
        (
            "import hypothesis\n@hypothesis.given(hypothesis.strategies.none())\ndef test_x(n): 'X.'",
            "cannot use hypothesis",
        ),
        ("class TestX:\n    def test_x(self): 'X.'", "only plain test functions"),
        (
            "import unittest\nclass X(unittest.TestCase):\n    def test_x(self): 'X.'",
            "only plain test functions",
        ),
    ],
)
def test_a_test_that_breaks_a_rule_is_named(tmp_path: Path, test: str, said: str) -> None:
    """What would fail for everybody, pass for everybody or never run is no test."""
    assert only_problem(tmp_path, test).startswith(said)


def test_what_a_suite_may_do(tmp_path: Path) -> None:
    """Fixtures of its own, some of them for all tests, and functions that return within a test."""
    suite = (
        HEAD
        + """
@pytest.fixture(autouse=True)
def always():
    yield

@pytest.fixture(params=[1], ids=["one turn"])
def rope(rng, request):
    return request.param

@pytest.mark.usefixtures("rope")
def test_x(student, tmp_path):
    'X.'
    def key(word):
        return len(word)
    assert sorted(["ab", "c"], key=key)
    return
"""
    )
    titles = [case.title for case in collect(lay(tmp_path, test_hidden=suite))]
    assert titles == ["A fine test.", "X [one turn]"]


def test_every_broken_rule_is_named_at_once(tmp_path: Path) -> None:
    """Staff mend a suite in one go; the cases of one test are one mistake."""
    suite = """
import pytest

@pytest.mark.parametrize("case", [1, 2, 3], ids=["a", "b", "c"])
def test_x(case):
    pass

@pytest.mark.question("hitch")
def test_y():
    "Y."
"""
    more = '\n[[questions]]\nid = "bowline"\ntitle = "The bowline"\npoints = 1\n'
    assert refusal(tmp_path, assignment=ASSIGNMENT + more, test_hidden=suite).split("\n  ") == [
        "bends: the suite breaks rules",
        "test_hidden::test_x: needs a docstring, which is the title that students read",
        "test_hidden::test_x: has no mark 'question'",
        "test_hidden::test_y: its mark 'question' names 'hitch', which is no question of the assignment",
        "question reef: no test counts for it",
        "question bowline: no test counts for it",
    ]


@pytest.mark.parametrize(
    "suite", ["", HEAD.replace("def test_fine", "@pytest.mark.weight(0)\ndef test_f")]
)
def test_a_question_without_a_test_that_counts_is_refused(tmp_path: Path, suite: str) -> None:
    """Nobody could earn its points: an empty suite, or tests of weight 0 alone."""
    assert "question reef: no test counts for it" in refusal(tmp_path, test_hidden=suite)


def test_a_public_test_cannot_use_the_reference(tmp_path: Path) -> None:
    """Students have none."""
    said = refusal(tmp_path, test_public=SUITE)
    assert (
        "test_public::test_reef: a public test cannot use 'reference', which students do not have"
        in said
    )


COURSE = load_course(Path(__file__).parents[2] / "solutions")


@pytest.mark.parametrize("name", COURSE.assignments)
def test_the_suites_of_the_course_keep_the_rules(name: str) -> None:
    """Each is collected, and no title or id of a hidden test shows an array."""
    cases = collect(load_assignment(COURSE, name))
    assert cases
    assert not [case.id for case in cases if set("(){}") & set(case.id)]
