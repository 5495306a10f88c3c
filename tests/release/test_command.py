"""`autograder release`: the tree for students, through the real command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.grading.command import ROOT, run

COURSE = ROOT / "tests" / "courses" / "texts"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Copy a small course, with public checks and data."""
    copy = tmp_path / "solutions"
    shutil.copytree(COURSE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    data = copy / "words" / "data"
    data.mkdir()
    (data / "poem.txt").write_text("to be or not\n", encoding="utf-8")
    return copy


def release(course: Path, *options: str) -> tuple[int, str]:
    """Run the command beside the course, and return its exit code and output."""
    done = run("release", *options, cwd=course.parent)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_release_is_complete_and_the_same_each_time(course: Path) -> None:
    """Notebook, script, public checks, README and data; a second run changes nothing."""
    assert release(course)[0] == 0
    built = tree(course.parent / "assignments" / "words")
    assert sorted(built) == [
        "README.md", "data/poem.txt", "test_public.py", "words.ipynb", "words.py"
    ]  # fmt: skip
    assert release(course) == (0, "words: nothing changed\n")
    shutil.rmtree(course.parent / "assignments")
    release(course)
    assert tree(course.parent / "assignments" / "words") == built


def test_nothing_of_the_staffs_is_in_it(course: Path) -> None:
    """No solution, no hidden test, no secret."""
    release(course)
    everything = b"\n".join(tree(course.parent / "assignments").values()).decode()
    for secret in ("counts.get", "BEGIN SOLUTION", "only for tests", "One one ONE two"):
        assert secret not in everything


def test_the_notebook_is_valid_and_keeps_its_tags(course: Path) -> None:
    """Demo cells are told by their tag; each unfinished function raises."""
    master = course / "words" / "words.py"
    text = master.read_text(encoding="utf-8")
    text += '\n# %% [markdown]\n# A picture.\n\n# %% tags=["demo"]\nprint(word_counts("a b"))\n'
    master.write_text(text, encoding="utf-8")
    release(course)
    path = course.parent / "assignments" / "words" / "words.ipynb"
    nbformat.validate(nbformat.read(path, as_version=4))  # type: ignore[no-untyped-call]
    cells: list[dict[str, Any]] = json.loads(path.read_bytes())["cells"]
    assert cells[-1]["metadata"] == {"tags": ["demo"]}
    assert cells[-2]["cell_type"] == "markdown"
    assert 'raise NotImplementedError("TODO: write Counter.add")' in "".join(cells[0]["source"])


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("words.py", "\n# %% [markdown]\n# Try `x`:\n#\n#     counts = {}\n", "words.py, line"),
        ("test_public.py", "\n# counts = {}\n", "test_public.py, line"),
        ("data/notes.md", "counts = {}\n", "data/notes.md, line 1"),
        ("data/secret.bin", "\0only for tests", "the course's secret in data/secret.bin"),
    ],
)
def test_a_release_that_would_give_something_away_is_refused(
    course: Path, file: str, text: str, problem: str
) -> None:
    """And the old one stays as it was."""
    release(course)
    before = tree(course.parent / "assignments")
    with (course / "words" / file).open("a", encoding="utf-8") as target:
        target.write(text)
    code, output = release(course)
    assert code == 2
    assert "the release would give away" in output
    assert problem in output
    assert tree(course.parent / "assignments") == before


def test_check_says_what_is_not_current(course: Path) -> None:
    """Missing, changed and stray files; what using a release leaves behind is none."""
    assert release(course, "--check")[0] == 1
    release(course)
    folder = course.parent / "assignments" / "words"
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "words.pyc").write_bytes(b"x")
    assert release(course, "--check") == (0, "words: current\n")
    (folder / "words.py").write_text("x = 1\n", encoding="utf-8")
    (folder / "README.md").unlink()
    (folder / "solution.py").touch()
    code, output = release(course, "--check")
    assert code == 1
    for line in ("words.py is not current", "README.md is missing", "solution.py is not part of"):
        assert line in output
    assert (folder / "words.py").read_text(encoding="utf-8") == "x = 1\n"


def test_one_assignment_can_be_released_elsewhere(course: Path, tmp_path: Path) -> None:
    """By name, into a folder of one's choice."""
    assert release(course, "words", "--to", str(tmp_path / "out"))[0] == 0
    assert (tmp_path / "out" / "words" / "words.ipynb").is_file()
    code, output = release(course, "sentences")
    assert code == 2
    assert "has no assignment 'sentences'; it has: words" in output


def test_the_releases_of_this_project_are_current() -> None:
    """They are committed, and built from the masters beside them."""
    done = run("release", "--check")
    assert done.returncode == 0, done.stdout
