"""What grading costs beside the student's own calls: `python -m tests.benchmarks.grading_cost`.

Warm: each submission is graded many times in a batch, and the time of its own calls, made in this
process without any grader, is taken off. A batch uses all processors, so that its time is that of one
submission divided by them. A test that is judged again, with what is lent or as things stood earlier, is
a test that is run once more, and so are its calls. The batches of all submissions take turns, and the
fastest of each counts: what a neighbour takes is no cost of grading.
The last row is the one before it without `uses`, so that nothing is lent: the difference is the price of
judging a question once more in a worker of its own.
Cold: the whole command in turn with the imports that it cannot do without. Absolute times are those of
the machine at that moment; the ratios carry over.
"""

from __future__ import annotations

import os

# Before NumPy is loaded: as `autograder grade` does.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import contextlib
import dataclasses
import io
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from autograder.assignment import Assignment, load_assignment, load_course
from autograder.grading import grade
from autograder.loading import load_module
from autograder.submission import read_submission
from autograder.suite import questions
from autograder.suite.collection import TestCase, run_with_suite
from autograder.suite.judge import judge
from autograder.suite.plugin import BENCH, local_bench
from autograder.suite.runner import run
from autograder.suite.student import Call

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "stride_padding"
RIGHT = ("perfect_im2col", "perfect_lists", "perfect_einsum_float32", "perfect_fft")
WRONG = ("flipped_kernel", "ignored_stride", "uint8_wraps")
JUDGED_AGAIN = ("clobbered_sum", "reused_name", "always_value_error", "stub", "one_sided_padding")
REPETITIONS = 40
ROUNDS = 4
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


def own_seconds(assignment: Assignment, path: Path) -> dict[str, float]:
    """Return the least seconds that a submission's own calls take in each test, by its id."""
    found: dict[str, list[float]] = {}

    def body(config: pytest.Config, cases: Sequence[TestCase]) -> None:
        reference = load_module(assignment.master, "benchmark_reference")
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "benchmark_submission.py"
            cells = read_submission(path, assignment.name).cells
            script.write_text("\n\n".join(cell.source for cell in cells), encoding="utf-8")
            for _ in range(5):
                with (
                    contextlib.redirect_stdout(io.StringIO()),
                    contextlib.redirect_stderr(io.StringIO()),
                ):
                    module = load_module(script, "benchmark_submission")
                student = TimedStudent(module)
                bench = local_bench(assignment.folder, student, reference, assignment.secret)
                config.stash[BENCH] = bench
                for case in cases:
                    before = student.seconds
                    run(case.item)
                    found.setdefault(case.id, []).append(student.seconds - before)

    run_with_suite(assignment, body)
    return {test: min(seconds) for test, seconds in found.items()}


def warm_seconds(assignment: Assignment, path: Path) -> float:
    """Return the mean seconds a submission takes in a batch."""
    ends: list[float] = []
    grade(assignment, [path] * (REPETITIONS + 1), lambda *_: ends.append(time.perf_counter()))
    return (ends[-1] - ends[0]) / REPETITIONS


def tests_run(assignment: Assignment, path: Path) -> list[str]:
    """Return the ids of the tests that are run for a submission, in the process that grades it."""
    with tempfile.TemporaryFile() as log, pytest.MonkeyPatch.context() as patch:

        def noted(case: TestCase, *arguments: Any) -> Any:
            os.write(log.fileno(), f"{case.id}\n".encode())
            return judge(case, *arguments)

        patch.setattr(questions, "judge", noted)
        grade(assignment, [path], lambda *_: None)
        log.seek(0)
        return log.read().decode().splitlines()


def without_loans(assignment: Assignment) -> Assignment:
    """Return an assignment none of whose questions uses what belongs to another."""
    questions = tuple(msgspec.structs.replace(one, uses=()) for one in assignment.questions)
    return dataclasses.replace(assignment, questions=questions)


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
        f"{platform.machine()}, {os.cpu_count()} processors; {ROUNDS} means of {REPETITIONS}"
    )
    commands, imports = cold_seconds()
    base = statistics.median(imports) * 1e3
    ratios = sorted(ours / theirs for ours, theirs in zip(commands, imports, strict=True))
    print(
        f"cold: {statistics.median(ratios):.2f} times `python -c 'import numpy, pytest'`, which takes "
        f"{base:.0f} ms ({len(ratios)} pairs, {ratios[0]:.2f} to {ratios[-1]:.2f})"
    )
    rows = {
        name: (assignment, next((GOLDEN / name).glob("submission.*")))
        for name in (*RIGHT, *WRONG, *JUDGED_AGAIN)
    }
    rows["the same, nothing lent"] = without_loans(assignment), rows[JUDGED_AGAIN[-1]][1]
    rounds = [{name: warm_seconds(*row) for name, row in rows.items()} for _ in range(ROUNDS)]
    heads = ("fastest", "slowest", "own calls", "overhead", "tests run", "20 + 0.3 a test", "of imports")
    print(f"{'warm':24} " + " ".join(f"{head:>{max(9, len(head) + 1)}}" for head in heads))
    for name, row in rows.items():
        tests, seconds = tests_run(*row), own_seconds(*row)
        own = sum(seconds[test] for test in tests) * 1e3
        wholes = sorted(each[name] * 1e3 for each in rounds)
        overhead = wholes[0] - own
        print(
            f"{name:24} {wholes[0]:6.1f} ms {wholes[-1]:6.1f} ms {own:7.1f} ms {overhead:6.1f} ms "
            f"{len(tests):10} {20 + 0.3 * len(tests):13.1f} ms {overhead / base:11.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
