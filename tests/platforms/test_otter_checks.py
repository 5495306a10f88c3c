"""`grader.check("QUESTION")` of Otter, by the files that `autograder release --otter` adds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.assignment import load_assignment, load_course
from tests.grading.command import ROOT, run

pytestmark = pytest.mark.slow

REFERENCE = ROOT / "solutions" / "pooling" / "pooling.py"
WRONG = """
import numpy as np
def max_pool_forward(x, size, stride=None):
    return np.zeros((1, 1))
"""


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """Release an assignment for Otter, and return its folder."""
    done = run("release", "pooling", "--otter", "--to", tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path / "pooling"


def test_each_question_with_public_checks_has_a_file(released: Path) -> None:
    """Beside what is released anyway, which stays as it is."""
    names = {path.stem for path in (released / "tests").iterdir()}
    questions = load_assignment(load_course(ROOT / "solutions"), "pooling").questions
    assert names == {question.id for question in questions}
    for path in (ROOT / "assignments" / "pooling").iterdir():
        if path.suffix != ".whl":  # of the sources of another day
            assert (released / path.name).read_bytes() == path.read_bytes()


def test_such_a_release_is_current_as_one_for_otter(released: Path) -> None:
    """And as any other: it is one for Otter until there is one without."""
    to = ("--to", released.parent, "--check")
    for how in (("--otter",), ()):
        checked = run("release", "pooling", *how, *to)
        assert (checked.returncode, checked.stdout) == (0, "pooling: current\n")


def test_otter_runs_the_public_checks_in_a_notebook(released: Path) -> None:
    """Right work passes, wrong work learns what is wrong, and each question has its own checks."""
    pytest.importorskip("otter", reason="otter-grader is not installed: pip install -e '.[otter]'")
    cells = (
        "import otter\ngrader = otter.Notebook()",
        REFERENCE.read_text(encoding="utf-8"),
        "print(grader.check('max_pool_forward'))",
        WRONG,
        "print(grader.check('max_pool_forward'))",
        "print(grader.check('avg_pool_forward'))",
    )
    notebook: Any = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells]  # type: ignore[no-untyped-call]
    )
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(released)}},
    )
    client.execute()
    right, wrong, other = (
        "".join(output.get("text", "") for output in notebook.cells[number].outputs)
        for number in (2, 4, 5)
    )
    assert right.startswith("max_pool_forward results: All test cases passed!")
    assert "0 of 4 checks passed" in wrong
    assert "called: max_pool_forward(" in wrong
    assert other.startswith("avg_pool_forward results: All test cases passed!")
