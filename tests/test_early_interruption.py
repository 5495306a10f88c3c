"""Ctrl-C before a command has begun."""

from __future__ import annotations

import os
import subprocess
import sys
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


LOOKED_UP = """
import sys
from pathlib import Path
{loaded}
def note(frame, event, _):
    if event == "call" and Path(frame.f_code.co_filename).name in ("typing.py", "_utils.py"):
        print(frame.f_code.co_filename, frame.f_code.co_name)
sys.setprofile(note)
{read}
"""


@pytest.mark.parametrize(
    ("loaded", "read"),
    [
        (["from autograder.assignment import load_course"], "load_course(Path('solutions'))"),
        (
            [
                "from autograder.assignment import load_assignment, load_course",
                "course = load_course(Path('solutions'))",
            ],
            "load_assignment(course, 'gpu_training')",
        ),
        (
            [
                "from autograder.results import from_json, to_json",
                "from tests.samples import outcome, question, result",
                "data = to_json(result(question(outcome())))",
            ],
            "from_json(data)",
        ),
        (
            [
                "from autograder.batch.backends.messages import Answer, Ending, decode, encode",
                "data = encode(Answer(Ending.FAILED))",
            ],
            "decode(data, Answer)",
        ),
        (
            ["from autograder.released import read_released"],
            "assert read_released(Path('assignments/pooling'))",
        ),
    ],
    ids=["a course", "an assignment", "a result", "a message", "a release"],
)
def test_no_type_is_looked_up_while_something_is_read(loaded: list[str], read: str) -> None:
    """Meanwhile msgspec drops what is raised: Ctrl-C was lost, and a command went on to its end."""
    script = LOOKED_UP.format(loaded="\n".join(loaded), read=read)
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == ""


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
