"""Ctrl-C before a command has begun."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.grading.command import AUTOGRADER

INTERRUPTED = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(60)\n"


@pytest.mark.parametrize("loaded", ["click", "msgspec"], ids=["all", "one command"])
def test_what_is_interrupted_while_it_is_loaded_says_so(tmp_path: Path, loaded: str) -> None:
    """As what is interrupted later does, with the code that a shell has for it and no traceback."""
    (tmp_path / f"{loaded}.py").write_text(INTERRUPTED)
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [AUTOGRADER, "schema"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "autograder: interrupted; give the same command again\n"
