"""Under which conditions something is measured: what may be asked for, and what is said otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.assignment import Assignment, Conditions, Device, load_assignment, load_course
from autograder.cli import grade, main
from autograder.errors import CourseError
from autograder.sandbox import gpu
from autograder.sandbox.gpu import Gpu
from tests.samples import ASSIGNMENT, MASTER, lay_course

TRAINING = """
[limits]
total_seconds = 500

[training]
build = "build"
train = "train"
data = "data.npz"
held_out = "held_out.npz"
parameters = 1000
seeds = 2
seconds = { cpu = 40, cuda = 60 }
"""


def lay(folder: Path, text: str = "") -> Assignment:
    """Return an assignment with more at the beginning, and data to train with if it needs some."""
    lay_course(folder, assignment=text.replace("%", ASSIGNMENT) if "%" in text else text + ASSIGNMENT)
    for name in ("data.npz", "held_out.npz"):
        (folder / "bends" / name).write_bytes(b"")
    return load_assignment(load_course(folder), "bends")


def said(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *options: str
) -> str:
    """Return what the command says that cannot grade."""
    (folder / "bends.py").write_text(MASTER, encoding="utf-8")
    words = ["autograder", "grade", "bends", str(folder / "bends.py"), "--course", str(folder)]
    monkeypatch.setattr("sys.argv", [*words, *options])
    for library in ("OMP", "OPENBLAS", "MKL"):  # which the command sets, so that it is undone
        monkeypatch.setenv(f"{library}_NUM_THREADS", "1")
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    assert ended.value.code == 2
    assert printed.out == ""
    return printed.err


def test_a_gpu_that_is_not_there_is_not_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is graded on the CPU in its place, and the reason is said."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    lay(tmp_path, "gpu = true\n")
    text = said(tmp_path, capsys, monkeypatch, "--device", "cuda")
    assert "Error: --device cuda: CUDA_VISIBLE_DEVICES names none" in text


def test_an_assignment_may_know_no_gpu(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is one, too."""
    monkeypatch.setattr(gpu, "find_gpu", Gpu)
    lay(tmp_path)
    text = said(tmp_path, capsys, monkeypatch, "--device", "cuda")
    assert text == "autograder: bends is not measured on a GPU (`gpu` in assignment.toml)\n"


def test_data_are_for_networks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An assignment that trains none takes none."""
    lay(tmp_path)
    text = said(tmp_path, capsys, monkeypatch, "--data", str(tmp_path))
    assert text == "autograder: bends trains nothing: it takes no data\n"


@pytest.mark.parametrize(("option", "value"), [("--device", "tpu"), ("--data", "no_such_folder")])
def test_what_there_is_not_cannot_be_asked_for(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    option: str,
    value: str,
) -> None:
    """The option and the word are named."""
    lay(tmp_path)
    text = said(tmp_path, capsys, monkeypatch, option, value)
    assert option in text
    assert value in text


@pytest.mark.parametrize(
    ("asked", "measured", "usable", "on_cluster", "due"),
    [
        ("auto", True, True, False, "cuda"),
        ("auto", True, False, False, "cpu"),
        ("auto", True, False, True, "cuda"),
        ("auto", False, True, False, "cpu"),
        ("auto", False, True, True, "cpu"),
        ("cpu", True, True, True, "cpu"),
        ("cuda", True, True, False, "cuda"),
        ("cuda", True, False, True, "cuda"),
    ],
)
def test_a_gpu_is_chosen_where_it_is_of_use(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    asked: str,
    measured: bool,
    usable: bool,
    on_cluster: bool,
    due: Device,
) -> None:
    """That of a cluster's machines is not seen from here."""
    monkeypatch.setattr(gpu, "find_gpu", lambda: Gpu(missing="" if usable else "there is none"))
    assignment = lay(tmp_path, f"gpu = {str(measured).lower()}\n")
    assert grade._chosen(asked, assignment, on_cluster=on_cluster) == due


def test_conditions_are_those_that_were_asked_for(tmp_path: Path) -> None:
    """All else stays as it was; without data of one's own those in the assignment's folder count."""
    assignment = lay(tmp_path, f"gpu = true\n%{TRAINING}")
    assert (assignment.conditions, assignment.on_gpu) == (Conditions("cpu", "embedded"), False)
    on_gpu = assignment.under("cuda", None)
    assert (on_gpu.conditions, on_gpu.on_gpu) == (Conditions("cuda", "embedded"), True)
    whole = on_gpu.under("cpu", tmp_path)
    assert (whole.conditions, whole.data_folder) == (Conditions("cpu", "mnist"), tmp_path)
    assert whole.under("cpu", None) == assignment


def test_conditions_that_cannot_be_are_refused(tmp_path: Path) -> None:
    """Before anything is graded."""
    assignment = lay(tmp_path)
    assert assignment.under("cpu", None) == assignment
    with pytest.raises(CourseError, match="not measured on a GPU"):
        assignment.under("cuda", None)
    with pytest.raises(CourseError, match="trains nothing"):
        assignment.under("cpu", tmp_path)


def test_marks_that_depend_on_no_condition_are_kept_on_a_gpu(tmp_path: Path) -> None:
    """Without steps nothing is measured: what was graded on the CPU is not graded again."""
    assignment = lay(tmp_path, "gpu = true\n")
    assert assignment.under("cuda", None).sha256() == assignment.sha256()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("500", "200", "total_seconds has to be at least 240: 2 trainings"),
        ("held_out.npz", "absent.npz", "absent.npz is missing"),
        ("data.npz", "../data.npz", "training.data"),
        ('train = "train"', 'train = "a.b"', "training.train"),
        ("seeds = 2", "seeds = 0", "training.seeds"),
        ("cuda = 60", "gpu = 60", "gpu"),
    ],
)
def test_a_training_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    """With what is missing, or too little."""
    assert old in TRAINING
    with pytest.raises(CourseError) as raised:
        lay(tmp_path, f"%{TRAINING.replace(old, new, 1)}")
    assert problem in str(raised.value)
