"""Golden cases: submissions with the marks that they must get, written by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.assignment import Assignment

MARKS = "marks.toml"
SUFFIXES = (".py", ".ipynb")


@dataclass(frozen=True)
class GoldenCase:
    """A submission and its marks.

    Attributes:
        submission: where it lies; None where there is none, or more than one.
        beside: files that are handed in with it, by their names.
        points: those of each question.
        problem: why the case cannot be used, a sentence; empty where it can.
    """

    name: str
    submission: Path | None = None
    beside: Mapping[str, Path] = field(default_factory=dict)
    points: Mapping[str, float] = field(default_factory=dict)
    problem: str = ""

    @property
    def perfect(self) -> bool:
        """Whether it is a correct style, by its name."""
        return self.name.startswith("perfect")


def read_cases(folder: Path, assignment: Assignment) -> tuple[GoldenCase, ...]:
    """Return the cases below a folder, by name; none where there is no such folder."""
    if not folder.is_dir():
        return ()
    cases = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    return tuple(_read_case(case, assignment) for case in cases if case.name != "__pycache__")


def _read_case(folder: Path, assignment: Assignment) -> GoldenCase:
    name = folder.name
    found = [path for path in sorted(folder.glob("submission.*")) if path.suffix in SUFFIXES]
    if len(found) != 1:
        what = " and ".join(path.name for path in found) or "no submission"
        return GoldenCase(name, problem=f"{name} has {what}: a case has one submission.py or .ipynb")
    try:
        points = tomllib.loads((folder / MARKS).read_text(encoding="utf-8")).get("points")
    except FileNotFoundError:
        return GoldenCase(name, problem=f"{name} has no {MARKS}")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return GoldenCase(name, problem=f"{name}/{MARKS}: {error}")
    questions = {question.id: question.points for question in assignment.questions}
    if not isinstance(points, dict) or points.keys() != questions.keys():
        return GoldenCase(name, problem=f"{name}/{MARKS}: [points] has to name {', '.join(questions)}")
    others = (path for path in sorted(folder.iterdir()) if path.is_file() and path != found[0])
    beside = {path.name: path for path in others if path.name != MARKS}
    case = GoldenCase(name, found[0], beside, points)
    if case.perfect and points != questions:
        return GoldenCase(name, problem=f"{name}/{MARKS}: a perfect case earns all points")
    return case
