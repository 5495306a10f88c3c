"""The zip's own scripts in a copy of Gradescope's container: whatever happens, there is a result."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment import load_assignment, load_course
from autograder.platforms.gradescope.export import zip_for_gradescope
from autograder.platforms.gradescope.room import Room
from autograder.platforms.pins import pins
from tests.attacks import lowered
from tests.attacks.machines import has_landlock, has_seccomp
from tests.grading.command import ROOT
from tests.platforms.container import Container, grader_below
from tests.platforms.gradescope import read, scores, seen_at_once
from tests.platforms.wheelhouse import lay_wheels
from tests.samples import ASSIGNMENT, lay_course

pytestmark = pytest.mark.slow

GOLDEN = ROOT / "tests" / "golden" / "pooling"
QUICK = """
[limits]
call_seconds = 0.2
load_seconds = 0.3
total_seconds = 5
"""
RIGHT = "def reef(turns):\n    return 2 * turns\n"
SECRET = "found of the hand-in before"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Container:
    """Return a container that the zip of an assignment with NumPy has set up."""
    folder = tmp_path_factory.mktemp("gradescope")
    container = Container(folder / "root", lay_wheels(pins(("numpy",)), folder / "wheels"))
    container.lay()
    if reason := container.reason_to_skip():
        pytest.skip(reason)
    if not has_seccomp():
        pytest.skip("this kernel has no seccomp")
    export(ROOT / "solutions", "pooling", container)
    code, output = container.run("bash", "/autograder/source/setup.sh")
    assert code == 0, output
    assert "setup.sh: done" in output
    return container


@pytest.fixture(scope="module")
def bends(prepared: Container, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Container]:
    """Return the container with an assignment of short limits in the place of the other."""
    course = lay_course(tmp_path_factory.mktemp("course"), assignment=ASSIGNMENT + QUICK)
    export(course, "bends", prepared)
    for path in [prepared.autograder / "source", *(prepared.autograder / "source").rglob("*")]:
        path.chmod(0o700)  # as setup.sh does
    yield prepared


def export(course: Path, name: str, container: Container) -> None:
    """Upload the zip of an assignment."""
    archive = container.root.parent / f"{name}.zip"
    assignment = load_assignment(load_course(course), name)
    archive.write_bytes(zip_for_gradescope(assignment, Room.of_container(768, 10)))
    container.upload(archive)


def graded(container: Container, **files: str) -> dict[str, Any]:
    """Hand files in, named without the ending of a script, and return what results.json says."""
    container.hand_in({f"{name}.py": text.encode() for name, text in files.items()})
    return results(container)


def results(container: Container) -> dict[str, Any]:
    """Grade what is handed in and return what results.json says."""
    code, output = container.run("/autograder/run_autograder")
    assert code == 0, output
    return written(container)


def written(container: Container) -> dict[str, Any]:
    """Return what results.json says."""
    return read((container.autograder / "results" / "results.json").read_bytes())


@pytest.mark.parametrize("case", ["perfect_argmax", "zero_start", "stub"])
def test_marks_are_those_that_staff_saw(prepared: Container, case: str) -> None:
    """Those of golden cases, question by question."""
    (submission,) = (path for path in (GOLDEN / case).iterdir() if path.stem == "submission")
    marks = tomllib.loads((GOLDEN / case / "marks.toml").read_text(encoding="utf-8"))
    prepared.hand_in({f"pooling{submission.suffix}": submission.read_bytes()})
    told = results(prepared)
    assert scores(told) == pytest.approx(marks["points"])
    assert told["score"] == pytest.approx(sum(marks["points"].values()))
    assert {test["visibility"] for test in told["tests"]} == {"visible", "after_published"}


def test_setup_makes_the_course_private(prepared: Container) -> None:
    """No other user gets below the source folder; Python, which workers need, lies open."""
    modes = {name: (prepared.autograder / name).stat().st_mode & 0o777 for name in ("source", "venv")}
    assert modes == {"source": 0o700, "venv": 0o755}


@pytest.mark.parametrize(
    ("code", "points", "said"),
    [
        (RIGHT, 3.0, ""),
        ("def reef(turns):\n    return turns\n", 0.0, ""),
        (f"while True:\n    pass\n{RIGHT}", 3.0, "left out"),
        (f"import os\nos._exit(0)\n{RIGHT}", 3.0, "left out"),
        (f"hoard = bytearray(2**40)\n{RIGHT}", 3.0, "MemoryError"),
        ("def reef(turns):\n    while True:\n        pass\n", 0.0, ""),
        ("import os\n\ndef reef(turns):\n    os.kill(os.getppid(), 9)\n    return 2 * turns\n", 0.0, ""),
        ("def reef(turns:\n", 0.0, "SyntaxError"),
    ],
    ids=[
        "right",
        "wrong",
        "hang",
        "exit",
        "memory",
        "hang in a call",
        "kill",
        "torn",
    ],
)
def test_whatever_is_handed_in_is_judged(bends: Container, code: str, points: float, said: str) -> None:
    """What goes wrong outside of tests is told at once."""
    told = graded(bends, bends=code)
    assert told["score"] == points
    assert said in told["output"]
    assert told["extra_data"]["judged"]


def test_who_needs_more_memory_than_there_is_is_not_judged(bends: Container) -> None:
    """With what the assignment gives, 1 GiB, the answer is right: that is for a person."""
    told = graded(bends, bends="def reef(turns):\n    bytearray(600 * 2**20)\n    return 2 * turns\n")
    assert not told["extra_data"]["judged"]
    assert "is not your mark" in " ".join(told["output"].split())


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "could not read"),
        ({"bends.ipynb": b"{torn"}, "could not read"),
        ({"a.txt": b"hello", "b.bin": b"\0" * 100}, "could not read"),
    ],
    ids=["nothing", "torn notebook", "something else"],
)
def test_what_cannot_be_read_gets_a_reason(bends: Container, files: dict[str, bytes], said: str) -> None:
    """And no points, which are seen at once."""
    bends.hand_in(files)
    told = results(bends)
    assert told["score"] == 0.0
    assert said in told["output"]
    assert {test["visibility"] for test in told["tests"]} == {"visible"}


def test_without_a_submission_there_is_a_result(bends: Container) -> None:
    """A folder that Gradescope did not make is no student's fault."""
    bends.hand_in({})
    (bends.autograder / "submission").rmdir()
    told = results(bends)
    assert "no files of yours" in told["output"]
    assert not told["extra_data"]["judged"]


def test_of_several_files_the_assignments_is_graded(bends: Container) -> None:
    """With the modules that it imports, in folders too; other files of whatever name do nothing."""
    told = graded(
        bends,
        bends="from knots.helper import twice\n\ndef reef(turns):\n    return twice(turns)\n",
        **{
            "knots/helper": "def twice(x):\n    return 2 * x\n",
            "conftest": "raise SystemExit\n",
            "sitecustomize": "raise SystemExit\n",
            "autograder": "raise SystemExit\n",
        },
    )
    assert told["score"] == 3.0


def spying(paths: list[str]) -> str:
    """Return a submission that tells what it can read of some paths."""
    return (
        f"import os\nfor path in {paths!r}:\n    found = ''\n    try:\n"
        "        found = repr(os.listdir(path)) if os.path.isdir(path) else open(path).read()\n"
        "    except OSError:\n        pass\n    if found:\n        print('read', path, found)\n"
        "        raise ValueError('read ' + path + found)\n"
        "result = '/autograder/results/results.json'\n"
        "for forge in (\n"
        "    lambda: os.rename(result, result + '.old'),\n"
        "    lambda: os.mkdir(result + '.partial'),\n"
        "    lambda: open(result, 'w').write('{\"score\": 100}'),\n"
        "):\n    try:\n        forge()\n    except OSError:\n        pass\n"
    )


@pytest.mark.parametrize("without", ["", "landlock"], ids=["all layers", "as under gVisor"])
def test_nothing_of_staffs_can_be_read_or_forged(bends: Container, without: str) -> None:
    """Neither the course, nor what was found of the hand-in before; and nobody writes her own result."""
    if not without and not has_landlock():
        pytest.skip("this kernel has no Landlock")
    container = bends
    if without:
        program = (sys.executable, "-I", "-S", str(Path(lowered.__file__)), "--without", without, "--")
        container = dataclasses.replace(bends, prefix=program)
    container.hand_in(
        {
            "bends.py": spying(
                [
                    "/autograder/source",
                    "/autograder/source/course/course.toml",
                    "/autograder/source/course/bends/bends.py",
                    "/autograder/submission_metadata.json",
                ]
            ).encode()
            + RIGHT.encode()
        }
    )
    metadata = container.autograder / "submission_metadata.json"
    metadata.write_text(json.dumps({"previous_submissions": [{"results": SECRET}]}))
    metadata.chmod(0o644)
    (container.autograder / "results").chmod(0o777)
    told = results(container)
    metadata.unlink()
    assert told["score"] == 3.0
    assert SECRET not in seen_at_once(told)
    assert "ValueError" not in told["output"]
    assert "Hand-in number 2." in told["output"]


def test_a_killed_grader_leaves_a_result(bends: Container) -> None:
    """As when the machine lacks memory: it says so, and its zero is said to be no mark."""
    bends.hand_in({"bends.py": b"import time\ntime.sleep(2.5)\n"})
    process = bends.start("/autograder/run_autograder")
    grader = grader_below(process.pid)
    assert "ended before it was done" in written(bends)["output"]  # from the start
    os.kill(grader, signal.SIGKILL)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "the grader ended with status 137" in output
    told = written(bends)
    assert "ended before it was done" in told["output"]
    assert "not your mark" in told["output"]


def test_before_gradescope_ends_it_there_is_a_result(bends: Container) -> None:
    """What would take longer is ended, and that is said."""
    script = bends.autograder / "run_autograder"
    whole = script.read_text()
    script.write_text(whole.replace("seconds=580 ", "seconds=1 "))
    bends.hand_in({"bends.py": b"import time\ntime.sleep(60)\n"})
    told = results(bends)
    script.write_text(whole)
    assert "not enough time" in told["output"]
    assert "not your mark" in told["output"]


def test_a_grader_that_cannot_start_leaves_a_result(bends: Container) -> None:
    """Nor does a course that cannot be read leave a student without words."""
    toml = bends.autograder / "source" / "course" / "bends" / "assignment.toml"
    whole = toml.read_text()
    toml.write_text("torn")
    told = graded(bends, bends=RIGHT)
    toml.write_text(whole)
    assert "a fault that is not yours" in told["output"]
    python = bends.autograder / "venv" / "bin" / "python"
    python.rename(python.with_name("away"))
    told = graded(bends, bends=RIGHT)
    python.with_name("away").rename(python)
    assert "ended before it was done" in told["output"]
