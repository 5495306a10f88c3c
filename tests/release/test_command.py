"""`autograder release`: the tree for students, through the command."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat
import pytest

from autograder.cli import main
from autograder.released import Released, ReleasedQuestion, read_released
from autograder.wheel import WHEEL_NAME
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
    """Run the command for the course, and return its exit code and output."""
    output = io.StringIO()
    arguments = ["autograder", "release", "--course", str(course), *options]
    # In this process: to load what makes notebooks takes longer than all else.
    with (
        mock.patch("sys.argv", arguments),
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    return int(ended.value.code or 0), output.getvalue()


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_release_is_complete_and_the_same_each_time(course: Path) -> None:
    """Notebook, script, public checks, what it needs and data; a second run changes nothing."""
    assert release(course)[0] == 0
    built = tree(course.parent / "assignments" / "words")
    assert sorted(built) == [
        "README.md", "assignment.json", WHEEL_NAME, "data/poem.txt", "requirements.txt",
        "test_public.py", "words.ipynb", "words.py",
    ]  # fmt: skip
    code, output = release(course)
    assert (code, output.splitlines()[0]) == (0, "words: nothing changed")
    shutil.rmtree(course.parent / "assignments")
    release(course)
    assert tree(course.parent / "assignments" / "words") == built


def test_nothing_of_the_staffs_is_in_it(course: Path) -> None:
    """No solution, no hidden test, no secret."""
    release(course)
    everything = b"\n".join(tree(course.parent / "assignments").values()).decode("utf-8", "replace")
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
    assert [cell["metadata"].get("tags") for cell in cells] == [
        ["setup"],
        None,
        None,
        ["demo"],
        ["check"],
    ]
    assert cells[2]["cell_type"] == "markdown"
    assert 'raise NotImplementedError("TODO: write Counter.add")' in "".join(cells[1]["source"])


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("words.py", "\n# %% [markdown]\n# Try `x`:\n#\n#     counts = {}\n", "words.py, line"),
        ("test_public.py", "\n# counts = {}\n", "test_public.py, line"),
        ("data/notes.md", "counts = {}\n", "data/notes.md, line 1"),
        (
            "data/tests.py",
            "def test_longest(student):\n    pass\n",
            "the hidden test test_longest in data",
        ),
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


def test_the_hidden_suite_is_not_handed_out(course: Path) -> None:
    """Neither as a copy nor by a link."""
    (course / "words" / "data" / "old.txt").write_bytes(
        (course / "words" / "test_hidden.py").read_bytes()
    )
    code, output = release(course)
    assert (code, "test_hidden.py as data/old.txt" in output) == (2, True)
    (course / "words" / "data" / "old.txt").unlink()
    (course / "words" / "data" / "link.txt").symlink_to(course / "course.toml")
    code, output = release(course)
    assert (code, "is a link to what is elsewhere" in output) == (2, True)
    assert not (course.parent / "assignments").exists()


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


def test_a_wheel_is_neither_due_nor_out_of_place(course: Path) -> None:
    """Each machine makes its own: one of other sources is replaced, one of another version removed."""
    release(course)
    folder = course.parent / "assignments" / "words"
    wheel = (folder / WHEEL_NAME).read_bytes()
    old = folder / "cnn_autograder-0.0.1-py3-none-any.whl"
    for present in ((), (WHEEL_NAME,), (WHEEL_NAME, old.name)):
        for name in (WHEEL_NAME, old.name):
            (folder / name).unlink(missing_ok=True)
        for name in present:
            (folder / name).write_bytes(b"of other sources")
        assert release(course, "--check") == (0, "words: current\n")
    assert f"words: {WHEEL_NAME}, {old.name} removed\n" in release(course)[1]
    assert (folder / WHEEL_NAME).read_bytes() == wheel
    assert not old.exists()
    (folder / "data" / old.name).write_bytes(b"")
    assert f"data/{old.name} is not part of" in release(course, "--check")[1]


def test_what_an_earlier_release_had_is_told_of_and_left_alone(course: Path, tmp_path: Path) -> None:
    """Nobody but staff knows whose it is; what is handed out as a zip is without it."""
    release(course)
    (course / "words" / "data" / "poem.txt").unlink()
    folder = course.parent / "assignments" / "words"
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    code, output = release(course, "--zip", str(tmp_path))
    assert code == 1
    for name in ("data/poem.txt", "notes.txt"):
        assert f"{folder}: {name} is not part of the release: delete it" in output
        assert (folder / name).is_file()
        (folder / name).unlink()
    with zipfile.ZipFile(tmp_path / "words.zip") as archive:
        assert not [name for name in archive.namelist() if name.endswith(".txt") and "poem" in name]
    assert release(course)[0] == 0


def test_a_release_for_otter_is_current_until_there_is_one_without(course: Path) -> None:
    """Its tests are removed then, and those of a question that is no more; nobody else's."""
    assert release(course, "--otter")[0] == 0
    folder = course.parent / "assignments" / "words"
    others = {path.name for path in (folder / "tests").iterdir()}
    assert release(course, "--check") == (0, "words: current\n")
    (first, *_) = sorted(others)
    text = (folder / "tests" / first).read_text(encoding="utf-8")
    gone = folder / "tests" / "gone.py"
    gone.write_text(text.replace(first.removesuffix(".py"), "gone"), encoding="utf-8")
    assert "tests/gone.py is not part of" in release(course, "--check")[1]
    assert "tests/gone.py removed" in release(course, "--otter")[1]
    mine = folder / "tests" / "mine.py"
    mine.write_text(text, encoding="utf-8")
    code, output = release(course)
    assert (code, f"tests/{first} removed" in output) == (1, True)
    assert "tests/mine.py is not part of" in output
    assert [path.name for path in (folder / "tests").iterdir()] == ["mine.py"]
    mine.unlink()
    assert release(course)[0] == 0
    assert not (folder / "tests").exists()
    assert release(course, "--check") == (0, "words: current\n")


def test_a_zip_has_all_that_students_need(course: Path, tmp_path: Path) -> None:
    """In a folder of the assignment's name, the wheel too; the same bytes each time."""
    zips = tmp_path / "out" / "zips"
    code, output = release(course, "--zip", str(zips))
    assert code == 0
    assert f"{zips / 'words.zip'}\n" in output
    assert "the wheel" in output
    data = (zips / "words.zip").read_bytes()
    with zipfile.ZipFile(zips / "words.zip") as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    written = tree(course.parent / "assignments" / "words")
    assert packed == {f"words/{name}": content for name, content in written.items()}
    (zips / "words.zip").unlink()
    release(course, "--zip", str(zips))
    assert (zips / "words.zip").read_bytes() == data
    assert release(course, "--check", "--zip", str(zips))[0] == 2


def test_a_release_says_what_it_is(course: Path) -> None:
    """The points, what may be imported, and how functions and methods were to be called."""
    release(course)
    folder = course.parent / "assignments" / "words"
    assert read_released(folder) == Released(
        name="words",
        title="Counting words",
        allow=(),
        files=(),
        code_kb=4096,
        questions=(
            ReleasedQuestion(id="word_counts", title="How often each word occurs", points=5),
            ReleasedQuestion(id="longest", title="The longest words", points=3),
            ReleasedQuestion(id="counter", title="A counter that is an object", points=2),
        ),
        functions={
            "word_counts": "text",
            "longest": "text, key=len",
            "Counter.__init__": "",
            "Counter.add": "text",
        },
        checks_sha256=hashlib.sha256((folder / "test_public.py").read_bytes()).hexdigest(),
    )


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
