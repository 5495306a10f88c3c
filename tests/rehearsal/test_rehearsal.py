"""A run from top to bottom in a process of its own, whatever the code does."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from autograder.rehearsal.model import Checking
from autograder.rehearsal.process import StoppedError
from autograder.rehearsal.run import rehearse
from autograder.submission import read_submission
from tests.rehearsal.desk import RIGHT, SETUP, lay, rehearsed


def test_a_statement_that_fails_loses_no_others(tmp_path: Path) -> None:
    """It is told with its cell, its line, and what was wrong; what comes after it is there."""
    found = rehearsed(tmp_path, "a = 1\nb = missing\nc = 3", "d = c + 1")
    (stumble,) = found.stumbles
    assert stumble.place == "code cell 1, line 2"
    assert stumble.says == "NameError: name 'missing' is not defined"
    assert {"a", "c", "d"} <= found.names
    assert "b" not in found.names


def test_an_error_within_a_function_names_its_line(tmp_path: Path) -> None:
    """Beside that of the statement that called it."""
    found = rehearsed(tmp_path, "def half(x):\n    return x / 0", "half(1)")
    (stumble,) = found.stumbles
    assert stumble.place == "code cell 2, line 1"
    assert stumble.says == "ZeroDivisionError: division by zero (in code cell 1, line 2, in half)"


def test_it_runs_as_the_grader_runs_it(tmp_path: Path) -> None:
    """Magics by token, stand-ins for plots and for our own names, no `demo` cells, nobody to answer."""
    found = rehearsed(
        tmp_path,
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1])",
        "training = 1",
        "from autograder import check, ready\ncheck('x')\nready()\nready('words.ipynb')",
        "answer = input()",
        tags={1: "demo"},
    )
    assert [one.says for one in found.stumbles] == ["EOFError: EOF when reading a line"]
    assert found.skipped == ("code cell 2",)
    assert "training" not in found.names


@pytest.mark.slow
def test_only_what_is_allowed_can_be_imported(tmp_path: Path) -> None:
    """Also of what is loaded in that process to run the checks."""
    lay(tmp_path, ["import numpy", "import pytest", "import msgspec", "import json"], checks=True)
    submission = read_submission(tmp_path / "words.ipynb", "words")
    found = rehearse(submission, (), checking=Checking(tmp_path))
    assert [one.kind for one in found.stumbles] == ["ModuleNotFoundError"] * 3
    assert found.stumbles[0].message.endswith("in this assignment, which allows the standard library")
    assert "json" in found.names
    assert found.checks is not None
    assert found.checks.outcomes == (("shout", "unfinished"), ("whisper", "unfinished"))


@pytest.mark.slow
def test_what_is_allowed_can_be_imported(tmp_path: Path) -> None:
    """With what it is made of."""
    found = rehearsed(tmp_path, "import numpy as np\nx = np.zeros(3)", allow=["numpy"])
    assert found.stumbles == ()
    assert "numpy" in found.importable


def test_a_package_that_is_not_installed_is_a_sentence(tmp_path: Path) -> None:
    """Nothing can be run without it."""
    problem = rehearsed(tmp_path, "x = 1", allow=["no_such_package"]).problem
    assert (
        "(No module named 'no_such_package'): run `python -m pip install -r requirements.txt`" in problem
    )


def test_nothing_of_hers_is_touched(tmp_path: Path) -> None:
    """What cells write goes to an empty folder, as where it is graded."""
    (tmp_path / "weights.txt").write_text("precious")
    found = rehearsed(
        tmp_path,
        "open('weights.txt', 'w').write('x')",
        "import os\nfiles = os.listdir()\nassert files == ['weights.txt']",
    )
    assert found.stumbles == ()
    assert (tmp_path / "weights.txt").read_text() == "precious"


ENDS = {
    "a loop": (
        "while True:\n    pass",
        "hang",
        "it had not come to an end after 1 seconds and was stopped",
    ),
    "os._exit": ("import os\nos._exit(0)", "end", "it ended the whole process with os._exit"),
    "a crash": ("import ctypes\nctypes.string_at(0)", "crash", "it crashed Python itself"),
    "output": (
        "while True:\n    print('x' * 100_000)",
        "hang",
        "it printed without end and was stopped",
    ),
    "sleep": (
        "import time\ntime.sleep(100)",
        "hang",
        "it had not come to an end after 1 seconds and was stopped",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", ENDS)
def test_whatever_ends_the_process_is_a_sentence(tmp_path: Path, case: str) -> None:
    """And the cells after it are run all the same."""
    source, kind, says = ENDS[case]
    found = rehearsed(tmp_path, "a = 1", source, "b = 2", seconds=1)
    (stumble,) = found.stumbles
    assert (stumble.cell, stumble.kind, stumble.message) == ("code cell 2", kind, says)
    assert {"a", "b"} <= found.names


@pytest.mark.slow
def test_a_hang_in_a_function_names_its_line(tmp_path: Path) -> None:
    """There she has to look."""
    found = rehearsed(
        tmp_path, "def spin():\n    while True:\n        pass", "x = 1\nspin()", seconds=0.5
    )
    (stumble,) = found.stumbles
    assert stumble.place == "code cell 2, line 2"
    assert "(in code cell 1, line " in stumble.says


@pytest.mark.slow
def test_too_many_ends_are_a_sentence(tmp_path: Path) -> None:
    """Nobody waits for the rest."""
    found = rehearsed(tmp_path, *["import os; os._exit(1)"] * 5)
    assert found.problem.startswith("too many statements do not come to an end: code cell 1, line 1")


@pytest.mark.slow
def test_a_process_that_is_left_behind_holds_nothing_up(tmp_path: Path) -> None:
    """It has the output still."""
    began = time.monotonic()
    found = rehearsed(tmp_path, "import subprocess, sys", "subprocess.Popen(['sleep', '20'])\nx = 1")
    assert "x" in found.names
    assert time.monotonic() - began < 15


def test_what_is_printed_is_kept_within_bounds(tmp_path: Path) -> None:
    """The beginning of it, with all its letters."""
    found = rehearsed(tmp_path, "print('grün ✓')\nprint('x' * 200_000)")
    assert found.printed.startswith("grün ✓\nxxx")
    assert len(found.printed) < 70_000


def test_names_are_looked_up_in_the_end(tmp_path: Path) -> None:
    """Functions with their parameters, methods without `self`, other things as what they are."""
    found = rehearsed(
        tmp_path,
        "def f(x, *, y=1.50): pass\nclass A:\n    def m(self, z): pass\ng = 3",
        functions=["f", "A.m", "A.n", "g", "h"],
    ).found
    assert set(found) == {"f", "A.m", "g"}
    assert not found["g"].callable
    assert [(p.name, p.kind, p.default) for p in found["f"].parameters or ()] == [
        ("x", "POSITIONAL_OR_KEYWORD", None),
        ("y", "KEYWORD_ONLY", "1.5"),
    ]
    assert [p.name for p in found["A.m"].parameters or ()] == ["z"]


def test_a_run_can_be_given_up(tmp_path: Path) -> None:
    """When the file was saved meanwhile."""
    lay(tmp_path, ["while True: pass"])
    submission = read_submission(tmp_path / "words.ipynb", "words")
    with pytest.raises(StoppedError):
        rehearse(submission, (), stopped=lambda: True)


def check_of(folder: Path, *cells: str, seconds: float = 20.0) -> str:
    """Return what the checks say of a notebook."""
    lay(folder, cells, checks=True)
    submission = read_submission(folder / "words.ipynb", "words")
    checks = rehearse(submission, (), checking=Checking(folder), seconds=seconds).checks
    assert checks is not None
    return checks.text


@pytest.mark.slow
def test_checks_see_the_final_names(tmp_path: Path) -> None:
    """And import what her functions import only when they are called."""
    (tmp_path / "helpers.py").write_text("")
    late = "def whisper(text):\n    import matplotlib.pyplot\n    return text.lower()"
    text = check_of(tmp_path, *RIGHT[:2], "import IPython\nget_ipython()", late)
    assert text.count("1 of 1 checks passed") == 2


@pytest.mark.slow
def test_a_hang_in_a_check_is_a_sentence(tmp_path: Path) -> None:
    """With the line in which her function was."""
    text = check_of(tmp_path, "def shout(text):\n    while True:\n        pass", seconds=1.5)
    assert text.startswith(
        "the checks did not come to an end: it had not come to an end after 1.5 seconds"
    )
    assert "in code cell 1, line " in text
    assert "in shout" in text


@pytest.mark.slow
def test_an_exit_in_a_check_is_a_sentence(tmp_path: Path) -> None:
    """Where it was called, too."""
    text = check_of(tmp_path, "import os", "def shout(text):\n    os._exit(0)")
    assert "it ended the whole process with os._exit (in code cell 2, line 2, in shout)" in text


@pytest.mark.slow
def test_an_old_release_allows_what_is_installed(tmp_path: Path) -> None:
    """But plots stay stand-ins, and so does `check`."""
    found = rehearsed(
        tmp_path, SETUP, "import msgspec\nimport matplotlib.pyplot as plt\nplt.show()", allow=None
    )
    assert found.stumbles == ()


def test_settings_of_hers_for_python_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old console's signs, and asserts that are left out; where modules lie, does."""
    (tmp_path / "site").mkdir()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    for name, value in (
        ("PYTHONIOENCODING", "ascii"),
        ("PYTHONOPTIMIZE", "1"),
        ("PYTHONWARNINGS", "error"),
    ):
        monkeypatch.setenv(name, value)
    found = rehearsed(
        tmp_path,
        "print('✓')",
        "assert False, 'seen'",
        "import warnings; warnings.warn('x')",
        f"import sys; assert {str(tmp_path / 'site')!r} in sys.path",
    )
    assert [one.says for one in found.stumbles] == ["AssertionError: seen"]
