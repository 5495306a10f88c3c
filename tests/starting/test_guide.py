"""The guide on writing an assignment, followed to the letter in an empty folder."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.grading.command import ROOT, run

pytestmark = pytest.mark.slow

GUIDE = (ROOT / "docs" / "write-an-assignment.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(python|toml)\n(.*?)```", GUIDE, re.DOTALL)


def blocks(kind: str) -> list[str]:
    """Return what the guide shows of one language, in order."""
    return [text for name, text in BLOCKS if name == kind]


def command(folder: Path, *arguments: str, code: int = 0) -> str:
    """Run a command of the guide and return what it says."""
    ended = run(*arguments, cwd=folder)
    assert ended.returncode == code, ended.stdout + ended.stderr
    return " ".join(ended.stdout.split())


def test_the_guide_leads_to_an_assignment_that_is_fair(tmp_path: Path) -> None:
    """What it shows as output is what comes; what it says is unfair at first is."""
    master, public, hidden, first_test, last_test, perfect, wrong, faults, *_ = blocks("python")
    settings, perfect_marks, wrong_marks, _ = blocks("toml")
    command(tmp_path, "new", "dates", "--title", "Dates by hand")
    dates = tmp_path / "solutions" / "dates"
    texts = {"dates.py": master, "assignment.toml": settings, "test_public.py": public}
    for name, text in {**texts, "test_hidden.py": hidden}.items():
        (dates / name).write_text(text, encoding="utf-8")
    python = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "solutions/dates"]
    assert b"7 passed" in subprocess.run(python, cwd=tmp_path, stdout=subprocess.PIPE, check=True).stdout
    command(tmp_path, "release", "dates")
    said = command(tmp_path, "verify", "dates", code=1)
    assert "a submission whose every function returns 1 earns 2 of 10 points" in said
    assert "CountWords is `count_words`, which the reference does not have" in said

    fairer = hidden
    for test in (first_test, last_test):
        name = test.partition("def ")[2].partition("(")[0]
        same = rf"@pytest(?:(?!@pytest\.mark\.question).)*?def {name}\(.*?(?=\n\n\n|\Z)"
        (old,) = (found[0] for found in re.finditer(same, fairer, re.DOTALL))
        fairer = fairer.replace(old, test.strip())
    (dates / "test_hidden.py").write_text(fairer, encoding="utf-8")
    (dates / "faults.py").write_text(faults, encoding="utf-8")
    golden = tmp_path / "tests" / "golden" / "dates"
    shutil.rmtree(golden)
    for name, text, marks in (
        ("perfect_calendar", perfect, perfect_marks),
        ("all_centuries", wrong, wrong_marks),
    ):
        (golden / name).mkdir(parents=True)
        (golden / name / "submission.py").write_text(text, encoding="utf-8")
        (golden / name / "marks.toml").write_text(marks, encoding="utf-8")
    command(tmp_path, "release", "dates")
    assert "all proven fair" in command(tmp_path, "verify", "dates")
    said = command(tmp_path, "grade", "dates", "tests/golden/dates/all_centuries/submission.py")
    assert "All centuries are leap years. Which years does 100 divide?" in said
    assert "total 8 of 10" in said

    # What else an assignment can have.
    *_, of_a_file = blocks("python")
    *_, question = blocks("toml")
    (dates / "test_hidden.py").write_text(f"{fairer.rstrip()}\n\n\n{of_a_file}", encoding="utf-8")
    settings = settings.replace("allow = []", 'allow = []\nfiles = ["years.npz"]') + f"\n{question}"
    (dates / "assignment.toml").write_text(settings, encoding="utf-8")
    for folder in (dates, golden / "perfect_calendar"):
        np.savez(folder / "years.npz", leap=range(1904, 2001, 4))
    for name, points in (("perfect_calendar", 2), ("all_centuries", 0)):
        with (golden / name / "marks.toml").open("a", encoding="utf-8") as file:
            file.write(f"years = {points}\n")
    command(tmp_path, "release", "dates")
    assert "all proven fair" in command(tmp_path, "verify", "dates")
    said = command(tmp_path, "grade", "dates", "tests/golden/dates/all_centuries/submission.py")
    assert "years.npz was not handed in" in said
    assert "total 8 of 12" in said
