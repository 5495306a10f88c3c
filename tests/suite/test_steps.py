"""Thresholds of assignment.toml are cases of the test that asks for `step`, and of no other's."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.assignment import Step
from autograder.suite import plugin
from tests.grading.command import ROOT
from tests.samples import ASSIGNMENT, lay_course
from tests.suite.courses import HEAD, collect, lay, refusal
from tests.suite.test_plugin import run

STEPS = """
[[steps]]
question = "reef"
title = "in at most {} turns"
at_most = [[2, 1.0], [4, 0.75], [9, 0.25]]
"""
WITH_STEPS = f"{ASSIGNMENT}{STEPS}"
TEST = """
import pytest

@pytest.mark.question("reef")
def test_turns(step):
    '''Few turns.'''
    assert step.holds(3.0, 5.0)
"""
TITLES = [f"in at most {turns} turns" for turns in (9, 4, 2)]


def test_each_step_is_a_case_that_weighs_its_part_of_the_share(tmp_path: Path) -> None:
    """From the easiest to the hardest, by their titles."""
    cases = collect(lay(tmp_path, assignment=WITH_STEPS, test_hidden=TEST))
    assert [(case.id, case.title, case.weight) for case in cases] == [
        (f"test_hidden::test_turns[{title}]", f"Few turns [{title}]", weight)
        for title, weight in zip(TITLES, (0.25, 0.5, 0.25), strict=True)
    ]
    steps = [case.item.callspec.params["step"] for case in cases]
    assert [step.bound for step in steps if isinstance(step, Step)] == [9, 4, 2]


def test_a_question_can_have_other_tests_and_a_mark_for_all_of_them(tmp_path: Path) -> None:
    """A test that asks for no step weighs what it says; the mark may be the whole suite's."""
    suite = HEAD + "def test_turns(step, rng):\n    'Few turns.'\n"
    cases = collect(lay(tmp_path, assignment=WITH_STEPS, test_hidden=suite))
    assert [case.weight for case in cases] == [1.0, 0.25, 0.5, 0.25]


def test_a_case_of_its_own_comes_with_each_step(tmp_path: Path) -> None:
    """As pytest crosses them."""
    test = TEST.replace("(step)", "(case, step)").replace(
        "@pytest", "@pytest.mark.parametrize('case', [1, 2], ids=['one', 'two'])\n@pytest", 1
    )
    ids = [case.id for case in collect(lay(tmp_path, assignment=WITH_STEPS, test_hidden=test))]
    assert len(ids) == len(set(ids)) == 6
    assert all("one" in name or "two" in name for name in ids)


def test_steps_that_no_test_asks_for_are_refused(tmp_path: Path) -> None:
    """Nobody could earn what they are worth."""
    assert refusal(tmp_path, assignment=WITH_STEPS).split("\n  ") == [
        "bends: the suite breaks rules",
        "question reef: no test asks for its steps",
    ]


def test_a_test_that_asks_for_steps_which_there_are_not_is_refused(tmp_path: Path) -> None:
    """It would have no case, and so be lost without a word."""
    said = refusal(tmp_path, test_hidden=TEST)
    assert "the suite could not be collected" in said
    assert "question 'reef' has no steps in assignment.toml" in said


@pytest.mark.parametrize("fixture", ["speed", "training", "step", "leaderboard"])
def test_a_public_test_uses_nothing_that_students_do_not_have(tmp_path: Path, fixture: str) -> None:
    """They have neither the reference beside them nor thresholds."""
    public = TEST.replace("(step)", f"({fixture})").replace("assert", "#")
    said = refusal(tmp_path, assignment=WITH_STEPS, test_hidden=TEST, test_public=public)
    assert f"a public test cannot use {fixture!r}, which students do not have" in said


@pytest.mark.parametrize("fixture", ["network", "training"])
def test_what_looks_at_networks_needs_one_that_is_trained(tmp_path: Path, fixture: str) -> None:
    """The helpers in the worker come with it."""
    suite = HEAD + f"def test_turns({fixture}):\n    'A network.'\n"
    assert refusal(tmp_path, test_hidden=suite).split("\n  ") == [
        "bends: the suite breaks rules",
        "test_hidden::test_turns: looks at a network, and assignment.toml has no [training]",
    ]


@pytest.mark.parametrize("fixture", sorted(plugin.MEASURING | {"leaderboard"}))
def test_a_suite_cannot_measure_by_its_own_clock(tmp_path: Path, fixture: str) -> None:
    """A fixture of one of our names is ours."""
    suite = f"{HEAD}@pytest.fixture\ndef {fixture}(): pass\ndef test_x({fixture}): 'X.'\n"
    said = refusal(tmp_path, test_hidden=suite)
    assert f"asks for {fixture!r}, which the suite defines itself" in said


def test_a_test_that_measures_is_known(tmp_path: Path) -> None:
    """It asks for nothing that somebody else could answer."""
    suite = HEAD + "def test_turns(step, speed):\n    'Few turns.'\n"
    first, *others = collect(lay(tmp_path, assignment=WITH_STEPS, test_hidden=suite))
    assert not first.measured
    assert [case.measured for case in others] == [True] * 3


ELSEWHERE = """
import pytest

@pytest.fixture
def step():
    return 3

def test_fixture(step):
    assert step == 3

@pytest.mark.parametrize("step", [1, 2])
def test_parameter(step):
    assert step in (1, 2)

@pytest.mark.question
@pytest.mark.parametrize("step", [1, 2])
def test_mark_of_the_same_name(step):
    assert step in (1, 2)
"""


@pytest.mark.slow
def test_steps_of_other_projects_are_left_alone(tmp_path: Path) -> None:
    """The plugin is loaded wherever it is installed."""
    (tmp_path / "test_walk.py").write_text(ELSEWHERE, encoding="utf-8")
    code, text = run(tmp_path)
    assert "cnn-autograder" in text  # among the plugins that pytest has loaded
    assert "5 passed" in text
    assert code == 0


@pytest.mark.slow
def test_steps_are_cases_under_plain_pytest_too(tmp_path: Path) -> None:
    """From the assignment.toml beside the suite; each is judged by itself."""
    lay_course(tmp_path, assignment=WITH_STEPS, test_hidden=TEST)
    code, text = run(tmp_path, "bends", "-v")
    for title, ended in zip(TITLES, ("PASSED", "PASSED", "FAILED"), strict=True):
        assert f"test_turns[{title}] {ended}" in text
    assert code == 1


@pytest.mark.slow
def test_the_reference_keeps_its_own_pace_under_plain_pytest() -> None:
    """Staff debug a suite that measures: beside itself, the reference reaches each step."""
    code, text = run(ROOT / "tests" / "courses" / "lengths", "distances")
    assert "4 passed" in text
    assert code == 0
