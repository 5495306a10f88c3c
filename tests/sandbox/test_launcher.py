"""What the grader's side of the zygote leaves behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.errors import SandboxError
from autograder.sandbox import launcher
from autograder.sandbox.jail.resources import Bounds
from autograder.sandbox.launcher import Zygote, remove_folder


def test_a_folder_of_any_depth_is_removed(tmp_path: Path) -> None:
    """A student's code can nest folders beyond what recursion, or a path, can reach."""
    top = tmp_path / "scratch"
    top.mkdir()
    inside = os.open(top, os.O_RDONLY)
    for _ in range(3_000):
        os.mkdir("a", dir_fd=inside)
        deeper = os.open("a", os.O_RDONLY, dir_fd=inside)
        os.close(inside)
        inside = deeper
    os.close(inside)
    remove_folder(top)
    assert not top.exists()


def test_a_folder_that_is_gone_is_no_error(tmp_path: Path) -> None:
    """Somebody may have tidied up."""
    remove_folder(tmp_path / "gone")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_for_temporary_files_may_be_the_current_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The zygote and its workers, for whom a dot is another folder, are told its name."""
    monkeypatch.chdir("/tmp")
    monkeypatch.setattr("tempfile.tempdir", os.curdir)  # as `TMPDIR=.` has it
    with Zygote(()) as zygote:
        assert zygote._scratch.is_absolute()
        session = zygote.open_session()
        session.request_worker(Bounds(memory_bytes=2**30, cpu_seconds=10, file_bytes=2**20))
        worker = session.receive_worker()
        assert worker.scratch.parent == zygote._scratch
        session.retire(worker)
        session.close()


@pytest.mark.parametrize("choice", ["0", "1,3", "", "-1", "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6"])
def test_the_choice_of_a_gpu_reaches_the_workers(monkeypatch: pytest.MonkeyPatch, choice: str) -> None:
    """Where there is one; without, they have no use for it."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", choice)
    monkeypatch.setenv("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
    environment = launcher._environment_with_gpu()
    assert environment["CUDA_VISIBLE_DEVICES"] == choice
    assert environment["CUDA_DEVICE_ORDER"] == "PCI_BUS_ID"
    assert not environment.keys() & launcher._environment().keys()


@pytest.mark.parametrize("choice", ["all", "0;1", "0\n", "0,", "MIG-1", "../etc"])
def test_a_choice_that_names_no_gpu_is_refused(monkeypatch: pytest.MonkeyPatch, choice: str) -> None:
    """Rather than dropped, which would use the GPU of somebody else."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", choice)
    with pytest.raises(SandboxError, match="names no GPUs: correct it"):
        Zygote((), gpu=True)
