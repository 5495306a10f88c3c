"""Which files are on the list of what a worker may read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.sandbox.jail.readable import interpreter_files, outermost


def test_what_lies_in_a_listed_folder_needs_no_rule(tmp_path: Path) -> None:
    """However deep; a folder of a similar name, and what is not there, are something else."""
    (tmp_path / "lib" / "deep").mkdir(parents=True)
    (tmp_path / "lib64").mkdir()
    paths = [str(tmp_path / name) for name in ("lib/deep/one.py", "lib", "lib64/two.so", "gone", "lib")]
    assert outermost(paths) == [str(tmp_path / name) for name in ("lib", "lib64/two.so", "gone")]
    assert outermost(["/", "//usr", "/proc/cpuinfo"]) == ["/"]
    missing = [f"{tmp_path}/gone/../lib", f"{tmp_path}/lib/deep"]  # the first cannot be opened
    assert outermost(missing) == missing


def test_a_link_goes_by_where_it_leads(tmp_path: Path) -> None:
    """Out of a listed folder it needs a rule of its own, and into one it needs none."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "elsewhere").touch()
    (tmp_path / "lib" / "out").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "into").symlink_to(tmp_path / "lib" / "inside")
    paths = [str(tmp_path / name) for name in ("lib", "lib/out", "into")]
    assert outermost(paths) == paths[:2]


@pytest.mark.parametrize("installed", ["", "site-packages", "dist-packages"])
def test_what_is_installed_in_the_standard_library_is_not_on_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: str
) -> None:
    """Where nothing is, the folder itself stands for all that is in it."""
    for name in filter(None, ("json", "os.py", installed)):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(os, "__file__", str(tmp_path / "os.py"))
    found = {path for path in interpreter_files() if path.startswith(str(tmp_path))}
    folder = {str(tmp_path)}
    assert found == ({f"{tmp_path}/json", f"{tmp_path}/os.py"} if installed else folder)


def test_a_standard_library_of_links_is_read_where_they_lead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A distribution may keep some of it in /etc, and some installations are nothing but links."""
    (tmp_path / "elsewhere.py").touch()
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "os.py").touch()
    (tmp_path / "lib" / "site.py").symlink_to(tmp_path / "elsewhere.py")
    (tmp_path / "lib" / "posix.py").symlink_to("os.py")
    monkeypatch.setattr(os, "__file__", str(tmp_path / "lib" / "os.py"))
    found = [path for path in outermost(interpreter_files()) if path.startswith(str(tmp_path))]
    assert found == [f"{tmp_path}/lib", f"{tmp_path}/lib/site.py"]
