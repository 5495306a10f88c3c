"""The graders that are compared: how each is set up, run once, and asked for its marks.

Each peer is installed in a virtual environment of its own, by the versions that the comparison of
attacks pins (`tests/attacks/elsewhere`). Both get the same tests as this project, by `plain.py`: `otter
run` a test case each, nbgrader one cell a question, which returns its points. That is nbgrader's best
case: a cell a test would be a message to the kernel each.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from autograder.assignment import Assignment
from autograder.results import from_json
from tests.attacks.elsewhere.tools import NBGRADER_PINS, OTTER_PINS, environment, quiet
from tests.benchmarks.peers import plain
from tests.benchmarks.peers.notebooks import ASSIGNMENT, CASES, copies, programs
from tests.classes.program import Program
from tests.grading.command import AUTOGRADER, ROOT

Command = Sequence[str | Path]
Marks = dict[str, dict[str, float]]  # points of each question, by the case


@dataclass(frozen=True)
class Timing:
    """What one run of a grader took.

    Attributes:
        seconds: by the clock, start-up included.
        count: how many submissions it graded.
        marks: of each, where they were asked for.
    """

    seconds: float
    count: int
    marks: Marks


class Grader(Protocol):
    """One that is compared.

    Attributes:
        batches: how many submissions it grades in one call, or in as many calls as it needs: a small
            batch and a large one, where both make sense.
    """

    name: str
    batches: tuple[int, ...]

    def prepare(self, work: Path, assignment: Assignment) -> str:
        """Install it, write its assignment, and return what is installed."""

    def grade(self, folder: Path, count: int) -> Timing:
        """Grade so many submissions in a new folder."""


class Otter:
    """`otter run`, which takes one submission a call."""

    name = "otter run"
    batches: tuple[int, ...] = (len(CASES),)

    def prepare(self, work: Path, assignment: Assignment) -> str:
        """Install it and build the autograder zip."""
        self._bin = environment(work / "otter", OTTER_PINS)
        folder = fresh(work / "otter-assignment")
        (folder / "tests").mkdir()
        support = lay_suite(folder, assignment)
        judge = plain.Judge({}, folder)
        for question in assignment.questions:
            (folder / "tests" / f"{question.id}.py").write_text(
                _otter_tests(judge, question.id), "utf-8"
            )
        generate = ["generate", "-t", "tests", "-o", "autograder.zip", "--no-config", *support]
        quiet([self._bin / "otter", *generate], folder)
        self._zip = folder / "autograder.zip"
        return version(self._bin, "otter-grader")

    def grade(self, folder: Path, count: int) -> Timing:
        """Grade the first `count` notebooks, one after the other."""
        seconds, marks = 0.0, Marks()
        for case, program in list(programs().items())[:count]:
            here = fresh(folder / case)
            (here / f"{ASSIGNMENT}.ipynb").write_bytes(program.notebook())
            command: Command = [
                self._bin / "otter",
                "run",
                "-a",
                self._zip,
                f"{ASSIGNMENT}.ipynb",
                "--no-logo",
            ]
            seconds += clocked(command, here)
            tests = json.loads((here / "results.json").read_text(encoding="utf-8"))["tests"]
            marks[case] = {test["name"]: test["score"] for test in tests if "max_score" in test}
        return Timing(seconds, len(marks), marks)


class Nbgrader:
    """`nbgrader autograde`, which takes a class."""

    name = "nbgrader autograde"
    batches: tuple[int, ...] = (2, len(CASES))

    def prepare(self, work: Path, assignment: Assignment) -> str:
        """Install it and build the course."""
        self._bin = environment(work / "nbgrader", NBGRADER_PINS)
        self._course = fresh(work / "nbgrader-course")
        source = self._course / "source" / ASSIGNMENT
        source.mkdir(parents=True)
        lay_suite(source, assignment)
        self._cells = [
            _nbgrader_cell(question.id, question.points, first=not number)
            for number, question in enumerate(assignment.questions)
        ]
        (source / f"{ASSIGNMENT}.ipynb").write_text(self._with_cells(Program(())), encoding="utf-8")
        quiet([self._bin / "nbgrader", "generate_assignment", ASSIGNMENT], self._course)
        return version(self._bin, "nbgrader")

    def grade(self, folder: Path, count: int) -> Timing:
        """Grade a class of the first `count` notebooks in one call, with an empty gradebook."""
        shutil.copytree(self._course, folder)
        for case, program in list(programs().items())[:count]:
            submitted = fresh(folder / "submitted" / case / ASSIGNMENT)
            (submitted / f"{ASSIGNMENT}.ipynb").write_text(self._with_cells(program), "utf-8")
        seconds = clocked([self._bin / "nbgrader", "autograde", ASSIGNMENT], folder)
        marks: Marks = {}
        with contextlib.closing(sqlite3.connect(folder / "gradebook.db")) as gradebook:
            for case, cell, score in gradebook.execute(
                "SELECT submitted_assignment.student_id, base_cell.name, grade.auto_score FROM grade"
                " JOIN base_cell ON base_cell.id = grade.cell_id"
                " JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id"
                " JOIN submitted_assignment"
                " ON submitted_assignment.id = submitted_notebook.assignment_id"
            ):
                marks.setdefault(case, {})[cell] = score
        return Timing(seconds, len(marks), marks)

    def _with_cells(self, program: Program) -> str:
        """Return a notebook with the cells that nbgrader judges after those of the student."""
        notebook = json.loads(program.notebook())
        notebook["cells"] += self._cells
        return json.dumps(notebook)


class Ours:
    """`autograder grade` of this repository, in the environment that runs this."""

    name = "autograder grade"

    def __init__(self, times: int) -> None:
        self.batches: tuple[int, ...] = (len(CASES), times * len(CASES))

    def prepare(self, work: Path, assignment: Assignment) -> str:
        """Need nothing: the assignment is the course's own."""
        return version(AUTOGRADER.parent, "cnn-autograder")

    def grade(self, folder: Path, count: int) -> Timing:
        """Grade the notebooks over and over in one call, as many as `count`."""
        paths = copies(folder / "submissions", count)
        command: Command = [AUTOGRADER, "grade", ASSIGNMENT, *paths, "--json", folder / "results.jsonl"]
        seconds = clocked(command, ROOT)
        lines = (folder / "results.jsonl").read_bytes().splitlines()
        marks = {
            case: {question.id: question.points or 0.0 for question in from_json(line).questions}
            for case, line in zip(programs(), lines, strict=False)  # the rest are copies
        }
        return Timing(seconds, len(lines), marks)


def lay_suite(folder: Path, assignment: Assignment) -> list[str]:
    """Write what `plain.py` needs into a folder, itself too, and return the names."""
    setting = {
        "assignment": assignment.name,
        "secret": assignment.secret,
        "points": {question.id: question.points for question in assignment.questions},
    }
    files = {
        "plain.py": Path(plain.__file__),
        "reference.py": assignment.master,
        **{f"{name}.py": assignment.folder / f"{name}.py" for name in plain.SUITES},
    }
    for name, path in files.items():
        shutil.copyfile(path, folder / name)
    (folder / "setting.json").write_text(json.dumps(setting), encoding="utf-8")
    return [*files, "setting.json"]


def fresh(folder: Path) -> Path:
    """Make an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def clocked(command: Command, cwd: Path) -> float:
    """Run a command and return the seconds that it took.

    Raises:
        RuntimeError: it failed.
    """
    started = time.perf_counter()
    quiet(command, cwd)
    return time.perf_counter() - started


def version(programs: Path, distribution: str) -> str:
    """Return the versions of a grader and of NumPy in an environment, by its folder of programs."""
    code = f"""
import platform
from importlib.metadata import version
print("{distribution}", version("{distribution}"), "NumPy", version("numpy"), end=" ")
print("Python", platform.python_version())
"""
    python = [str(programs / "python"), "-c", code]
    return subprocess.run(python, check=True, capture_output=True, text=True).stdout.strip()


def _otter_tests(judge: plain.Judge, question: str) -> str:
    """Return a test file of otter with a test case for each test of a question."""
    lines = [
        "OK_FORMAT = False\n",
        "from otter.test_files import test_case",
        "from plain import judge\n",
        f"name = {question!r}",
    ]
    for number, test in enumerate(judge.of(question)):
        hidden = test.weight > 0
        lines += [
            f"\n@test_case(points={judge.worth(test)!r}, hidden={hidden})",
            f"def test_{number}(env):",
            f"    assert judge(env).passes({test.id!r})",
        ]
    return "\n".join(lines) + "\n"


def _nbgrader_cell(question: str, points: float, *, first: bool) -> dict[str, Any]:
    """Return a cell that nbgrader judges by its value: the points of a question."""
    about = {"grade_id": question, "points": points, "schema_version": 3, "cell_type": "code"}
    about |= {"grade": True, "locked": True, "solution": False, "task": False}
    return {
        "cell_type": "code",
        "id": question.replace("_", "-"),
        "metadata": {"nbgrader": about},
        "source": ("from plain import judge\n\n" if first else "")
        + f"judge(globals()).points({question!r})",
        "execution_count": None,
        "outputs": [],
    }
