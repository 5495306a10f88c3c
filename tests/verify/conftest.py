"""A fair course: master, suites, golden cases and a current release."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.verify.courses import MARKS, TALLY, TEXTS, lay_case, release


@pytest.fixture(scope="session")
def fair_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay the course out once; nobody changes it."""
    course = tmp_path_factory.mktemp("fair") / "solutions"
    shutil.copytree(TEXTS, course, ignore=shutil.ignore_patterns("__pycache__"))
    golden = course.parent / "tests" / "golden"
    lay_case(golden, "perfect_tally", TALLY, MARKS.format(5, 3, 2))
    lay_case(golden, "capitals", TALLY.replace(".lower()", ""), MARKS.format(3.333333, 3, 2))
    release(course)
    return course


@pytest.fixture
def course(fair_course: Path, tmp_path: Path) -> Path:
    """Copy the fair course, to be made unfair."""
    shutil.copytree(fair_course.parent, tmp_path / "copy")
    return tmp_path / "copy" / "solutions"
