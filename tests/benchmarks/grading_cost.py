"""What grading costs beside the student's own calls: `python -m tests.benchmarks.grading_cost`.

Warm: each submission is graded many times in one batch, on all processors, and the time of its own
calls, made in this process without any grader, is taken off. Cold: the whole command in turn with the
imports that it cannot do without. Absolute times are those of the machine at that moment; the ratios
carry over.
"""

from __future__ import annotations

import os

# Before NumPy is loaded: as `autograder grade` does.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.assignment import Assignment, load_assignment, load_course
from autograder.grading import grade
from autograder.loading import load_module
from autograder.results import Result
from autograder.suite.collection import TestCase, run_with_suite
from autograder.suite.plugin import BENCH, local_bench
from autograder.suite.runner import run
from autograder.suite.student import Call

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "stride_padding"
SCRIPTS = ("perfect_im2col", "perfect_lists", "perfect_einsum_float32", "ignored_stride", "uint8_wraps")
REPETITIONS = 40
COLD_REPETITIONS = 10


class TimedStudent:
    """A module in this process whose calls are timed."""

    def __init__(self, module: Any) -> None:
        self._module = module
        self.last_call = Call()
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = getattr(self._module, name)

        def call(*args: object, **kwargs: object) -> Any:
            started = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds += time.perf_counter() - started

        return call


def own_seconds(assignment: Assignment, path: Path) -> float:
    """Return the seconds that a submission's own calls take in one run of the suite."""
    found: list[float] = []

    def body(config: pytest.Config, cases: Sequence[TestCase]) -> None:
        reference = load_module(assignment.master, "benchmark_reference")
        for _ in range(5):
            student = TimedStudent(load_module(path, "benchmark_submission"))
            config.stash[BENCH] = local_bench(assignment.folder, student, reference, assignment.secret)
            for case in cases:
                run(case.item)
            found.append(student.seconds)

    run_with_suite(assignment, body)
    return statistics.median(found)


def warm_seconds(assignment: Assignment, path: Path) -> tuple[float, int]:
    """Return the mean seconds a submission takes in a batch, and its number of tests."""
    ends: list[float] = []
    results: list[Result] = []

    def on_result(_: Path, result: Result) -> None:
        ends.append(time.perf_counter())
        results.append(result)

    grade(assignment, [path] * (REPETITIONS + 1), on_result)
    return (ends[-1] - ends[0]) / REPETITIONS, sum(
        len(question.tests) for question in results[0].questions
    )


def cold_seconds() -> tuple[list[float], list[float]]:
    """Return the seconds of one whole command and of the imports that it needs, in turn."""
    autograder = str(Path(sys.executable).parent / "autograder")
    submission = str(GOLDEN / "perfect_fft" / "submission.ipynb")
    command = [autograder, "grade", "stride_padding", submission]
    imports = [sys.executable, "-c", "import numpy, pytest"]
    # As where it is installed: this package has its bytecode too, not the libraries alone.
    environment = {name: os.environ[name] for name in os.environ if name != "PYTHONDONTWRITEBYTECODE"}
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(COLD_REPETITIONS + 1):
        for arguments, found in zip((command, imports), seconds, strict=True):
            started = time.perf_counter()
            subprocess.run(arguments, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
            found.append(time.perf_counter() - started)
    return seconds[0][1:], seconds[1][1:]  # the first pair fills the caches


def main() -> None:
    """Measure and print."""
    sys.dont_write_bytecode = True  # golden submissions are loaded here, and tests read their folders
    assignment = load_assignment(load_course(ROOT / "solutions"), "stride_padding")
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, pytest {pytest.__version__}, "
        f"{platform.machine()}, {os.cpu_count()} processors; means of {REPETITIONS}"
    )
    commands, imports = cold_seconds()
    base = statistics.median(imports) * 1e3
    ratios = sorted(ours / theirs for ours, theirs in zip(commands, imports, strict=True))
    print(
        f"cold: {statistics.median(ratios):.2f} times `python -c 'import numpy, pytest'`, which takes "
        f"{base:.0f} ms ({len(ratios)} pairs, {ratios[0]:.2f} to {ratios[-1]:.2f})"
    )
    heads = ("whole", "own calls", "overhead", "20 + 0.3 a test", "of imports")
    print(f"{'warm':24} {heads[0]:>9} {heads[1]:>9} {heads[2]:>9} {heads[3]:>16} {heads[4]:>11}")
    for name in SCRIPTS:
        path = GOLDEN / name / "submission.py"
        own = own_seconds(assignment, path) * 1e3
        seconds, tests = warm_seconds(assignment, path)
        cost = seconds * 1e3 - own
        print(
            f"{name:24} {cost + own:6.1f} ms {own:6.1f} ms {cost:6.1f} ms {20 + 0.3 * tests:13.1f} ms "
            f"{cost / base:10.2f}"
        )


if __name__ == "__main__":
    main()
