"""What a class costs: `python -m tests.benchmarks.class_scale [ASSIGNMENT [SIZE]]`.

Grades a generated class, realistic or all correct, with the real command into a new gradebook, and
samples the memory of all its processes meanwhile. Times are those of the machine at that moment.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.classes.lay import Kind, lay_class

AUTOGRADER = Path(sys.executable).parent / "autograder"
SEED = 20261126
EVERY_SECONDS = 0.25
KINDS: tuple[Kind, ...] = ("mixed", "right")


@dataclass(frozen=True)
class Sample:
    """How much memory was in use when so many were graded, in MiB of proportional set size."""

    graded: int
    mib: float


def family(root: int) -> Iterator[int]:
    """Give the numbers of a process and of all that come from it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
    found = {root}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return iter(found)


def proportional_mib(root: int) -> float:
    """Return the memory of a process and of all that come from it: what is shared counts once."""
    total = 0
    for process in family(root):
        with contextlib.suppress(OSError, ValueError):
            text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
            total += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1])  # type: ignore[index]
    return total / 1024


def graded(database: Path) -> int:
    """Return how many results a gradebook has."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(database, 30)) as opened:
        return int(opened.execute("SELECT count(*) FROM results").fetchone()[0])
    return 0


def grade_class(assignment: str, work: Path, out: Path) -> tuple[float, list[Sample]]:
    """Grade a class; return how many seconds that took, and what memory was in use meanwhile."""
    samples = []
    started = time.perf_counter()
    command: list[str | Path] = [AUTOGRADER, "grade", assignment, work, "--out", out]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        while process.poll() is None:
            if (out / "gradebook.db").exists():
                samples.append(Sample(graded(out / "gradebook.db"), proportional_mib(process.pid)))
            time.sleep(EVERY_SECONDS)
        said = process.stdout.read() if process.stdout else ""
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"grading ended with {process.returncode}:\n{said}")
    return seconds, samples


def report(assignment: str, kind: Kind, size: int, folder: Path) -> None:
    """Grade one generated class and print what it cost."""
    work, out = folder / "work", folder / "grades"
    lay_class(work, assignment, size, SEED, kind=kind)
    seconds, samples = grade_class(assignment, work, out)
    marks = [json.loads(line) for line in (out / "results.jsonl").read_bytes().splitlines()]
    tests = [
        test for mark in marks for question in mark["result"]["questions"] for test in question["tests"]
    ]
    own = sum(test["seconds"] for test in tests)
    each = [mark["result"]["seconds"] for mark in marks]
    processors = os.cpu_count() or 1
    print(f"\n{size} submissions of {assignment}, {kind}:")
    print(f"  {seconds:.1f} s, {size / seconds:.2f} submissions a second on {processors} processors")
    print(f"  a submission: median {sorted(each)[size // 2]:.3f} s, slowest {max(each):.1f} s")
    print(
        f"  {own / (seconds * processors):.0%} of the processors' time in the tests' calls of their code"
    )
    print(f"  standings: {dict(Counter(mark['standing'] for mark in marks))}")
    statuses = Counter(test["status"] for test in tests)
    print(f"  outcomes of tests: {dict(statuses)}")
    size_mib = sum(path.stat().st_size for path in out.glob("gradebook.db*")) / 2**20
    print(f"  gradebook {size_mib:.1f} MiB")
    for low in range(0, size, max(size // 10, 1)):
        within = [one.mib for one in samples if low <= one.graded < low + max(size // 10, 1)]
        if within:
            mean = sum(within) / len(within)
            print(f"  PSS from the {low + 1}th: mean {mean:.0f} MiB, most {max(within):.0f} MiB")


def main() -> None:
    """Grade the generated classes and print what they cost."""
    assignment = sys.argv[1] if len(sys.argv) > 1 else "pooling"
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, seed {SEED}")
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            report(assignment, kind, size, Path(folder))


if __name__ == "__main__":
    main()
