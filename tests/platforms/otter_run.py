"""Runs the real `otter run`, several submissions in one process: most of its time is imports.

::

    python -m tests.platforms.otter_run JOBS.json
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 600
_PROCESSES = os.cpu_count() or 1
_TRIES = 3


@dataclass(frozen=True)
class Job:
    """One submission to run.

    Attributes:
        archive: the zip of `autograder export otter`.
        submission: what is handed in.
        folder: where what comes of it is written.
    """

    archive: Path
    submission: Path
    folder: Path


@dataclass(frozen=True)
class Ran:
    """What came of it.

    Attributes:
        points: of each question, in Otter's own results, from which it makes its CSV file.
        document: `results.json`, None if there is none.
        printed: by Otter.
        error: of Otter's, or why there are no marks.
    """

    points: dict[str, float]
    document: dict[str, Any] | None
    printed: str
    error: str

    @property
    def shown_points(self) -> dict[str, float]:
        """The points of each question in `results.json`."""
        tests = (self.document or {})["tests"]
        return {test["tags"][0]: test["score"] for test in tests if "score" in test}


def run_all(jobs: Sequence[Job]) -> list[Ran]:
    """Run submissions, as many at once as there are processors."""
    started = []
    for number in range(min(_PROCESSES, len(jobs))):
        batch = [
            [str(job.archive), str(job.submission), str(job.folder)] for job in jobs[number::_PROCESSES]
        ]
        file = jobs[number].folder / "jobs.json"
        file.write_text(json.dumps(batch))
        command = [sys.executable, "-m", "tests.platforms.otter_run", str(file)]
        started.append(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True))
    said = [process.communicate(timeout=SECONDS)[1] for process in started]
    assert [process.returncode for process in started] == [0] * len(started), "\n".join(said)
    return [_read(job.folder) for job in jobs]


def _read(folder: Path) -> Ran:
    written = folder / "results.json"
    known = json.loads((folder / "known.json").read_bytes())
    return Ran(
        points=known["points"],
        document=json.loads(written.read_bytes()) if written.is_file() else None,
        printed=(folder / "printed.txt").read_text(encoding="utf-8"),
        error=known["error"],
    )


def _run(archive: str, submission: str, folder: str) -> None:
    for _ in range(_TRIES):
        points, error = _attempt(archive, submission, folder)
        # Jupyter chooses ports for a kernel that another kernel may take before it does.
        if "Kernel died before replying" not in error:
            break
    known = {"points": points, "error": error}
    Path(folder, "known.json").write_text(json.dumps(known))


def _attempt(archive: str, submission: str, folder: str) -> tuple[dict[str, float], str]:
    from otter.run import main

    with (
        Path(folder, "printed.txt").open("w", encoding="utf-8") as file,
        contextlib.redirect_stdout(file),
    ):
        try:
            results = main(submission, autograder=archive, output_dir=folder, no_logo=True)
        except Exception:  # noqa: BLE001 -- what Otter raises is what is asked for
            return {}, traceback.format_exc()
    points = {name: test["score"] for name, test in results.to_dict().items()}
    return points, str(results.catastrophic_error or "")


if __name__ == "__main__":
    for job in json.loads(Path(sys.argv[1]).read_bytes()):
        _run(*job)
