"""The suite that other graders get is the one that decides the marks here."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from autograder.loading import load_module
from autograder.suite.collection import run_with_suite
from tests.assignments.mutation import load
from tests.benchmarks.peers.graders import lay_suite
from tests.benchmarks.peers.notebooks import ASSIGNMENT, CASES, copies
from tests.benchmarks.peers.plain import Judge
from tests.classes.program import GOLDEN, MARKS

SCRIPTS = [case for case in CASES if (GOLDEN / ASSIGNMENT / case / "submission.py").is_file()]


def test_the_tests_are_the_same(tmp_path: Path) -> None:
    """Every test has the id, which seeds its inputs, the question and the weight that it has here."""
    assignment = load(ASSIGNMENT)
    lay_suite(tmp_path, assignment)
    theirs = [
        (test.id, test.about["question"], test.weight, test.about.get("needs"))
        for test in Judge({}, tmp_path).tests.values()
    ]
    ours: list[tuple[object, ...]] = []
    run_with_suite(
        assignment,
        lambda _, cases: ours.extend((one.id, one.question, one.weight, one.needs) for one in cases),
    )
    assert theirs == ours


@pytest.mark.parametrize("case", SCRIPTS)
def test_the_marks_are_the_same(case: str, tmp_path: Path) -> None:
    """A golden case earns what it earns here, question by question."""
    assignment, folder = load(ASSIGNMENT), GOLDEN / ASSIGNMENT / case
    lay_suite(tmp_path, assignment)
    # A copy: bytecode is kept beside what is loaded.
    script = shutil.copy(folder / "submission.py", tmp_path / "plain_submission.py")
    names = vars(load_module(Path(script), f"plain_{case}"))
    judge = Judge(names, tmp_path)
    points = {question.id: judge.points(question.id) for question in assignment.questions}
    due = tomllib.loads((folder / MARKS).read_text(encoding="utf-8"))["points"]
    assert points == pytest.approx(due, abs=1e-6)


def test_a_function_that_is_not_there_fails(tmp_path: Path) -> None:
    """An empty submission earns nothing, the question on errors included."""
    assignment = load(ASSIGNMENT)
    lay_suite(tmp_path, assignment)
    judge = Judge({}, tmp_path)
    assert [judge.points(question.id) for question in assignment.questions] == [0.0] * 4


def test_no_two_copies_are_alike(tmp_path: Path) -> None:
    """What has been graded once cannot be looked up for a copy."""
    paths = copies(tmp_path / "copies", 2 * len(CASES))
    assert len({path.read_bytes() for path in paths}) == 2 * len(CASES)
