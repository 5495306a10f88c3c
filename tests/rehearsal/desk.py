"""A student's folder: a small assignment of words, or the release of one of the course."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.rehearsal.model import Rehearsal
from autograder.rehearsal.run import rehearse
from autograder.released import Released, ReleasedQuestion, to_json
from autograder.submission import read_submission
from tests.grading.command import ROOT

SETUP = 'if __name__ == "__main__":\n    from autograder import check, ready'
SHOUT = "def shout(text, times=1):\n    return text.upper() * times"
WHISPER = "def whisper(text):\n    return text.lower()"
RIGHT = (SETUP, SHOUT, WHISPER, 'check("shout")\nready()')
STUB = (
    SETUP,
    'def shout(text, times=1):\n    """Louder."""\n    raise NotImplementedError("TODO: write shout")',
    'def whisper(text):\n    raise NotImplementedError("TODO: write whisper")',
)
CHECKS = '''"""Checks."""

import pytest


@pytest.mark.question("shout")
def test_loud(student):
    """It is loud."""
    assert student.shout("a") == "A"


@pytest.mark.question("whisper")
def test_quiet(student):
    """It is quiet."""
    assert student.whisper("A") == "a"
'''


def released(
    *,
    allow: tuple[str, ...] = (),
    files: tuple[str, ...] = (),
    functions: Mapping[str, str] | None = None,
    code_kb: int = 64,
) -> Released:
    """Return what the release of the assignment `words` says of itself."""
    return Released(
        name="words",
        title="Words",
        allow=allow,
        files=files,
        code_kb=code_kb,
        questions=(ReleasedQuestion(id="shout", title="Loud", points=2),),
        functions=dict(functions or {"shout": "text, times=1", "whisper": "text"}),
        checks_sha256=hashlib.sha256(CHECKS.encode()).hexdigest(),
    )


def notebook(cells: Sequence[str], tags: Mapping[int, str] | None = None) -> str:
    """Return a notebook of code cells, some of them tagged."""
    content: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "metadata": {"tags": [tags[number]]} if tags and number in tags else {},
            "source": source,
            "outputs": [],
            "execution_count": None,
            "id": f"c{number}",
        }
        for number, source in enumerate(cells)
    ]
    return json.dumps({"cells": content, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def lay(
    folder: Path,
    cells: Sequence[str] | None = RIGHT,
    script: str | None = None,
    *,
    about: Released | None = None,
    checks: bool = False,
    tags: Mapping[int, str] | None = None,
) -> Path:
    """Lay a folder with a notebook, a script, or both."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "assignment.json").write_bytes(to_json(about or released()))
    if cells is not None:
        (folder / "words.ipynb").write_text(notebook(cells, tags), encoding="utf-8")
    if script is not None:
        (folder / "words.py").write_text(script, encoding="utf-8")
    if checks:
        (folder / "test_public.py").write_text(CHECKS, encoding="utf-8")
    return folder


def rehearsed(
    folder: Path,
    *cells: str,
    allow: Sequence[str] | None = (),
    seconds: float = 20.0,
    tags: Mapping[int, str] | None = None,
    functions: Sequence[str] = (),
) -> Rehearsal:
    """Rehearse a notebook of these cells."""
    lay(folder, cells, tags=tags)
    submission = read_submission(folder / "words.ipynb", "words")
    return rehearse(submission, allow, seconds=seconds, functions=functions)


def release(folder: Path, name: str = "pooling") -> Path:
    """Copy the release of an assignment of the course to where a student works."""
    return Path(shutil.copytree(ROOT / "assignments" / name, folder / name))


def solution(case: str, name: str = "pooling") -> str:
    """Return a submission of which the marks are known."""
    path = ROOT / "tests" / "golden" / name / case / "submission.py"
    return path.read_text(encoding="utf-8")


def command(
    *arguments: str, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `autograder` as a student would, and return what it printed and its exit code."""
    return subprocess.run(
        [sys.executable, "-c", "from autograder.cli import main; main()", *arguments],
        cwd=cwd,
        env={**os.environ, **(env or {}), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
