"""Whether there is a GPU is found out by files alone, and said with what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli.commands import app
from autograder.sandbox import gpu
from autograder.sandbox.gpu import Gpu, find_gpu

NEEDED = ("nvidiactl", "nvidia0", "nvidia-uvm")


@pytest.fixture
def devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the device files of a machine with one GPU: all are the device that swallows everything."""
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    (folder := tmp_path / "dev").mkdir()
    for name in NEEDED:
        (folder / name).symlink_to(os.devnull)
    return folder


def found(devices: Path) -> Gpu:
    """Return what is found in a machine with these device files."""
    return find_gpu(str(devices), str(devices.parent / "gpus"))


def test_a_gpu_has_the_name_that_its_driver_gives_it(devices: Path) -> None:
    """The first one's, without the driver's columns."""
    assert found(devices) == Gpu("NVIDIA GPU", "")
    (place := devices.parent / "gpus" / "0000:01:00.0").mkdir(parents=True)
    (place / "information").write_text("Model: \t\t NVIDIA H100 80GB\nIRQ:   \t\t 1\n", encoding="utf-8")
    assert found(devices) == Gpu("NVIDIA H100 80GB", "")
    assert found(devices).usable


@pytest.mark.parametrize("missing", NEEDED)
def test_a_gpu_without_its_device_files_is_none(devices: Path, missing: str) -> None:
    """The driver makes some of them when they are first asked for, which the jail does not do."""
    (devices / missing).unlink()
    assert not found(devices).usable
    assert ("no NVIDIA GPU" if missing == "nvidia0" else f"{missing} is missing") in found(
        devices
    ).missing


def test_the_gpu_of_wsl_has_a_file_of_its_own(devices: Path) -> None:
    """And none of the others."""
    for name in NEEDED:
        (devices / name).unlink()
    (devices / "dxg").symlink_to(os.devnull)
    assert found(devices).usable


def test_a_device_that_not_everybody_may_use_is_none(
    devices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers of root are other users; those of a user are that user."""
    monkeypatch.setattr(gpu, "_may_use", lambda file: not file.endswith("uvm"))
    assert "chmod a+rw" in found(devices).missing


@pytest.mark.parametrize("choice", ["", "-1"])
def test_who_chooses_no_gpu_has_none(
    devices: Path, monkeypatch: pytest.MonkeyPatch, choice: str
) -> None:
    """CUDA's own variable is heard."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", choice)
    assert found(devices).missing == "CUDA_VISIBLE_DEVICES names none"


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (Gpu("NVIDIA H100"), "training would run on the GPU (NVIDIA H100)"),
        (Gpu(missing="there is none"), "training would run on the CPU: there is none"),
    ],
)
def test_the_doctor_says_on_which_device_training_would_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, there: Gpu, said: str
) -> None:
    """With what holds there, or with what is missing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(gpu, "find_gpu", lambda: there)
    assert said in CliRunner().invoke(app, ["doctor"]).output
