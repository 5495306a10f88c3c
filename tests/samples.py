"""Results and courses to test with, made on the spot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.results import (
    AssignmentInfo,
    Isolation,
    QuestionResult,
    Result,
    Status,
    SubmissionInfo,
    TestOutcome,
)

COURSE = """schema_version = 1
title = "Knots"
assignments = ["bends"]
secret = "between us"
"""

ASSIGNMENT = """schema_version = 1
title = "Bends"

[[questions]]
id = "reef"
title = "The reef knot"
points = 3
"""

STEPS = """
[[steps]]
question = "reef"
title = "in at most {} turns"
at_most = [[2, 1.0], [4, 0.5]]
"""

SUITE = '''"""What decides the marks."""

import pytest

from autograder.suite import assert_equals


@pytest.mark.question("reef")
def test_reef(student, reference):
    """Right over left, left over right."""
    assert_equals(student.reef(3), reference.reef(3))
'''

MASTER = "def reef(turns):\n    return 2 * turns\n\n\ndef loop(turns):\n    return turns\n"


def lay_course(folder: Path, **files: str) -> Path:
    """Write a course with one assignment and return its folder; `files` replace or add some.

    A file of the assignment is named as `test_hidden` or `assignment`, `course` is course.toml.
    """
    default = {"course": COURSE, "assignment": ASSIGNMENT, "bends": MASTER, "test_hidden": SUITE}
    for name, text in {**default, **files}.items():
        toml = name in {"course", "assignment"}
        path = folder / ("" if name == "course" else "bends") / f"{name}.{'toml' if toml else 'py'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def outcome(status: Status = Status.PASSED, **more: Any) -> TestOutcome:
    """Return how a test ended."""
    known: dict[str, Any] = {
        "id": "test_hidden::test_reef",
        "title": "Right over left, left over right.",
        "public": False,
        "status": status,
        "weight": 1.0,
    }
    return TestOutcome(**{**known, **more})


def question(*tests: TestOutcome, points: float | None = 3.0, **more: Any) -> QuestionResult:
    """Return what a question earned."""
    known: dict[str, Any] = {"id": "reef", "title": "The reef knot", "max_points": 3.0}
    return QuestionResult(points=points, tests=tests, **{**known, **more})


def result(*questions: QuestionResult, **more: Any) -> Result:
    """Return a result whose points are those of its questions."""
    earned = [question.points for question in questions]
    known: dict[str, Any] = {
        "assignment": AssignmentInfo(
            name="bends", title="Bends", sha256="0" * 64, judging_sha256="2" * 64
        ),
        "submission": SubmissionInfo(name="alice.ipynb", graded_file="alice.ipynb", sha256="1" * 64),
        "status": "graded",
        "points": None if None in earned else sum(points or 0.0 for points in earned),
        "max_points": sum(question.max_points for question in questions),
        "isolation": Isolation(level="A", layers=("uid", "limits")),
        "seconds": 0.25,
    }
    return Result(questions=questions, **{**known, **more})
