"""The same submission gets the same result, whenever, wherever and beside whomever it is graded."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.grading.command import grade, without_times
from tests.grading.test_golden import CASES, submission

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("ROUNDS", "2"))  # `make soak` asks for 50
ALONE = len(CASES) if ROUNDS > 2 else len(CASES) // 3  # which takes longest


@pytest.fixture
def busy_neighbours() -> Iterator[None]:
    """Keep every processor busy with something else."""
    command = [sys.executable, "-c", "while True: pass"]
    neighbours = [subprocess.Popen(command) for _ in range(os.cpu_count() or 1)]
    yield
    for neighbour in neighbours:
        neighbour.kill()
        neighbour.wait()


@pytest.mark.usefixtures("busy_neighbours")
def test_results_are_the_same_but_for_times(tmp_path: Path) -> None:
    """Alone and in a shuffled batch, from different folders, beside busy neighbours."""
    shuffle = random.Random(0).shuffle
    first: dict[str, bytes] = {}
    for number in range(ROUNDS):
        folder = tmp_path / f"round {number}" / ("deeper" * (number % 3))
        folder.mkdir(parents=True)
        cases = list(CASES)
        shuffle(cases)
        paths = []
        for case in cases:
            path = folder / case / submission(case).name
            path.parent.mkdir()
            shutil.copy(submission(case), path)
            paths.append(path)
        alone = 0 if number % 2 else ALONE
        batches = [*([path] for path in paths[:alone]), paths[alone:]]
        results = [
            result for batch in batches if batch for result in grade("stride_padding", batch, folder)
        ]
        for case, result in zip(cases, results, strict=True):
            data = without_times(result)
            assert data == first.setdefault(case, data), f"{case} in round {number}"
