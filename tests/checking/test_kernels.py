"""What a check says in a real kernel, and how long it takes there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.checking.test_pictures import read
from tests.grading.command import ROOT

pytestmark = pytest.mark.slow

TIMED = """import time
began = time.perf_counter()
check({question!r})
print("seconds", time.perf_counter() - began)"""
RIGHT = (ROOT / "tests/golden/stride_padding/perfect_im2col/submission.py").read_text(encoding="utf-8")


def outputs(folder: Path, *cells: str, assignment: str = "stride_padding") -> list[list[Any]]:
    """Run cells in the folder of a release and return what each of them shows."""
    shutil.copytree(ROOT / "assignments" / assignment, folder, dirs_exist_ok=True)
    notebook: Any = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells]  # type: ignore[no-untyped-call]
    )
    NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    return [cell.outputs for cell in notebook.cells]


def test_a_wrong_answer_is_a_picture(tmp_path: Path) -> None:
    """Well-formed, with her names, and the same in text."""
    wrong = "def pad2d(image, padding):\n    print('here')\n    return np.pad(image, padding) * 1.5"
    *_, ((shown),) = outputs(tmp_path, RIGHT, "from autograder import check", wrong, "check('pad2d')")
    assert shown.output_type == "display_data"
    text = read(shown.data["text/html"])
    assert "the answers are what is due times a constant factor" in text
    assert "the first one at [1, 1]" in text
    assert "pad2d(image, 1)" in text
    assert "here" in text
    assert "what this looks like: the answers are what is due times" in shown.data["text/plain"]


def test_what_her_cells_changed_spoils_nothing(tmp_path: Path) -> None:
    """A closed output, a warning, an exit and megabytes in one answer."""
    *_, shown, after = outputs(
        tmp_path,
        RIGHT,
        "from autograder import check",
        "import sys\ndef pad2d(image, padding):\n    print('x' * 10**7)\n    sys.exit(1)",
        "check('pad2d')",
        "check('output_size')",
    )
    assert len(shown) == 1
    assert len(str(shown[0].data)) < 60_000
    assert "SystemExit: 1" in shown[0].data["text/plain"]
    assert "cell In[3], line 4: sys.exit(1)" in shown[0].data["text/plain"]
    assert "7 of 7 checks passed" in after[0].data["text/plain"]


def test_a_second_check_takes_no_time(tmp_path: Path) -> None:
    """A fifth of a second where nothing else runs; here five times as long, for busy machines."""
    timed = TIMED.format(question="conv2d")
    *_, output = outputs(tmp_path, RIGHT, "from autograder import check", timed, timed)
    (line,) = (one.text for one in output if one.output_type == "stream")
    assert float(line.split()[1]) < 1.0
