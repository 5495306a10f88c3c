"""Who may read a file that is written whole, from its first instant."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from autograder.reports import atomic
from autograder.reports.atomic import write_atomically


def mode(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def usual_umask() -> Iterator[None]:
    """Let new files be read by all, as most machines do."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("usual_umask")
@pytest.mark.parametrize(("private", "expected"), [(False, 0o644), (True, 0o600)])
def test_a_private_file_is_the_owners_alone(
    tmp_path: Path, private: bool, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the moment that there is one, also where it replaces a `.partial` one that all may read."""
    path, partial = tmp_path / "marks.csv", tmp_path / "marks.csv.partial"
    partial.touch(0o666)
    seen = modes_seen(partial, monkeypatch)
    write_atomically(path, b"new", private=private)
    assert seen == [expected]
    assert mode(path) == expected


def modes_seen(partial: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that the permissions of a `.partial` file are put into as soon as it is there."""
    seen: list[int] = []
    fdopen = os.fdopen

    def noting(*arguments: Any, **more: Any) -> Any:
        seen.append(mode(partial))
        return fdopen(*arguments, **more)

    monkeypatch.setattr(os, "fdopen", noting)
    return seen


@pytest.mark.usefixtures("usual_umask")
@pytest.mark.parametrize("private", [False, True])
def test_no_file_is_open_to_all_before_it_has_its_permissions(
    tmp_path: Path, private: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opened it in between would read on; an existing file that all may read stays one."""
    path = tmp_path / "marks.csv"
    path.write_bytes(b"old")
    path.chmod(0o664)
    seen = modes_seen(tmp_path / "marks.csv.partial", monkeypatch)
    write_atomically(path, b"new", private=private)
    assert seen == [0o600]
    assert mode(path) == 0o664


@pytest.mark.parametrize("permissions", [0o600, 0o640, 0o666])
def test_permissions_are_kept_from_the_first_byte(
    tmp_path: Path, permissions: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks that others may not read are in no file that they may."""
    path, partial = tmp_path / "marks.csv", tmp_path / "marks.csv.partial"
    path.write_bytes(b"old")
    path.chmod(permissions)
    partial.touch(0o444)
    seen = []

    def write_all(file: BinaryIO, data: bytes) -> None:
        seen.append(mode(partial))
        file.write(data)

    monkeypatch.setattr(atomic, "write_all", write_all)
    write_atomically(path, b"new")
    assert seen == [permissions]
    assert mode(path) == permissions
