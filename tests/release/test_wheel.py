"""The wheel in a release, and the requirements by which pip installs it."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import io
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from autograder._version import __version__
from autograder.errors import AutograderError
from autograder.release.requirements import to_requirements
from autograder.wheel import DISTRIBUTION, WHEEL_NAME, installed, wheel


def lines(text: str) -> list[str]:
    """Return what pip reads."""
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_wheel_is_the_same_each_time_and_whole() -> None:
    """Its record has each file with its digest."""
    data = wheel()
    assert wheel() == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    record = f"cnn_autograder-{__version__}.dist-info/RECORD"
    rows = set(files.pop(record).decode().splitlines())
    due = {f"{record},,"}
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        due.add(f"{name},sha256={digest},{len(content)}")
    assert rows == due


def test_requirements_begin_with_the_wheel_beside_them() -> None:
    """Bounds are those of this package where it has some."""
    text = to_requirements(("numpy", "thispackage"), {"numpy", "matplotlib", "math", "given"})
    assert lines(text) == [
        f"./{WHEEL_NAME}", "numpy>=1.26", "thispackage", "jupyterlab>=4.2", "matplotlib>=3.8",
    ]  # fmt: skip
    assert "download.pytorch.org" not in text


def test_of_pytorch_the_small_one_is_named() -> None:
    """The usual one takes gigabytes; what does not draw needs nothing to draw with."""
    text = to_requirements(("torch",), ())
    assert lines(text) == [f"./{WHEEL_NAME}", "torch>=2.4", "jupyterlab>=4.2"]
    assert "pip install torch --index-url https://download.pytorch.org/whl/cpu\n" in text


def test_without_an_installation_there_is_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to do."""

    def missing(name: str) -> importlib.metadata.Distribution:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    for make in (wheel, installed, lambda: to_requirements((), ())):
        with pytest.raises(AutograderError, match=f"{DISTRIBUTION} is not installed.*: install it"):
            make()


@pytest.mark.slow
def test_pip_installs_the_wheel(tmp_path: Path) -> None:
    """Into an environment of its own; all that is missing then is what it needs."""
    (tmp_path / WHEEL_NAME).write_bytes(wheel())
    (tmp_path / "requirements.txt").write_text(f"./{WHEEL_NAME}\n", encoding="utf-8")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin") / Path(sys.executable).name
    pip = [str(python), "-m", "pip", "install", "--no-deps", "--no-index", "-r", "requirements.txt"]
    subprocess.run(pip, cwd=tmp_path, check=True, capture_output=True)
    program = "import autograder; print(autograder.__version__, autograder.__file__)"
    done = subprocess.run(
        [str(python), "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    version, _, file = done.stdout.strip().partition(" ")
    assert version == __version__
    assert Path(file).is_relative_to(tmp_path / "env")
    assert (python.parent / "autograder").exists()
