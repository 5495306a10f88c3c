"""What of a whole grading is training: one golden submission through the real command."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.results import from_json
from tests.benchmarks.training.setting import ASSIGNMENT
from tests.grading.command import ROOT, run

GOLDEN = ROOT / "tests" / "golden" / ASSIGNMENT
TRAINED = re.compile(r"trained in (\d+\.\d+) s \((\d+\.\d+) s\)")  # submission and reference


@dataclass(frozen=True)
class Grading:
    """One grading.

    Attributes:
        command: seconds of the whole command, its start included.
        grading: seconds from reading the submission to its result.
        training: seconds of all trainings in it, the reference's too, as the result tells them.
    """

    command: float
    grading: float
    training: float


def grade(options: Sequence[str], folder: Path) -> Grading:
    """Grade a golden submission that earns all points.

    Args:
        options: of `autograder grade`.
        folder: where the result is written.

    Raises:
        RuntimeError: it could not be graded, or there is none.
        subprocess.TimeoutExpired: it takes far too long.
    """
    path, file = min(GOLDEN.glob("excellent*/submission.*"), default=None), folder / "result.json"
    if path is None:
        raise RuntimeError(f"no submission in {GOLDEN}/excellent*")
    started = time.perf_counter()
    done = run("grade", ASSIGNMENT, path, "--json", file, *options)
    command = time.perf_counter() - started
    if done.returncode:
        said = (done.stderr or done.stdout).strip().rpartition("\n")[2]
        raise RuntimeError(f"`autograder grade` ended with {done.returncode}: {said}")
    result = from_json(file.read_bytes())
    return Grading(command, result.seconds, told(result.measured))


def told(measured: Iterable[str]) -> float:
    """Return the seconds of all trainings, both sides together, by what staff are told was measured.

    Raises:
        RuntimeError: they are told of no training.
    """
    notes = [note for note in measured if note.startswith("training: ")]
    pairs = [pair for note in notes for pair in TRAINED.findall(note)]
    if not pairs:
        raise RuntimeError("the result tells of no training")
    return sum(float(own) + float(reference) for own, reference in pairs)
