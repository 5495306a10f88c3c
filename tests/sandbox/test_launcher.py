"""What the grader's side of the zygote leaves behind."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.sandbox.launcher import remove_folder


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
