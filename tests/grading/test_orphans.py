"""Whoever is killed at whatever moment: nothing of the run lives on, and no result is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.results import from_json
from tests.grading.command import AUTOGRADER, ROOT
from tests.grading.test_hostile import RIGHT

pytestmark = pytest.mark.slow  # many real submissions, or whole courses

SLOW = RIGHT + "\nimport time\nfor _ in range(10):\n    time.sleep(0.1)\n"
LOOPS = "while True:\n    pass\n"


class Run:
    """A grader at work on submissions.

    Args:
        folder: for the submissions, the results and temporary files.
        sources: of the submissions.
    """

    def __init__(self, folder: Path, *sources: str) -> None:
        self.results = folder / "results.json"
        self.temporary = Path(tempfile.mkdtemp())
        self.temporary.chmod(0o755)  # as /tmp is: workers of other users have to get there
        paths = []
        for number, source in enumerate(sources):
            path = folder / str(number) / "stride_padding.py"
            path.parent.mkdir()
            path.write_text(source, encoding="utf-8")
            paths.append(path)
        self.grader = subprocess.Popen(
            [AUTOGRADER, "grade", "stride_padding", *paths, "--json", self.results],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(self.temporary)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self.zygote = self._wait_for(lambda: next(iter(children(self.grader.pid)), None))

    def wait_for_worker(self) -> int:
        """Wait until a submission is being executed, and return the pid of its worker."""
        # The zygote tries out its layers in children of its own before a child of the grader grades.
        self._wait_for(lambda: max(children(self.grader.pid) - {self.zygote}, default=None))
        return self._wait_for(lambda: next(iter(children(self.zygote)), None))

    def family(self) -> set[int]:
        """Return the grader and all its descendants."""
        found, waiting = {self.grader.pid}, [self.grader.pid]
        while waiting:
            new = children(waiting.pop()) - found
            waiting.extend(new)
            found |= new
        return found

    def _wait_for(self, look: Callable[[], int | None]) -> int:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if (found := look()) is not None:
                return found
            time.sleep(0.002)
        raise AssertionError("the grader did not get to work")


def children(pid: int) -> set[int]:
    """Return the children of a process, none if it has ended."""
    try:
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        return {int(child) for task in tasks for child in task.read_text().split()}
    except OSError:
        return set()


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended may wait to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_end(family: set[int], seconds: float = 1.0) -> bool:
    """Tell whether all processes have ended within so many seconds."""
    end = time.monotonic() + seconds
    while any(map(alive, family)) and time.monotonic() < end:
        time.sleep(0.01)
    return not any(map(alive, family))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """Start graders, and end them after the test."""
    runs: list[Run] = []

    def start(*sources: str) -> Run:
        (folder := tmp_path / f"run {len(runs)}").mkdir()
        runs.append(Run(folder, *sources))
        return runs[-1]

    yield start
    for run in runs:
        run.grader.kill()
        run.grader.communicate()
        shutil.rmtree(run.temporary)


@pytest.mark.parametrize("stopped", [False, True], ids=["at work", "stopped"])
def test_nothing_outlives_a_killed_grader(start: Callable[..., Run], *, stopped: bool) -> None:
    """Zygote, workers and the grader's children end within a second, and their files are removed.

    A worker may be stopped: while the one beside it is timed, say.
    """
    run = start(LOOPS, LOOPS, LOOPS)
    worker = run.wait_for_worker()
    family = run.family()
    assert len(family) >= 4
    if stopped:
        os.kill(worker, signal.SIGSTOP)
    run.grader.kill()
    run.grader.wait()
    assert all_end(family - {run.grader.pid})
    assert list(run.temporary.iterdir()) == []


@pytest.mark.slow
def test_nothing_outlives_a_grader_that_is_killed_at_any_moment(start: Callable[..., Run]) -> None:
    """From its first child on, while packages are imported and workers are born."""
    draw = random.Random(4)
    for number in range(20):
        run = start(SLOW, LOOPS)
        time.sleep(draw.uniform(0.0, 0.3) if number % 2 else draw.uniform(0.0, 1.2))
        family = run.family()
        run.grader.kill()
        run.grader.wait()
        assert all_end(family - {run.grader.pid})
        assert list(run.temporary.iterdir()) == []


def test_workers_end_with_their_zygote_and_everybody_is_graded(start: Callable[..., Run]) -> None:
    """Another zygote takes its place; the submissions at hand are graded again."""
    run = start(SLOW, SLOW, RIGHT)
    worker = run.wait_for_worker()
    workers = children(run.zygote)
    os.kill(run.zygote, signal.SIGKILL)
    assert all_end({run.zygote, worker, *workers})
    _, errors = run.grader.communicate(timeout=120)
    assert run.grader.returncode == 0, errors.decode()
    results = [from_json(line) for line in run.results.read_bytes().splitlines()]
    assert [result.points for result in results] == [10, 10, 10]
    again = [result for result in results if "graded a second time" in "".join(result.messages)]
    assert again
    assert not any(test.message for one in again for each in one.questions for test in each.tests)
    assert list(run.temporary.iterdir()) == []


def test_a_killed_worker_costs_its_submission_alone(start: Callable[..., Run]) -> None:
    """What was executed is left out, as if the submission had ended itself."""
    run = start(SLOW, RIGHT)
    os.kill(run.wait_for_worker(), signal.SIGKILL)
    _, errors = run.grader.communicate(timeout=120)
    assert run.grader.returncode == 0, errors.decode()
    results = [from_json(line) for line in run.results.read_bytes().splitlines()]
    assert results[1].points == 10
    assert results[0].status == "graded"
