"""The machines offer what they promise, and grading is refused on one that offers nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.attacks.attack import HERE, HONEST
from tests.attacks.machines import LEVELS, machine

pytestmark = pytest.mark.slow

PROBE = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
landlock = libc.syscall(444, None, ctypes.c_size_t(0), 1) >= 1
libc.prctl(22, ctypes.c_ulong(2), None, 0, 0)
print(os.getuid() == 0, landlock, ctypes.get_errno() == 14)
"""
OFFERED = {
    "A": [True, True, True],
    "B": [False, True, True],
    "C": [True, False, True],
    "none": [os.getuid() == 0, False, False],
}


@pytest.mark.parametrize("level", [*LEVELS, "none"])
def test_a_machine_offers_exactly_its_level(level: str) -> None:
    """Whether its grader is root, and whether the kernel has Landlock and seccomp."""
    done = machine(level).run([sys.executable, "-c", PROBE])
    assert done.stdout.split() == [str(offered) for offered in OFFERED[level]], done.stderr


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_handed_over_can_be_used(level: str, tmp_path: Path) -> None:
    """A folder below a private one can be read and written by whoever grades there."""
    there = machine(level)
    (folder := tmp_path / "folder").mkdir()
    (folder / "in").write_text("x")
    there.hand_over(folder)
    done = there.run(["/bin/cp", folder / "in", folder / "out"], folders=[folder])
    assert (folder / "out").read_text() == "x", done.stderr


def test_without_isolation_grading_is_refused(tmp_path: Path) -> None:
    """The message says what was missing and what to do; `--unsafe` grades all the same."""
    there = machine("none")
    path, file = tmp_path / "honest.py", tmp_path / "result.json"
    path.write_text(HONEST, encoding="utf-8")
    command = ("grade", "target", path, "--course", HERE / "course", "--json", file)
    refused = there.autograder(*command)
    assert refused.returncode == 2, refused.stdout + refused.stderr
    assert "--unsafe" in refused.stderr
    assert "autograder doctor" in refused.stderr
    assert not file.exists()
    graded = there.autograder(*command, "--unsafe")
    assert graded.returncode == 0, graded.stdout + graded.stderr
    assert '"level": "none"' in file.read_text(encoding="utf-8")
