"""The golden cases: marks written by hand, submissions graded through the real command."""

from __future__ import annotations

import ast
import functools
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.release.master import split_master
from autograder.results import Result, Status
from tests.grading.command import ROOT, grade, outcomes, points, shown_to_student, statuses

SOLUTIONS = ROOT / "solutions"
GOLDEN = Path(__file__).resolve().parents[1] / "golden"
# What is trained or timed takes minutes: of it `autograder verify`, which CI runs too, proves the marks.
LARGE = ("lenet", "gpu_training", "conv_forward", "conv_backward")
ASSIGNMENTS = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir() and path.name not in LARGE)
QUICK = "stride_padding"  # the other assignments' cases take a minute
ALL = [
    pytest.param(
        (assignment, path.name),
        id=f"{assignment}-{path.name}",
        marks=() if assignment == QUICK else pytest.mark.slow,
    )
    for assignment in ASSIGNMENTS
    for path in sorted((GOLDEN / assignment).iterdir())
]
CASES = sorted(path.name for path in (GOLDEN / QUICK).iterdir())


def submission(case: str, assignment: str = QUICK) -> Path:
    """Return the notebook or script of a case."""
    return next((GOLDEN / assignment / case).glob("submission.*"))


def handed_in(case: str, assignment: str) -> Path:
    """Return what is handed in: the file, or the folder where there is more than that and the marks."""
    file = submission(case, assignment)
    return file.parent if len(list(file.parent.iterdir())) > 2 else file


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Result]]:
    """Grade all cases of an assignment in one run of the command, once."""

    @functools.cache
    def grade_all(assignment: str) -> dict[str, Result]:
        cases = sorted(path.name for path in (GOLDEN / assignment).iterdir())
        folder = tmp_path_factory.mktemp("golden")
        results = grade(assignment, [handed_in(case, assignment) for case in cases], folder)
        return dict(zip(cases, results, strict=True))

    return grade_all


@pytest.fixture
def results(graded: Callable[[str], dict[str, Result]]) -> dict[str, Result]:
    """Return the results of the quick ones."""
    return graded(QUICK)


@pytest.mark.parametrize("case", ALL)
def test_each_question_earns_its_points(
    graded: Callable[[str], dict[str, Result]], case: tuple[str, str]
) -> None:
    """Exactly those that its `marks.toml` states."""
    marks = tomllib.loads(GOLDEN.joinpath(*case, "marks.toml").read_text(encoding="utf-8"))
    assert points(graded(case[0])[case[1]]) == marks["points"], marks["why"]


@pytest.mark.parametrize("case", ALL)
def test_what_was_not_right_says_why(
    graded: Callable[[str], dict[str, Result]], case: tuple[str, str]
) -> None:
    """Every test that did not pass has a message for the student."""
    failed = [test for test in outcomes(graded(case[0])[case[1]]) if test.status != "passed"]
    assert not [test.id for test in failed if not test.message]


@functools.cache
def hidden_lines(assignment: str) -> frozenset[str]:
    """Return the lines of hidden suites and of reference solutions, but for titles and short ones."""
    folder = SOLUTIONS / assignment
    titles = set()
    lines: set[str] = set(split_master((folder / f"{assignment}.py").read_text(), "").solution_lines)
    for path in folder.glob("test_hidden*.py"):
        source = path.read_text(encoding="utf-8")
        functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
        titles |= {
            line.strip(' ."')
            for node in functions
            for line in (ast.get_docstring(node) or "").split("\n")
        }
        lines |= {line.strip() for line in source.split("\n")}
    return frozenset(line for line in lines if len(line) > 24 and line.strip(' ."') not in titles)


@pytest.mark.parametrize("case", ALL)
def test_no_report_shows_what_is_hidden(
    graded: Callable[[str], dict[str, Result]], case: tuple[str, str]
) -> None:
    """No line of a hidden suite or of the reference, and no value of a hidden input or answer."""
    result = graded(case[0])[case[1]]
    own = submission(case[1], case[0]).read_text(encoding="utf-8")
    shown = shown_to_student(result)
    leaks = [line for line in hidden_lines(case[0]) if line in shown and line not in own]
    assert not leaks
    for question in result.questions:
        hidden = [test.message for test in question.tests if not test.public]
        for text in (question.message, question.diagnosis, *hidden):
            assert not re.search(r"\d\.\d{3,}|\d{5,}", text), text


@pytest.mark.parametrize("case", ALL)
def test_right_answers_get_no_diagnosis(
    graded: Callable[[str], dict[str, Result]], case: tuple[str, str]
) -> None:
    """Of no question that earned all its points, in whatever style."""
    for question in graded(case[0])[case[1]].questions:
        if question.points == question.max_points:
            assert not (question.diagnosis or question.faults or question.note), question.id


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_there_are_cases_enough(assignment: str) -> None:
    """Ten at least, as scripts and as notebooks, and perfect work in three styles or more."""
    cases = sorted(path.name for path in (GOLDEN / assignment).iterdir())
    suffixes = [submission(case, assignment).suffix for case in cases]
    assert len(cases) >= 10
    assert min(suffixes.count(".py"), suffixes.count(".ipynb")) >= 5
    assert sum(case.startswith("perfect") for case in cases) >= 3


def test_a_hang_is_a_timeout_and_costs_only_what_hangs(results: dict[str, Result]) -> None:
    """After three hangs the other tests of the question are not run."""
    result = results["infinite_loop"]
    ran_out = [test for test in outcomes(result, "conv2d") if test.status is Status.TIMEOUT]
    waited = [test for test in ran_out if not test.message.startswith("not run")]
    assert len(waited) == 3
    assert len(ran_out) > 3
    assert statuses(result, "pad2d") == {Status.PASSED}


def test_a_cell_that_ends_the_process_is_named(results: dict[str, Result]) -> None:
    """By its cell, line and text."""
    assert any("code cell 5, line 3: os._exit(0)" in text for text in results["os_exit"].messages)


def test_a_failing_scratch_cell_is_named(results: dict[str, Result]) -> None:
    """So that its author knows, though it costs nothing."""
    assert "my_image" in "\n".join(results["failing_scratch"].messages)


def test_what_clobbered_a_function_is_named(results: dict[str, Result]) -> None:
    """The name and the cell that bound it anew."""
    texts = [question.message for question in results["clobbered_sum"].questions]
    assert any("code cell 5 gave `sum` another value" in text for text in texts)


def test_a_syntax_error_is_placed(results: dict[str, Result]) -> None:
    """In the student's own cell."""
    assert "code cell 2, line" in "\n".join(results["syntax_error"].messages)
