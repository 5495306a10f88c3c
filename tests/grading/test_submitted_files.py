"""Questions on a file beside the code, through the real command and on another subject."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autograder.results import Result, Status
from tests.grading.command import grade, outcomes, points
from tests.samples import ASSIGNMENT, MASTER, SUITE, lay_course

FILES = ASSIGNMENT.replace(
    '[[questions]]\nid = "reef"', 'files = ["knots.npz"]\n\n[[questions]]\nid = "reef"', 1
)
FILES += '\n[[questions]]\nid = "table"\ntitle = "The table of knots"\npoints = 4\nreveal = "nothing"\n'
ON_FILES = (
    SUITE
    + '''

@pytest.mark.question("table")
@pytest.mark.parametrize("case", [1, 3], ids=["one", "three"])
def test_table(submitted, case):
    """The table has enough knots."""
    assert submitted.arrays("knots.npz")["turns"].max() >= case
'''
)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a course with a question on a file."""
    return lay_course(tmp_path / "course", assignment=FILES, test_hidden=ON_FILES)


def hand_in(folder: Path, turns: object) -> Path:
    """Return a folder with the master and, unless it is None, a file of `turns`."""
    folder.mkdir()
    (folder / "bends.py").write_text(MASTER, encoding="utf-8")
    if isinstance(turns, bytes):
        (folder / "knots.npz").write_bytes(turns)
    elif turns is not None:
        np.savez(folder / "knots.npz", turns=turns)  # type: ignore[arg-type]
    return folder


def test_a_file_decides_its_question_and_no_other(course: Path, tmp_path: Path) -> None:
    """Missing, malformed, half good and good, beside right code."""
    contents = {"none": None, "bad": b"PK\x03\x04?", "half": np.array([1, 2]), "good": np.array([5.0])}
    paths = [hand_in(tmp_path / name, turns) for name, turns in contents.items()]
    results = grade("bends", paths, tmp_path, "--course", course)
    assert [points(result) for result in results] == [
        {"reef": 3, "table": earned} for earned in (0, 0, 2, 4)
    ]
    missing, malformed = (message(result) for result in results[:2])
    assert missing == (
        "knots.npz was not handed in, or cannot be used: put it beside the notebook, and hand in both"
    )
    assert "knots.npz cannot be read" in malformed


def message(result: Result) -> str:
    """Return the one message of the tests that failed, which is shown whatever is revealed."""
    failed = [test for test in outcomes(result, "table") if test.status is Status.FAILED]
    assert len({test.message for test in failed}) == 1
    return failed[0].message


def test_code_cannot_make_the_file(course: Path, tmp_path: Path) -> None:
    """What a submission writes while it runs is its worker's, and nothing that was handed in."""
    folder = hand_in(tmp_path / "cheat", None)
    with (folder / "bends.py").open("a", encoding="utf-8") as file:
        file.write("with open('knots.npz', 'wb') as file:\n    file.write(b'x')\n")
    (result,) = grade("bends", [folder], tmp_path, "--course", course)
    assert points(result) == {"reef": 3, "table": 0}
    assert "was not handed in" in message(result)
