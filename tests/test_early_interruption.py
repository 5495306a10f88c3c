"""Ctrl-C before a command has begun."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.place import Place
from tests.grading.command import AUTOGRADER, ROOT

SAID = "autograder: interrupted; give the same command again\n"
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
    assert (done.returncode, done.stdout, done.stderr) == (130, "", SAID)


@pytest.mark.parametrize("command", [["marks"], ["adjust", "list"]], ids=["marks", "adjust"])
def test_what_is_interrupted_while_a_command_loads_numpy_says_so(
    tmp_path: Path, command: list[str]
) -> None:
    """Also where it is loaded for a gradebook alone."""
    place = Place(tmp_path / "place")
    place.grade()
    (tmp_path / "numpy.py").write_text(INTERRUPTED)
    done = autograder(*command, place.out, "--course", place.course, before=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", SAID)


def test_what_is_interrupted_ends_also_where_nobody_can_be_told(tmp_path: Path) -> None:
    """A message that cannot be written is no reason to go on."""
    (tmp_path / "click.py").write_text(INTERRUPTED)
    read, write = os.pipe()
    os.close(read)
    try:
        assert autograder("schema", before=tmp_path, stderr=write).returncode == 130
    finally:
        os.close(write)


def test_what_is_interrupted_while_grading_loads_numpy_says_so(tmp_path: Path) -> None:
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
    if event == "call" and frame.f_code.co_filename.endswith(("/typing.py", "/msgspec/_utils.py")):
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
                "import msgspec",
                "from autograder.batch.backends.messages import Answer, Job, Terms, decode",
                "def read(kind):",
                "    try: decode(b'no message', kind)",
                "    except msgspec.DecodeError: pass",
            ],
            "read(Answer); read(Job); read(Terms)",
        ),
        (
            ["from autograder.released import read_released"],
            "assert read_released(Path('assignments/pooling'))",
        ),
    ],
    ids=["a course", "an assignment", "a result", "messages", "a release"],
)
def test_no_type_is_looked_up_while_something_is_read(loaded: list[str], read: str) -> None:
    """Meanwhile msgspec drops what is raised: Ctrl-C was lost, and a command went on to its end."""
    script = LOOKED_UP.format(loaded="\n".join(loaded), read=read)
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == ""


def autograder(
    *words: str | Path, before: Path, stderr: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """Run a command with modules that come before others of their names."""
    path = os.pathsep.join([str(before), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run(
        [AUTOGRADER, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        check=False,
    )
