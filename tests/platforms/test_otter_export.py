"""`autograder export otter`: the zip, and what stands in its way."""

from __future__ import annotations

import importlib.metadata
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from autograder.assignment import load_assignment, load_course
from autograder.errors import AutograderError
from autograder.platforms.otter.layout import blank, handed_in
from autograder.platforms.otter.version import require_otter
from autograder.wheel import WHEEL_NAME, wheel
from tests.grading.command import ROOT, run


def test_another_version_of_otter_is_an_error_that_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin for one major version would fail in odd ways under another."""
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "6.1.3")
    with pytest.raises(AutograderError, match=r"otter-grader 6\.1\.3 .* version 7: pip install"):
        require_otter()


def test_no_otter_is_an_error_that_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The core of this package does not need it."""

    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(AutograderError, match=r"not installed here: pip install 'otter-grader\["):
        require_otter()


def test_one_file_is_graded_as_itself_and_several_as_a_folder(tmp_path: Path) -> None:
    """As a student would name it."""
    assert handed_in(tmp_path) == tmp_path
    (tmp_path / "a.py").touch()
    assert handed_in(tmp_path) == tmp_path / "a.py"
    (tmp_path / "b.py").touch()
    assert handed_in(tmp_path) == tmp_path


def test_a_folder_alone_is_no_file(tmp_path: Path) -> None:
    """What lies in it counts with its name."""
    (tmp_path / "inside").mkdir()
    assert handed_in(tmp_path) == tmp_path


def test_what_stands_for_a_submission_does_nothing() -> None:
    """A notebook has no cell, a script no line."""
    assert json.loads(blank(".ipynb"))["cells"] == []
    assert blank(".py") == ""


@pytest.mark.slow
class TestZip:
    """What is in it, with the real Otter."""

    @pytest.fixture
    def files(self) -> dict[str, bytes]:
        """Return the files of the zip of an assignment."""
        pytest.importorskip("otter", reason="otter-grader is not installed: pip install -e '.[otter]'")
        from autograder.platforms.otter.export import to_zip

        assignment = load_assignment(load_course(ROOT / "solutions"), "pooling")
        data = to_zip(assignment)
        assert to_zip(assignment) == data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.getinfo("setup.sh").external_attr >> 16 & 0o111
            return {name: archive.read(name) for name in archive.namelist()}

    def test_it_grades_one_assignment_and_no_other(self, files: dict[str, bytes]) -> None:
        """Of the course it holds what staff have of this one."""
        staff = [name for name in files if name.startswith("files/autograder_course/")]
        assert "files/autograder_course/pooling/test_hidden.py" in staff
        assert "files/autograder_course/course.toml" in staff
        assert not [name for name in files if "stride_padding" in name]
        config = json.loads(files["otter_config.json"])
        assert config["pdf"] is False
        assert config["plugins"] == [
            {"autograder.platforms.otter.plugin.Plugin": {"assignment": "pooling"}}
        ]

    def test_what_grades_has_exact_versions(self, files: dict[str, bytes]) -> None:
        """Those that are installed here, Otter's among them."""
        environment = files["environment.yml"].decode()
        for name in ("numpy", "pytest", "msgspec"):
            assert f"- {name}=={importlib.metadata.version(name)}\n" in environment
        otter = importlib.metadata.version("otter-grader")
        assert f"- otter-grader[grading,plugins]=={otter}\n" in environment

    def test_setup_installs_the_wheel_of_this_package(
        self, files: dict[str, bytes], tmp_path: Path
    ) -> None:
        """From what `otter grade` hands over: setup.sh, environment.yml and `requirements.*` alone."""
        for name, data in files.items():
            if "/" not in name and name.startswith(("setup.sh", "environment.yml", "requirements.")):
                (tmp_path / name).write_bytes(data)
        (tmp_path / "mamba").write_text('#!/bin/sh\nwhile [ $# -gt 1 ]; do shift; done; cat "$1" >got\n')
        (tmp_path / "mamba").chmod(0o755)
        ours = files["setup.sh"].decode().partition("\n# cnn-autograder")[2].partition("\n")[2]
        assert ours.count("\n") == 2
        ours = ours.replace("/autograder/source", str(tmp_path)).replace("/tmp/cnn", f"{tmp_path}/cnn")
        path = f"{tmp_path}:/usr/bin:/bin"
        subprocess.run(["bash", "-ec", ours], cwd=tmp_path, env={"PATH": path}, check=True)
        assert (tmp_path / "got").read_bytes() == wheel()
        assert (tmp_path / WHEEL_NAME).is_file()

    def test_the_command_says_what_to_do_next(self, tmp_path: Path) -> None:
        """And keeps the zip from other users."""
        pytest.importorskip("otter", reason="otter-grader is not installed: pip install -e '.[otter]'")
        out = tmp_path / "pooling.zip"
        done = run("export", "otter", "pooling", "--out", out)
        assert done.returncode == 0, done.stderr
        for said in (f"otter run -a {out}", "otter grade -n pooling", "Ubuntu 22.04", "after_published"):
            assert said in done.stdout
        assert out.stat().st_mode & 0o077 == 0
