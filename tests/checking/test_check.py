"""What `check` says, from the student's own script."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import check
from autograder.checking.outcome import CheckOutcome, QuestionOutcome
from autograder.checking.report import Report
from autograder.errors import AutograderError
from autograder.notebook import check_namespace
from tests.grading.command import ROOT

RELEASE = ROOT / "assignments" / "stride_padding"
RIGHT = (ROOT / "tests/golden/stride_padding/perfect_im2col/submission.py").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the release to where a student works."""
    return Path(shutil.copytree(RELEASE, tmp_path / "homework"))


def run_script(folder: Path, source: str, *, prelude: str = "") -> str:
    """Run a script that ends in a check, as a student would; return what it prints."""
    script = folder / "mine.py"
    script.write_text(f"{prelude}\n{source}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], cwd=folder.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_right_functions_pass(folder: Path) -> None:
    """With what was verified, question by question."""
    text = run_script(folder, f"{RIGHT}\nfrom autograder import check\ncheck('conv2d')\ncheck()")
    assert "conv2d: 4 of 4 checks passed\n  ✓ The 5x5 image under the 3x3 kernel" in text
    assert text.count("conv2d: 4 of 4 checks passed") == 2
    assert "✓ output_size: 7 of 7 checks passed" in text
    assert "4 of 4 questions pass their checks" in text
    assert "bring no points" in text
    assert "✗" not in text


def test_the_stub_is_not_written_yet(folder: Path) -> None:
    """One line says so, and names what is to be written."""
    stub = (folder / "stride_padding.py").read_text(encoding="utf-8").split("# %% tags")[0]
    source = stub.replace('if __name__ == "__main__":', "if True:")
    text = run_script(folder, f"{source}\nfrom autograder import check\ncheck('conv2d')")
    assert text.splitlines()[0] == "conv2d: not written yet"
    assert len(text.splitlines()) == 3


def test_a_wrong_value_is_shown(folder: Path) -> None:
    """Expected and got, since public checks hide nothing."""
    source = RIGHT + "\ndef pad2d(image, padding):\n    return np.pad(image, (padding, 0))\n"
    text = run_script(folder, f"{source}\nfrom autograder import check\ncheck('pad2d')")
    assert "pad2d: 0 of 3 checks passed" in text
    assert "the shape is wrong: axes 0 and 1 are 1 too short" in text
    assert "got shape (6, 6), expected (7, 7)" in text


def test_an_error_names_the_students_own_line(folder: Path) -> None:
    """Not ours, nor a library's."""
    source = "import numpy as np\ndef pad2d(image, padding):\n    return np.linalg.inv(image[:2])\n"
    text = run_script(folder, f"{source}\nfrom autograder import check\ncheck('pad2d')")
    assert "LinAlgError" in text
    assert "mine.py, line 4: return np.linalg.inv(image[:2])" in text
    assert "site-packages" not in text


def test_what_is_missing_is_said_kindly(folder: Path) -> None:
    """A function that is not there, a name that was reused, a question that does not exist."""
    text = run_script(
        folder,
        "from autograder import check\nconv2d = 5\ncheck('conv2d')\ncheck('pad2d')\ncheck('poool')",
    )
    assert "`conv2d` is not a function but " in text
    assert "`pad2d` is not defined: run the cell that defines it first" in text
    assert "there is no check of 'poool' here; there are: output_size, pad2d" in text
    (folder / "test_public.py").unlink()
    text = run_script(folder, "from autograder import check\ncheck()")
    assert "there is no test_public.py in" in text


def test_an_edited_check_that_cannot_be_read_is_named(folder: Path) -> None:
    """With its line, and without a traceback."""
    suite = folder / "test_public.py"
    suite.write_text(suite.read_text(encoding="utf-8") + "\ndef broken(:\n", encoding="utf-8")
    text = run_script(folder, "from autograder import check\ncheck()")
    assert "test_public.py, line" in text
    assert "Traceback" not in text


UNIX = (
    "fcntl",
    "grp",
    "pwd",
    "resource",
    "termios",
    "tty",
    "pty",
    "syslog",
    "posixshmem",
    "_posixshmem",
)
WITHOUT_UNIX = f"""
import builtins, importlib.abc, signal, sys

class Hidden(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in {UNIX!r}:
            raise ModuleNotFoundError(f"no {{name}} here", name=name)

for name in {UNIX!r}:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Hidden())
import os, select, socket
for name in ("fork", "getuid", "setsid", "set_blocking", "O_NOFOLLOW", "O_NONBLOCK"):
    if hasattr(os, name):
        delattr(os, name)
del select.poll, socket.AF_UNIX
"""


def test_nothing_of_unix_is_needed(folder: Path) -> None:
    """On Windows these modules and functions are not there."""
    source = f"{RIGHT}\nfrom autograder import check\ncheck('pad2d')"
    assert "pad2d: 3 of 3 checks passed" in run_script(folder, source, prelude=WITHOUT_UNIX)


def test_an_old_console_gets_plain_signs(folder: Path) -> None:
    """One that cannot show them would raise an error instead."""
    prelude = "import sys\nsys.stdout.reconfigure(encoding='cp1252')"
    source = f"{RIGHT}\nfrom autograder import check\ncheck('pad2d')"
    assert "  + A padding of 1 makes the 5x5 image 7x7." in run_script(folder, source, prelude=prelude)


def test_the_report_is_escaped_as_html() -> None:
    """A title or a message is text, whatever is in it."""
    outcome = CheckOutcome(title="<b>title", status="failed", sentences=("<script>alert(1)</script>",))
    page = Report(questions=(QuestionOutcome(id="q", outcomes=(outcome,)),))._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<b>title" not in page


def test_checks_do_not_outlive_a_change(folder: Path) -> None:
    """A second check sees the function as it is now, and the check file too."""
    names: dict[str, object] = {}
    exec(RIGHT, names)
    before = check_namespace(names, folder, ["pad2d"])
    names["pad2d"] = lambda image, padding: image
    after = check_namespace(names, folder, ["pad2d"])
    assert [outcome.status for outcome in before.questions[0].outcomes] == ["passed"] * 3
    assert [outcome.status for outcome in after.questions[0].outcomes] == ["failed"] * 3
    with pytest.raises(AutograderError, match="there is no check of 'x'"):
        check_namespace(names, folder, ["x"])


def test_it_is_what_the_package_offers() -> None:
    """`from autograder import check`."""
    assert callable(check)
