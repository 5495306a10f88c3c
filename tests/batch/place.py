"""A course, a class of three, and the commands that staff give."""

from __future__ import annotations

import csv
import json
import sqlite3
import time
from pathlib import Path

from tests.grading.command import run
from tests.samples import ASSIGNMENT, lay_course

RIGHT = "def reef(turns):\n    return 2 * turns\n"
WRONG = "def reef(turns):\n    return turns + 1  # {}\n"
HANG = "def reef(turns):\n    while True:\n        pass\n"
SLEEP = "import time\n\n\ndef reef(turns):\n    time.sleep(9)\n    return 2 * turns\n"
SHORT = ASSIGNMENT.replace("[[questions]]", "[limits]\ncall_seconds = 2.0\n\n[[questions]]")


class Place:
    """A course, a class of three and where their grades go."""

    def __init__(self, folder: Path) -> None:
        self.course = lay_course(folder / "solutions", assignment=SHORT)
        self.work = folder / "work"
        self.out = folder / "grades"
        self.work.mkdir()
        for name, source in {"alice": RIGHT, "bob": WRONG.format(0), "carol": "def reef("}.items():
            self.hand_in(name, source)

    def hand_in(self, name: str, source: str) -> None:
        """Write a student's file."""
        (self.work / f"{name}.py").write_text(source, encoding="utf-8")

    def grade(self, *options: str | Path, code: int = 0) -> str:
        """Grade the class, and return what was printed."""
        done = run("grade", "bends", self.work, "--out", self.out, "--course", self.course, *options)
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def adjust(self, command: str, *arguments: str, code: int = 0) -> str:
        """Give an `autograder adjust` command, and return what was printed."""
        done = run("adjust", command, self.out, *arguments, "--course", self.course)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def points(self) -> dict[str, str]:
        """Return the points of each student, as marks.csv has them."""
        with (self.out / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
            return {row["name"]: row["points"] for row in csv.DictReader(file)}

    def lines(self) -> list[dict[str, object]]:
        """Return what results.jsonl has of each student."""
        return [json.loads(line) for line in (self.out / "results.jsonl").read_bytes().splitlines()]

    def content(self) -> dict[str, bytes]:
        """Return all files of the grades."""
        return {
            path.relative_to(self.out).as_posix(): path.read_bytes()
            for path in sorted(self.out.rglob("*"))
            if path.is_file()
        }


def wait_for_results(out: Path, count: int) -> None:
    """Wait until a gradebook that is being written has so many results."""
    for _ in range(600):
        if (out / "gradebook.db").exists():
            database = sqlite3.connect(out / "gradebook.db", timeout=30)
            try:
                if database.execute("SELECT count(*) FROM results").fetchone()[0] >= count:
                    return
            except sqlite3.OperationalError:
                pass  # its tables are not there yet
            finally:
                database.close()
        time.sleep(0.1)
    raise AssertionError("the run does not get on")
