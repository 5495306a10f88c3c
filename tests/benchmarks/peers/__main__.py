"""Grades the same notebooks here and elsewhere: `make bench-peers`, `python -m tests.benchmarks.peers`.

Installs otter-grader and nbgrader in `.peers/`, once, gives all three graders the same tests, and runs
them in turn for several rounds. `otter run` takes one submission a call. Of the other two, a small batch
and a large one tell what one more submission costs, and what start-up does. Absolute times are those of
the machine at that moment; the ratios, of times in one round, carry over.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.assignment import load_assignment, load_course
from tests.benchmarks.peers.graders import Grader, Marks, Nbgrader, Otter, Ours, Timing, fresh
from tests.benchmarks.peers.notebooks import ASSIGNMENT, CASES
from tests.grading.command import ROOT

PEERS = ROOT / ".peers"

Round = Sequence[Timing]  # of one grader: a small batch if there is one, and a large one


def each(batches: Round) -> float:
    """Return the seconds a submission of the large batch, start-up included."""
    return batches[-1].seconds / batches[-1].count


def further(batches: Round) -> float:
    """Return the seconds that one more submission costs."""
    if len(batches) == 1:  # one a call: each starts up
        return each(batches)
    small, large = batches
    return (large.seconds - small.seconds) / (large.count - small.count)


def spread(values: Sequence[float], digits: int) -> str:
    """Return the median of some values and between what they lie."""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def run_round(graders: Sequence[Grader], work: Path) -> list[Round]:
    """Run all batches of every grader, in turn."""
    fresh(work)
    return [
        [grader.grade(work / f"{number}-{size}", size) for size in grader.batches]
        for number, grader in enumerate(graders)
    ]


def print_marks(graders: Sequence[Grader], marks: Sequence[Marks]) -> bool:
    """Print the marks that each grader gave, and return whether they agree."""
    print("\n| notebook | " + " | ".join(grader.name for grader in graders) + " |")
    print("| --- |" + " --- |" * len(graders))
    agree = True
    for case in CASES:
        points = [given.get(case, {}) for given in marks]
        same = all(
            one.keys() == points[0].keys() and all(abs(one[q] - points[0][q]) < 1e-5 for q in one)
            for one in points
        )
        agree &= same
        totals = " | ".join(f"{sum(one.values()):.4f}" for one in points)
        print(f"| {case} | {totals} |" + ("" if same else " DISAGREE: " + repr(points)))
    return agree


def print_times(graders: Sequence[Grader], rounds: Sequence[Sequence[Round]]) -> None:
    """Print what a submission costs, and how many times as much as with the last grader, ours."""
    print("\n| grader | batches | seconds a submission | times ours | one more costs | times ours |")
    print("| --- | --- | --- | --- | --- | --- |")
    for number, grader in enumerate(graders):
        cells = [grader.name, " and ".join(map(str, grader.batches))]
        for cost in (each, further):
            cells.append(spread([cost(one[number]) for one in rounds], 4))
            cells.append(spread([cost(one[number]) / cost(one[-1]) for one in rounds], 0))
        print(f"| {' | '.join(cells)} |")


def main() -> None:
    """Prepare, measure and print; exit with 1 where the marks differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="default: 3")
    parser.add_argument("--times", type=int, default=20, help="copies in our large batch (default: 20)")
    options = parser.parse_args()
    PEERS.mkdir(exist_ok=True)
    assignment = load_assignment(load_course(ROOT / "solutions"), ASSIGNMENT)
    graders: list[Grader] = [Otter(), Nbgrader(), Ours(options.times)]
    print(f"{platform.machine()}, {os.cpu_count()} processors, {platform.platform()}")
    print(f"load of the machine in the last minute: {os.getloadavg()[0]:.1f}; {options.rounds} rounds")
    for grader in graders:
        print(f"{grader.name}: {grader.prepare(PEERS, assignment)}", flush=True)
    rounds = []
    for number in range(options.rounds):
        rounds.append(run_round(graders, PEERS / "runs"))
        said = ", ".join(f"{one[-1].seconds:.1f} s for {one[-1].count}" for one in rounds[-1])
        print(f"round {number + 1}: {said}", flush=True)
    agree = print_marks(graders, [one[-1].marks for one in rounds[-1]])
    print("\nAll give the same marks." if agree else "\nTHE MARKS DIFFER: the times compare nothing.")
    print_times(graders, rounds)
    print("\nSeconds by the clock, median of the rounds (lowest to highest); the first with start-up.")
    print("Ours grades on all processors at once; the others grade one submission after the other.")
    sys.exit(not agree)


if __name__ == "__main__":
    main()
