"""What staff wrote is executed in a process of ours, which it does not end or hold up without a word."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from autograder.loading import kept_alive, load_module, waited_for


def test_a_file_that_ends_the_process_is_an_error(tmp_path: Path) -> None:
    """It can be told from one that was executed; afterwards a process can be ended as ever."""
    path, leave = tmp_path / "master.py", os._exit
    path.write_text("import os\nos._exit(0)\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"os\._exit\(0\) would have ended"):
        load_module(path, "master_that_ends")
    assert os._exit is leave


def test_a_child_may_end_itself() -> None:
    """Whoever forks one meanwhile."""
    with kept_alive():
        pid = os.fork()
        if pid == 0:
            os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3


def test_what_takes_long_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With the line that is at work, and nothing is said of what takes no time."""
    path = tmp_path / "master.py"
    path.write_text("import time\n\ndef rest():\n    time.sleep(0.5)\n", encoding="utf-8")
    rest = load_module(path, "master_that_rests").rest
    with waited_for("master.py to wake up", tmp_path, 0.1):
        rest()
    with waited_for("nothing", tmp_path, 30.0):
        pass
    said = "autograder: waiting for master.py to wake up, for 0 seconds, now at line 4 of master.py\n"
    assert capfd.readouterr().err == said
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
