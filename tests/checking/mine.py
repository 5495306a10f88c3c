"""A student's file in a folder with checks, and what a check says of it."""

from __future__ import annotations

import json
import linecache
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.checking import Report, check_namespace
from tests.grading.command import ROOT

FILE = "mine.py"
SUITE = '''"""Checks."""

import numpy as np
import pytest

from autograder.suite import assert_equals, assert_matches, assert_raises, assert_unmodified, parts

IMAGE = np.array([[1, 2, 3], [4, 5, 6]])


@pytest.mark.question("double")
def test_values(student):
    """Every number is doubled."""
    assert_matches(student.double(IMAGE), 2 * IMAGE)


@pytest.mark.question("double")
def test_input_stays(student):
    """The image stays as it is."""
    student.double(IMAGE)
    assert_unmodified(student)
'''


def names_of(source: str) -> dict[str, Any]:
    """Execute a student's source, as her script or notebook would, and return her names."""
    names: dict[str, Any] = {"__name__": "mine"}
    linecache.cache[FILE] = (len(source), None, source.splitlines(keepends=True), FILE)
    exec(compile(source, FILE, "exec"), names)
    return names


def checked(folder: Path, source: str, *questions: str, suite: str = SUITE) -> Report:
    """Check a student's source with a suite of its own."""
    (folder / "test_public.py").write_text(suite, encoding="utf-8")
    return check_namespace(names_of(source), folder, questions)


def golden_names(assignment: str, case: str) -> Mapping[str, Any]:
    """Return the names of a golden submission."""
    folder = ROOT / "tests" / "golden" / assignment / case
    script = folder / "submission.py"
    if script.is_file():
        return names_of(script.read_text(encoding="utf-8"))
    cells = json.loads((folder / "submission.ipynb").read_text(encoding="utf-8"))["cells"]
    codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return names_of("\n".join(code for code in codes if "def " in code or code.startswith("import")))
