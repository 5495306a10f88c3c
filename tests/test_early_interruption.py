"""Ctrl-C before a command has begun."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.grading.command import AUTOGRADER

INTERRUPTED = """
import os, signal, time
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)
except BaseException:
    pass
"""


@pytest.mark.parametrize(
    ("loaded", "command"),
    [("click", "schema"), ("msgspec", "schema"), ("numpy", "grade pooling somebody.py")],
    ids=["all", "one command", "NumPy"],
)
def test_what_is_interrupted_while_it_is_loaded_says_so(
    tmp_path: Path, loaded: str, command: str
) -> None:
    """Also where a module drops what is raised, as some of NumPy's do; with a code that shells know."""
    (tmp_path / f"{loaded}.py").write_text(INTERRUPTED)
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [AUTOGRADER, *command.split()],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "autograder: interrupted; give the same command again\n"
