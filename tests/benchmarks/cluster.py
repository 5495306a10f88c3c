"""What more workers of a Dask cluster bring: `python -m tests.benchmarks.cluster [ASSIGNMENT [SIZE]]`.

Grades two classes with the real command, on this machine alone and on 1, 2 and 4 workers of a cluster
that is on this machine too: a generated class, all correct, which keeps the processors busy, so that
there is nothing to win beyond their number; and one that waits for a second each, which shows what the
cluster itself costs. Efficiency is the rate, relative to as many times that of one worker. Times are
those of the machine at that moment, and have the start of the command and of the slots in them.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from tests.batch.dask_cluster import DaskCluster
from tests.benchmarks.class_scale import AUTOGRADER, SEED
from tests.classes.lay import lay_class
from tests.samples import lay_course

WORKERS = (1, 2, 4)
WAITING = 40
WAITS = "import time\n\ntime.sleep(1)\n\n\ndef reef(turns):\n    return 2 * turns  # {}\n"


def compare(folder: Path, size: int, *command: str | Path) -> None:
    """Grade a class of some size in each way, by a command and its arguments, and print what it took."""
    print(f"{'':12} {'seconds':>8} {'a second':>9} {'efficiency':>11}")
    seconds = timed(*command, "--out", folder / "local")
    print(f"{'no cluster':12} {seconds:8.1f} {size / seconds:9.2f}")
    alone = 0.0
    for count in WORKERS:
        with DaskCluster(folder / f"cluster{count}", count) as cluster:
            seconds = timed(*command, "--out", folder / f"on{count}", "--dask", cluster.address)
        rate = size / seconds
        alone = alone or rate
        what = f"{count} worker{'s' if count > 1 else ''}"
        print(f"{what:12} {seconds:8.1f} {rate:9.2f} {rate / (count * alone):11.0%}", flush=True)


def timed(*command: str | Path) -> float:
    """Give a command, and return how many seconds it took."""
    started = time.perf_counter()
    subprocess.run([AUTOGRADER, *command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Grade both classes."""
    assignment = sys.argv[1] if len(sys.argv) > 1 else "pooling"
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    print(
        f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}, "
        f"distributed {version('distributed')}, NumPy {version('numpy')}, seed {SEED}; "
        f"load {os.getloadavg()[0]:.1f} before"
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        print(f"\n{WAITING} submissions that wait for a second:")
        course = lay_course(place / "solutions")
        (waiting := place / "waiting" / "work").mkdir(parents=True)
        for number in range(WAITING):
            (waiting / f"student{number}.py").write_text(WAITS.format(number), encoding="utf-8")
        compare(waiting.parent, WAITING, "grade", "bends", waiting, "--course", course)
        print(f"\n{size} right submissions of {assignment}:")
        busy = place / "busy" / "work"
        lay_class(busy, assignment, size, SEED, kind="right")
        compare(busy.parent, size, "grade", assignment, busy)


if __name__ == "__main__":
    main()
