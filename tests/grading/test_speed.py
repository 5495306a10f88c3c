"""Speed is graded as a ratio to the reference, whatever a submission does about the clock."""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.results import QuestionResult, Result, Status
from tests.grading.command import ROOT, grade_sources

pytestmark = pytest.mark.slow

COURSE = ROOT / "tests" / "courses" / "lengths"
ROUNDS = int(os.environ.get("ROUNDS", "1"))

RIGHT = """
import numpy as np

def mean_distances(points):
    lengths = (points**2).sum(axis=1)
    squares = lengths[:, None] + lengths - 2 * points @ points.T
    return np.sqrt(np.maximum(squares, 0)).mean(axis=1)
"""


def times(count: int) -> str:
    """Return a right submission that takes so many times as long as it has to."""
    repeated = f"def mean_distances(points):\n    return [once(points) for _ in range({count})][-1]\n"
    return f"{RIGHT}\nonce = mean_distances\n{repeated}"


# Each with the points that its own time deserves.
DESERVED = {
    "fast": (RIGHT, 4.0),
    "four times": (times(4), 2.0),
    "eight times": (times(8), 1.0),
    "thirty times": (times(30), 0.0),
    "loops": (
        """
import numpy as np

def mean_distances(points):
    def distance(p, q):
        return sum((a - b) ** 2 for a, b in zip(p, q)) ** 0.5
    return [sum(distance(p, q) for q in points) / len(points) for p in points]
""",
        0.0,
    ),
    "float32 and a list": (
        """
import numpy as np

def mean_distances(points):
    points = np.float32(points)
    lengths = (points**2).sum(1)
    squares = lengths[:, None] + lengths - 2 * points @ points.T
    return np.sqrt(squares.clip(0)).mean(1).tolist()
""",
        4.0,
    ),
}
ATTACKS = {
    "remembers the answer by its shape": (
        """
from functools import lru_cache
kept = {}
right = mean_distances
def mean_distances(points):
    if len(points) < 100:
        return right(points)
    if points.shape not in kept:
        kept[points.shape] = right(points)
    return kept[points.shape]
""",
        0.0,
    ),
    "remembers answers by their inputs": (
        """
kept = {}
slow = mean_distances
def mean_distances(points):
    key = points.tobytes()
    if key not in kept:
        kept[key] = [slow(points) for _ in range(90)][-1]
    return kept[key]
""",
        0.0,
    ),
    "answers wrongly once it knows that it is timed": (
        """
calls = []
right = mean_distances
def mean_distances(points):
    calls.append(len(points))
    return right(points) if calls.count(700) < 4 else np.zeros(700)
""",
        0.0,
    ),
    "has threads spin while the reference works": (
        """
import threading
slow = mean_distances
def spin():
    while True:
        sum(range(1000))
def mean_distances(points):
    if len(points) == 700 and threading.active_count() == 1:
        for _ in range(3):
            threading.Thread(target=spin, daemon=True).start()
    return [slow(points) for _ in range(9)][-1]
""",
        1.0,
    ),
    "has its clock patched": (
        """
import time
time.process_time = time.perf_counter = time.monotonic = time.time = lambda: 0.0
slow = mean_distances
def mean_distances(points):
    return [slow(points) for _ in range(90)][-1]
""",
        0.0,
    ),
    "sleeps in place of working": (
        """
import time
mean = mean_distances
def mean_distances(points):
    if len(points) == 700:
        time.sleep(0.05)
        return np.zeros(700)
    return mean(points)
""",
        0.0,
    ),
}


def question(result: Result, name: str) -> QuestionResult:
    """Return what one question earned."""
    return next(each for each in result.questions if each.id == name)


@pytest.fixture(name="results", scope="module")
def _results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Grade all of them in one run."""
    sources = {name: source for name, (source, _) in DESERVED.items()}
    sources |= {name: f"{RIGHT}{source}" for name, (source, _) in ATTACKS.items()}
    return grade_sources("distances", sources, tmp_path_factory.mktemp("speed"), "--course", COURSE)


@pytest.mark.parametrize("name", DESERVED)
def test_each_earns_what_its_time_deserves(results: dict[str, Result], name: str) -> None:
    """In steps, and all of the points for the values."""
    assert question(results[name], "mean_distances").points == 2.0
    assert question(results[name], "time").points == DESERVED[name][1]


@pytest.mark.parametrize("name", ATTACKS)
def test_no_trick_earns_more_than_the_time_it_takes(results: dict[str, Result], name: str) -> None:
    """Remembering, threads, clocks and wrong answers that come fast."""
    earned = question(results[name], "time").points
    assert earned is not None
    assert earned <= ATTACKS[name][1]


def test_a_student_reads_how_long_it_took(results: dict[str, Result]) -> None:
    """The ratio, with its spread; staff read it of all."""
    missed = question(results["four times"], "time").tests[-1]
    assert missed.status is Status.FAILED
    assert (
        missed.title == "Many points take a time that is measured [at most 3 times the reference's time]"
    )
    assert missed.message.startswith("measured: ")
    assert "times the reference's time (" in missed.message
    assert any("`mean_distances` takes" in note for note in results["fast"].measured)


def test_a_student_reads_that_wrong_answers_have_no_speed(results: dict[str, Result]) -> None:
    """And that far too slow ones were stopped."""
    wrong = question(results["remembers the answer by its shape"], "time").tests[0]
    assert wrong.message.startswith("its speed does not count, since an answer is wrong: ")
    slow = question(results["loops"], "time").tests[0]
    assert slow.message == "stopped: it takes more than 12 times the reference's time"


def spin() -> None:
    """Keep a processor busy, in fits and starts."""
    draws = random.Random(0)
    while True:
        sorted(draws.random() for _ in range(draws.randrange(200_000)))


@pytest.fixture(name="neighbours")
def _neighbours() -> Iterator[None]:
    """Have two busy processes beside."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=spin, daemon=True) for _ in range(2)]
    for process in processes:
        process.start()
    yield
    for process in processes:
        process.kill()
        process.join()


@pytest.mark.usefixtures("neighbours")
def test_a_verdict_does_not_flip_beside_busy_neighbours(tmp_path: Path) -> None:
    """The same submissions earn the same, however often they are graded."""
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        sources = {name: source for name, (source, _) in DESERVED.items()}
        results = grade_sources("distances", sources, folder, "--course", COURSE)
        assert {name: question(result, "time").points for name, result in results.items()} == {
            name: points for name, (_, points) in DESERVED.items()
        }
