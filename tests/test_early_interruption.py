"""Ctrl-C before a command has begun."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.grading.command import AUTOGRADER, ROOT

INTERRUPTED = """
import os, signal, time
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)
except BaseException:
    pass
"""
# Drops what is raised in it, as parts of NumPy do, and is NumPy after that.
DROPPING = """
import os, signal, sys, time
sys.path.remove(os.path.dirname(__file__))
try:
    os.kill(os.getpid(), signal.SIGINT)
    for _ in range(50):
        time.sleep(0.01)
except BaseException:
    pass
del sys.modules["numpy"]
import numpy
"""


@pytest.mark.parametrize("loaded", ["click", "msgspec"], ids=["all", "one command"])
def test_what_is_interrupted_while_it_is_loaded_says_so(tmp_path: Path, loaded: str) -> None:
    """Also where a module drops what is raised; with a code that shells know."""
    (tmp_path / f"{loaded}.py").write_text(INTERRUPTED)
    done = autograder("schema", before=tmp_path)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "autograder: interrupted; give the same command again\n"


def test_what_is_interrupted_while_numpy_is_loaded_says_so(tmp_path: Path) -> None:
    """Grading loads it while its zygote starts, and ends in order."""
    (tmp_path / "numpy.py").write_text(DROPPING)
    master = ROOT / "solutions" / "pooling" / "pooling.py"
    done = autograder("grade", "pooling", master, before=tmp_path)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "autograder: interrupted, 1 not graded\n"


def autograder(*words: str | Path, before: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with modules that come before others of their names."""
    path = os.pathsep.join([str(before), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run(
        [AUTOGRADER, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
