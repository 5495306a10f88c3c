"""A small fair course, to be made unfair, and what `autograder verify` says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.grading.command import ROOT, run

TEXTS = ROOT / "tests" / "courses" / "texts"
MARKS = "[points]\nword_counts = {0}\nlongest = {1}\ncounter = {2}\n"
TALLY = """
from collections import Counter as Tally

def word_counts(text):
    return Tally(text.lower().split())

def longest(text, key=len):
    order = sorted(text.split(), key=key, reverse=True)
    return [word for word in text.split() if key(word) >= key(order[0])]

class Counter:
    seen = ""

    def add(self, text):
        self.seen += " " + text
        return len(self.seen.split())
"""
_ROW = re.compile(r"^(\w[\w ]*?) {2,}(passed|failed|not judged) {2,}", re.MULTILINE)


@dataclass(frozen=True)
class Verdict:
    """What the command said.

    Attributes:
        checks: the outcome of each check by its name; those of the last assignment, if there are more.
        output: all of it.
    """

    code: int
    checks: dict[str, str]
    output: str

    @property
    def not_passed(self) -> set[str]:
        """The names of the checks that did not pass."""
        return {name for name, outcome in self.checks.items() if outcome != "passed"}


def verify(course: Path, *arguments: str | Path, env: Mapping[str, str] | None = None) -> Verdict:
    """Run the command beside a course, on a terminal so wide that no line is broken."""
    done = run("verify", *arguments, cwd=course.parent, env={"COLUMNS": "600", **(env or {})})
    assert "Traceback" not in done.stderr, done.stderr
    lines = (line.rstrip() for line in (done.stdout + done.stderr).split("\n"))
    return Verdict(done.returncode, dict(_ROW.findall(done.stdout)), "\n".join(lines))


def release(course: Path) -> None:
    """Write the releases of a course."""
    done = run("release", cwd=course.parent)
    assert done.returncode == 0, done.stderr


def change(file: Path, old: str, new: str) -> None:
    """Replace a text that occurs in a file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def add(file: Path, text: str) -> None:
    """Append to a file."""
    with file.open("a", encoding="utf-8") as target:
        target.write(text)


def lay_case(golden: Path, case: str, source: str, marks: str) -> None:
    """Write a golden case."""
    folder = golden / "words" / case
    folder.mkdir(parents=True)
    (folder / "submission.py").write_text(source, encoding="utf-8")
    (folder / "marks.toml").write_text(marks, encoding="utf-8")
