"""Where a shell or its environment keeps the grader from judging, no suite is blamed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.grading.command import AUTOGRADER, ROOT, run

SUBMISSION = ROOT / "tests/golden/stride_padding/perfect_im2col/submission.py"


@pytest.mark.parametrize("command", [["grade", "stride_padding", SUBMISSION], ["verify", "filters"]])
def test_assertions_that_python_leaves_out_are_missed(command: list[str | Path]) -> None:
    """So are titles; a suite without them would pass anything."""
    done = run(*command, env={"PYTHONOPTIMIZE": "2"})
    assert done.returncode == 2
    assert "autograder: Python was started with -O or PYTHONOPTIMIZE" in done.stderr


def test_too_few_open_files_are_counted() -> None:
    """With the limit that there is, before anything fails for want of one more."""
    command = f"ulimit -n 64; exec {AUTOGRADER} grade stride_padding {SUBMISSION}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("autograder: only 64 files may be open at once here")
