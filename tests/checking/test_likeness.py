"""What wrong answers look like: true of every wrong call, or not said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autograder.checking.cutting import cut
from autograder.suite.mismatch import Mismatch
from tests.checking.mine import checked

SUITE = '''"""Checks."""

import numpy as np
import pytest

from autograder.suite import assert_matches, parts

A = np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 31.0], [7.0, 5.0, 3.0]])


@pytest.mark.question("scale")
@pytest.mark.parametrize("case", [1, 2, 3, 4], ids=["once", "twice", "three times", "four times"])
def test_scale(student, case):
    """It scales."""
    assert_matches(student.scale(A + case, by=case), (A + case) * case)


@pytest.mark.question("turn")
def test_turn(student):
    """It turns."""
    assert_matches(student.turn(A), A.T)


@pytest.mark.question("two")
def test_second(student):
    """The second part is right."""
    assert_matches(parts(student.two(A), "a", "b")[1], 2 * A)


@pytest.mark.question("two")
def test_first(student):
    """The first part is right."""
    assert_matches(parts(student.two(A), "a", "b")[0], A)
'''


def likeness(folder: Path, source: str, question: str) -> tuple[str, ...]:
    """Return what the wrong answers of a source look like."""
    return checked(folder, f"import numpy as np\n{source}", question, suite=SUITE).questions[0].likeness


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return a * by if by < 3 else a**2", ()),
        ("return a * by if by % 2 else -a * by", ("right, except where `by` is even",)),
        ("return -a * by", ("`scale` would be right if `a` were negated first",)),
        ("return a * by * 1.5", ("the answers are what is due times a constant factor",)),
        ("return a * by + 3", ("the answers are off by one constant everywhere",)),
        ("return 0 * a", ("every value is 0",)),
        ("return a * by", ()),
    ],
)
def test_what_holds_of_every_wrong_call_is_said(
    tmp_path: Path, body: str, says: tuple[str, ...]
) -> None:
    """And nothing else."""
    found = likeness(tmp_path, f"def scale(a, by):\n    {body}\n", "scale")
    if says:
        assert says[0] in found
    else:
        assert not any("constant" in one or "except" in one for one in found)


def test_an_input_that_should_be_turned_is_named(tmp_path: Path) -> None:
    """Her own function is asked once more."""
    assert likeness(tmp_path, "def turn(a):\n    return a\n", "turn")[0] == (
        "`turn` would be right if `a` were transposed first"
    )


def test_a_function_that_is_asked_once_more_may_do_as_it_likes(tmp_path: Path) -> None:
    """Raise, exit or print: nothing is found, and nothing breaks."""
    source = "n = []\ndef turn(a):\n    n.append(1)\n    print('again')\n"
    source += "    if len(n) > 1: raise SystemExit\n    return a\n"
    assert likeness(tmp_path, source, "turn") == (
        "the answers are right, but rows and columns are swapped",
    )


def test_a_part_that_is_wrong_says_nothing_of_right_calls(tmp_path: Path) -> None:
    """A check that passed looked at another part of the answer."""
    found = likeness(tmp_path, "def two(a):\n    return a * 3, a * 2\n", "two")
    assert found == ("the answers are what is due times a constant factor",)


ROWS = np.arange(20.0).reshape(4, 5)


@pytest.mark.parametrize(
    ("due", "given", "says"),
    [
        (ROWS, ROWS[:-1, 1:], "your answer is what is due, without the last row and the first column"),
        (
            ROWS[1:-1, 1:-1],
            ROWS,
            "what is due is in your answer: the first row, the last row, the first",
        ),
        (ROWS[::2, ::2], ROWS, "what is due is every second row and column of your answer"),
        (np.arange(9), np.arange(2, 9), "your answer is what is due, without the first 2 numbers"),
        (ROWS > 7, (ROWS > 7)[:, 2:], "your answer is what is due, without the first 2 columns"),
        (np.ones((4, 4)), np.ones((3, 3)), ""),  # it could be any part
        (ROWS, ROWS[:3, :3] + 1e3, ""),
        (ROWS, ROWS.ravel(), ""),
    ],
)
def test_a_part_is_described(due: np.ndarray, given: np.ndarray, says: str) -> None:
    """Where there is only one way to cut it."""
    found = cut(Mismatch("shape", "", "", given, due))
    assert found.startswith(says) if says else not found


TIES = '''"""Checks."""

import numpy as np
import pytest

from autograder.suite import assert_matches

STEPS = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.5]])


@pytest.mark.question("spread")
@pytest.mark.parametrize("window", [[[1, 2], [3, 9]], [[7, 7], [7, 7]]], ids=["one", "equal"])
def test_spread(student, window):
    """The largest one gets it."""
    window = np.array(window)
    due = np.zeros((2, 2))
    due[np.unravel_index(np.argmax(window), (2, 2))] = 5.0
    assert_matches(student.spread(window), due)


@pytest.mark.question("scaled")
@pytest.mark.parametrize("by", [1, 2])
def test_scaled(student, by):
    """It scales."""
    assert_matches(student.scaled(STEPS, by), STEPS * by)
'''


@pytest.mark.parametrize(
    ("source", "question"),
    [
        (
            "def spread(w):\n    return 5 * np.eye(4)[3 - w.ravel()[::-1].argmax()].reshape(2, 2)\n",
            "spread",
        ),
        ("def scaled(a, by):\n    return a * (by + 1)\n", "scaled"),  # 2 times, then 1.5 times
        ("def scaled(a, by):\n    return a if by == 1 else np.flip(a * by, 0)\n", "scaled"),
    ],
)
def test_a_coincidence_is_no_likeness(tmp_path: Path, source: str, question: str) -> None:
    """Zeros with one number, another factor each time, and a turn that right answers do not have."""
    report = checked(tmp_path, f"import numpy as np\n{source}", question, suite=TIES)
    assert report.questions[0].status == "failed"
    assert not any("answers" in one or "values" in one for one in report.questions[0].likeness)
