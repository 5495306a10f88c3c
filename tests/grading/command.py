"""Runs the real `autograder` command and reads what it wrote."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.results import Result, Status, TestOutcome, from_json, to_json

ROOT = Path(__file__).resolve().parents[2]
AUTOGRADER = Path(sys.executable).parent / "autograder"
SECONDS = 900


def run(
    *arguments: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `autograder` and return its exit code and output."""
    return subprocess.run(
        [AUTOGRADER, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "100", **(env or {})},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def grade(
    assignment: str, paths: Sequence[Path], folder: Path, *options: str | Path, cwd: Path = ROOT
) -> list[Result]:
    """Grade submissions and return their results, in order.

    Args:
        assignment: its name.
        paths: the submissions.
        folder: where the results are written.
        options: further options of `autograder grade`.
        cwd: where the command runs.
    """
    file = folder / "results.json"
    done = run("grade", assignment, *paths, "--json", file, *options, cwd=cwd)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    data = file.read_bytes()
    return [from_json(data)] if len(paths) == 1 else [from_json(line) for line in data.splitlines()]


def grade_sources(
    assignment: str, sources: Mapping[str, str], folder: Path, *options: str | Path
) -> dict[str, Result]:
    """Grade scripts, each in a file of its own, and return the results by name."""
    paths = []
    for name, source in sources.items():
        path = folder / name / f"{assignment}.py"
        path.parent.mkdir(parents=True)
        path.write_text(source, encoding="utf-8")
        paths.append(path)
    return dict(zip(sources, grade(assignment, paths, folder, *options), strict=True))


def points(result: Result) -> dict[str, float | None]:
    """Return the points of each question."""
    return {question.id: question.points for question in result.questions}


def outcomes(result: Result, question: str | None = None) -> list[TestOutcome]:
    """Return the outcomes of all tests, or those of one question."""
    return [t for q in result.questions if question in (None, q.id) for t in q.tests]


def statuses(result: Result, question: str | None = None) -> set[Status]:
    """Return how the tests ended."""
    return {test.status for test in outcomes(result, question)}


def shown_to_student(result: Result) -> str:
    """Return all text of a result that is meant for the student."""
    texts = list(result.messages)
    for question in result.questions:
        texts += [question.title, question.message, question.diagnosis]
        texts += [text for test in question.tests for text in (test.title, test.message)]
    return "\n".join(texts)


def without_times(result: Result) -> bytes:
    """Return a result as JSON, but for how long things took."""
    questions = tuple(
        dataclasses.replace(
            question, tests=tuple(dataclasses.replace(test, seconds=0.0) for test in question.tests)
        )
        for question in result.questions
    )
    return to_json(dataclasses.replace(result, questions=questions, seconds=0.0))
