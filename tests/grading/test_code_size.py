"""Source text has a length up to which it is code: a trained network does not fit in."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.results import Result, Status
from tests.grading.command import grade, outcomes
from tests.samples import ASSIGNMENT, MASTER, lay_course

pytestmark = pytest.mark.slow

KIB = 1024
LIMIT = f"{ASSIGNMENT}\n[limits]\ncode_kb = 2\n"


def padded(size: int) -> str:
    """Return a right submission of so many bytes."""
    return MASTER + "#" * (size - len(MASTER) - 1) + "\n"


def cells(*sources: str) -> str:
    """Return a notebook."""
    code: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    words = {"cell_type": "markdown", "metadata": {}, "source": "words " * KIB}
    made = [words, *({**code, "source": source} for source in sources)]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made})


def zipped(path: Path, **files: str) -> Path:
    """Return a zip of scripts."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.py", text)
    return path


@pytest.fixture(scope="module", name="results")
def _results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Grade all of them in one run."""
    folder = tmp_path_factory.mktemp("sizes")
    course = lay_course(folder / "course", assignment=LIMIT)
    texts = {
        "within.py": padded(2 * KIB),
        "beyond.py": padded(4 * KIB),
        "wide.py": MASTER + "#" + "\N{GRINNING FACE}" * KIB + "\n",
        "within.ipynb": cells(MASTER, padded(KIB)),
        "beyond.ipynb": cells(padded(2 * KIB), padded(2 * KIB)),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    modules: Sequence[Path] = [
        zipped(folder / "within.zip", bends=MASTER, ropes=padded(KIB)),
        zipped(folder / "beyond.zip", bends=MASTER, ropes=padded(4 * KIB)),
    ]
    paths = [*(folder / name for name in texts), *modules]
    results = grade("bends", paths, folder, "--course", course)
    return {path.name: result for path, result in zip(paths, results, strict=True)}


@pytest.mark.parametrize("name", ["within.py", "within.ipynb", "within.zip"])
def test_code_up_to_the_limit_is_graded(results: dict[str, Result], name: str) -> None:
    """Words between the cells are no code; the limit itself is within."""
    assert (results[name].status, results[name].points) == ("graded", 3.0)


@pytest.mark.parametrize(
    ("name", "size"), [("beyond.py", 4), ("wide.py", 5), ("beyond.ipynb", 4), ("beyond.zip", 5)]
)
def test_more_code_is_not_run(results: dict[str, Result], name: str, size: int) -> None:
    """All cells and modules count together, in bytes, rounded up; the student reads how much may be."""
    result = results[name]
    assert (result.status, result.points) == ("unreadable", 0.0)
    assert result.messages == (
        f"there are {size} KB of code, 2 are allowed: data cannot be handed in as code",
    )
    assert {test.status for test in outcomes(result)} == {Status.ERROR}
