"""The graders that are compared: their versions, and how each grades one submission."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.results import from_json
from tests.attacks.elsewhere.masters import nbgrader_master, otter_master, submitted
from tests.grading.command import AUTOGRADER, ROOT, shown_to_student

COURSE = ROOT / "tests/attacks/course"
# With constraints.txt, which has the rest, these are exact.
OTTER_PINS = "otter-grader[grading]==7.0.0 ipykernel==7.4.0 numpy==2.4.6"
NBGRADER_PINS = """nbgrader==0.9.6 ipykernel==7.4.0 numpy==2.4.6
alembic==1.20.1 anyio==4.16.0 argon2-cffi-bindings==26.2.0 argon2-cffi==25.1.0 arrow==1.4.0
async-lru==2.4.0 cffi==2.1.1 fqdn==1.6.0 h11==0.16.0 httpcore==1.0.9 httpx==0.28.1
isoduration==20.11.0 json5==0.17.3 jsonpointer==3.12 jupyter-builder==1.3.0 jupyter-events==0.12.1
jupyter-lsp==2.3.1 jupyter-server-terminals==0.5.4 jupyter-server==2.21.1 jupyterlab-server==2.28.1
jupyterlab==4.6.6 lark==1.3.1 mako==1.4.3 notebook-shim==0.2.4 notebook==7.6.5 overrides==7.7.0
prometheus-client==0.26.0 pycparser==3.12 python-json-logger==4.2.0 rapidfuzz==3.14.6
rfc3339-validator==0.1.4 rfc3986-validator==0.1.1 rfc3987-syntax==1.1.0 send2trash==2.2.0
six==1.17.0 sqlalchemy==2.1.9 terminado==0.18.1 uri-template==1.3.0 webcolors==25.10.0
websocket-client==1.9.2"""


@dataclass(frozen=True)
class Order:
    """How one submission is graded by a tool: what compare.py runs, and where attacks may look."""

    command: list[str]
    cwd: Path
    tests: str
    results: Path


class Otter:
    """`otter run` with an autograder zip of `otter assign`."""

    name = "`otter run` 7.0.0"

    def prepare(self, work: Path) -> None:
        """Install the tool and build the assignment."""
        self._bin = environment(work / "otter", OTTER_PINS)
        self._folder = work / "otter-assignment"
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        nbformat.write(otter_master(), self._folder / "target.ipynb")
        assign = ["assign", "target.ipynb", "dist", "--no-run-tests", "--no-pdfs"]
        quiet([self._bin / "otter", *assign], self._folder)

    def order(self, run: Path, source: str) -> Order:
        """Write a submission into a new folder and say how it is graded."""
        (autograder,) = (self._folder / "dist/autograder").glob("*.zip")
        student = (self._folder / "dist/student/target.ipynb").read_text(encoding="utf-8")
        (run / "target.ipynb").write_text(submitted(student, source), encoding="utf-8")
        command = [str(self._bin / "otter"), "run", "-a", str(autograder), "target.ipynb", "--no-logo"]
        return Order(command, run, "tests/*.py", run / "results.json")

    def marks(self, run: Path) -> tuple[float | None, str]:
        """Return the marks, None where there are none, and what the student is shown."""
        file = run / "results.json"
        if not file.is_file():
            return None, ""
        text = file.read_text(encoding="utf-8")
        scores = [test["score"] for test in json.loads(text)["tests"] if "max_score" in test]
        return (sum(scores) if scores else None), text


class Nbgrader:
    """`nbgrader autograde` of an assignment of `nbgrader generate_assignment`."""

    name = "nbgrader 0.9.6"

    def prepare(self, work: Path) -> None:
        """Install the tool and build the assignment."""
        self._bin = environment(work / "nbgrader", NBGRADER_PINS)
        self._folder = work / "nbgrader-course"
        shutil.rmtree(self._folder, ignore_errors=True)
        (self._folder / "source/target").mkdir(parents=True)
        nbformat.write(nbgrader_master(), self._folder / "source/target/target.ipynb")
        quiet([self._bin / "nbgrader", "generate_assignment", "target"], self._folder)

    def order(self, run: Path, source: str) -> Order:
        """Write a submission into a new folder and say how it is graded."""
        course = run / "course"
        shutil.copytree(self._folder, course)
        student = (course / "release/target/target.ipynb").read_text(encoding="utf-8")
        (course / "submitted/student/target").mkdir(parents=True)
        file = course / "submitted/student/target/target.ipynb"
        file.write_text(submitted(student, source), encoding="utf-8")
        command = [str(self._bin / "nbgrader"), "autograde", "target"]
        return Order(command, course, str(course / "source/target/*.ipynb"), course / "gradebook.db")

    def marks(self, run: Path) -> tuple[float | None, str]:
        """Return the marks, None where there are none, and what the student is shown."""
        course = run / "course"
        with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as gradebook:
            # As nbgrader itself adds up; where no test has run, there is nothing to add.
            ((score, cells, judged),) = gradebook.execute(
                "SELECT SUM(COALESCE(manual_score, auto_score)), COUNT(*),"
                " COUNT(COALESCE(manual_score, auto_score)) FROM grade"
            )
        graded = course / "autograded/student/target/target.ipynb"
        shown = graded.read_text(encoding="utf-8") if graded.is_file() else ""
        return (score if cells and cells == judged else None), shown


class Ours:
    """`autograder grade` of this repository, on the course that the attack corpus uses."""

    name = "this project"

    def prepare(self, work: Path) -> None:
        """Need nothing: the course is there, and each run gets a copy."""

    def order(self, run: Path, source: str) -> Order:
        """Write a submission into a new folder and say how it is graded."""
        shutil.copytree(COURSE, run / "course")
        (run / "target.py").write_text(source, encoding="utf-8")
        command = [str(AUTOGRADER), "grade", "target", "target.py", "--course", "course"]
        command += ["--json", "results.json"]
        return Order(command, run, str(run / "course/target/test_hidden.py"), run / "results.json")

    def marks(self, run: Path) -> tuple[float | None, str]:
        """Return the marks, None where there are none, and what the student is shown."""
        file = run / "results.json"
        if not file.is_file():
            return None, ""
        result = from_json(file.read_bytes())
        return result.points, shown_to_student(result)


Tool = Otter | Nbgrader | Ours


def environment(folder: Path, pins: str) -> Path:
    """Make a virtual environment, if there is none yet, and return its folder of programs."""
    done = folder / f"installed-{hashlib.sha256(pins.encode()).hexdigest()[:12]}"
    if not done.is_file():
        quiet([sys.executable, "-m", "venv", "--clear", folder], folder.parent)
        pip: list[str | Path] = [folder / "bin/python", "-m", "pip", "install", "--quiet"]
        quiet([*pip, "-c", ROOT / "constraints.txt", *pins.split()], folder.parent)
        done.touch()
    return folder / "bin"


def quiet(command: Sequence[str | Path], cwd: Path) -> None:
    """Run a command of the preparation; its output counts only where it fails."""
    ran = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env={**os.environ, "PATH": f"{Path(command[0]).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(ran.stdout + ran.stderr)
