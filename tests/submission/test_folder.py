"""Folders: walked within bounds, without following links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.submission.build import lay, notebook, read, refusal

GRADED = {"blur_edges.ipynb": notebook("x = 1")}


def test_a_folder_keeps_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the path is a dot."""
    lay(tmp_path / "alice", GRADED)
    assert read(tmp_path / "alice").name == "alice"
    monkeypatch.chdir(tmp_path / "alice")
    assert read(Path()).name == "alice"


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """There is nothing to grade."""
    assert "Put blur_edges.ipynb" in refusal(lay(tmp_path / "alice", {}))


@pytest.mark.parametrize("target", ["/etc/passwd", "blur_edges.ipynb", "gone", ".", "helpers.py"])
def test_a_link_inside_is_refused_by_name(tmp_path: Path, target: str) -> None:
    """It could show a student any file of the grader's, or lead in circles."""
    root = lay(tmp_path / "alice", GRADED | {"pkg/a.py": b"x"})
    (root / "pkg" / "helpers.py").symlink_to(target)
    assert "pkg/helpers.py in alice is a link" in refusal(root)


def test_junk_is_not_looked_into(tmp_path: Path) -> None:
    """A virtual environment is full of links."""
    root = lay(tmp_path / "alice", GRADED | {".venv/a.py": b"x", "venv/b.py": b"x"})
    (root / ".venv" / "python").symlink_to("/usr/bin/python")
    (root / "venv" / "python").symlink_to("/usr/bin/python")
    assert read(root).modules == {}


def test_a_fifo_inside_is_refused(tmp_path: Path) -> None:
    """It is named, and never opened."""
    root = lay(tmp_path / "alice", GRADED)
    os.mkfifo(root / "helpers.py")
    assert "helpers.py in alice is not a regular file" in refusal(root)


def test_a_folder_may_be_named_like_a_file(tmp_path: Path) -> None:
    """A folder is a folder, whatever its name."""
    root = lay(tmp_path / "alice.zip", GRADED | {"old.py/notes.txt": b"x", "blur_edges.py/x.txt": b"x"})
    assert read(root).graded_file == "blur_edges.ipynb"


def test_files_are_counted(tmp_path: Path) -> None:
    """2,000 are looked through, and not one more."""
    root = lay(tmp_path / "alice", GRADED | {f"{n}.txt": b"" for n in range(1999)})
    assert read(root).kind == "notebook"
    lay(root, {"one_more.txt": b""})
    assert "more than 2,000 files" in refusal(root)


def test_depth_is_bounded(tmp_path: Path) -> None:
    """16 levels of folders are looked into."""
    root = lay(tmp_path / "alice", GRADED | {"d/" * 16 + "a.txt": b""})
    assert read(root).kind == "notebook"
    lay(root, {"d/" * 17 + "a.txt": b""})
    assert "16 levels" in refusal(root)


def test_a_link_put_there_later_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that turns into a link between looking and reading is refused too."""
    root = lay(tmp_path / "alice", GRADED)
    lay(tmp_path, {"secret.ipynb": notebook("secret = 1")})
    opened = os.open

    def swap(path: Path, flags: int) -> int:
        path.unlink()
        path.symlink_to(tmp_path / "secret.ipynb")
        return opened(path, flags)

    monkeypatch.setattr("autograder.submission.folder.os.open", swap)
    assert "alice cannot be opened" in refusal(root)


def test_undecodable_names_are_shown_safely(tmp_path: Path) -> None:
    """A file name of raw bytes reaches no message as it is."""
    root = lay(tmp_path / "alice", {os.fsdecode(b"\xff_blur_edges.py"): b"x = 1"})
    got = read(root)
    assert got.graded_file == got.cells[0].label == "\ufffd_blur_edges.py"
