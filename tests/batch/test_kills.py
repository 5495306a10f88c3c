"""A grader that is killed at any instant loses nothing but what was in flight."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.batch.place import RIGHT, WRONG
from tests.grading.command import AUTOGRADER, run
from tests.samples import lay_course

KILLS = int(os.environ.get("ROUNDS", "6"))
CLASS = 16
TIMES = {"seconds"}


def lay(folder: Path) -> tuple[Path, Path]:
    """Write a course and a class, and return their folders."""
    course = lay_course(folder / "solutions")
    work = folder / "work"
    work.mkdir()
    for number in range(CLASS):
        source = [RIGHT, WRONG.format(number), "import os\nos._exit(3)\n", "def reef("][number % 4]
        (work / f"student{number:02}.py").write_text(f"{source}# {number}\n", encoding="utf-8")
    return course, work


def without_times(value: Any) -> Any:
    """Return JSON but for how long things took."""
    if isinstance(value, dict):
        return {key: without_times(one) for key, one in value.items() if key not in TIMES}
    return [without_times(one) for one in value] if isinstance(value, list) else value


def published(out: Path) -> dict[str, Any]:
    """Return all files that are written from a gradebook, but for times."""
    files: dict[str, Any] = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and not path.name.startswith(("gradebook.db", ".", "results.jsonl"))
    }
    lines = (out / "results.jsonl").read_bytes().splitlines()
    return {**files, "results.jsonl": [without_times(json.loads(line)) for line in lines]}


def rows(out: Path) -> list[Any]:
    """Return what the gradebook has, but for times: a result a piece of work, and no more."""
    database = sqlite3.connect(out / "gradebook.db")
    found = database.execute(
        "SELECT owner, work.sha256, judging_sha256, engine, status, result, frame FROM work "
        "LEFT JOIN results ON work.id = work LEFT JOIN evidence ON evidence.id = evidence ORDER BY owner"
    ).fetchall()
    database.close()
    return [(*row[:5], without_times(json.loads(row[5])), row[6]) for row in found]


def leftovers() -> Iterator[str]:
    """Give the command lines of graders and sandboxes that are still there."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if "bends" in line:
                yield line


@pytest.mark.slow
def test_kills_at_random_instants_change_nothing(tmp_path: Path) -> None:
    """Resumed each time, the gradebook ends as that of a run that nobody disturbed."""
    course, work = lay(tmp_path)

    def command(out: Path) -> list[str | Path]:
        return ["grade", "bends", work, "--out", out, "--course", course]

    started = time.monotonic()
    whole = run(*command(tmp_path / "whole"))
    seconds = time.monotonic() - started
    assert whole.returncode == 0, whole.stderr
    expected = published(tmp_path / "whole"), rows(tmp_path / "whole")
    instants = random.Random(20261126)
    kills, resumed = 0, 0
    while kills < KILLS:
        out = tmp_path / f"killed{kills}"
        while True:
            process = subprocess.Popen(
                [AUTOGRADER, *command(out)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
            try:
                _, error = process.communicate(timeout=instants.uniform(0.2, seconds))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                kills += 1
                resumed += (out / "gradebook.db").exists()
            else:
                assert process.returncode == 0, error.decode()
                break
            if kills >= KILLS:
                assert run(*command(out)).returncode == 0
                break
        assert (published(out), rows(out)) == expected
    assert resumed, "the kills came too early to test anything"
    print(f"{kills} kills, {resumed} of them after something was kept")  # noqa: T201
    for _ in range(100):
        if not list(leftovers()):
            break
        time.sleep(0.1)
    assert list(leftovers()) == []
