"""The digest of what was handed in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.batch.intake import content, content_sha256
from tests.submission.build import lay


def test_a_digest_depends_on_names_and_bytes_alone(tmp_path: Path) -> None:
    """Neither on the place nor on times, modes or the name of the folder."""
    first = lay(tmp_path / "a", {"x.py": b"1", "d/y.py": b"2"})
    second = lay(tmp_path / "b" / "c", {"d/y.py": b"2", "x.py": b"1"})
    os.utime(second / "x.py", (1, 1))
    (second / "x.py").chmod(0o600)
    assert content_sha256(first) == content_sha256(second)
    lay(second, {"__pycache__/x.pyc": b"", ".DS_Store": b"", "d/.ipynb_checkpoints/y.py": b""})
    assert content_sha256(first) == content_sha256(second)


@pytest.mark.parametrize(
    "change",
    [
        {"x.py": b"2"},
        {"x.py": b""},
        {"new.py": b""},
        {"d/x.py": b"1"},
        {"d/y.py": b"22"},
    ],
    ids=range(5),
)
def test_any_change_of_a_file_changes_the_digest(tmp_path: Path, change: dict[str, bytes]) -> None:
    """Its bytes, or that there is one more."""
    folder = lay(tmp_path / "a", {"x.py": b"1", "d/y.py": b"2"})
    before = content_sha256(folder)
    assert content_sha256(lay(folder, change)) != before


def test_bytes_cannot_pass_for_another_file(tmp_path: Path) -> None:
    """Where one ends and the next begins is part of it."""
    one = lay(tmp_path / "one", {"a": b"1", "b": b"2"})
    digests = {content_sha256(one)}
    for number, files in enumerate(
        [{"a": b"12", "b": b""}, {"ab": b"12"}, {"a": b"1b2"}, {"b": b"1", "a": b"2"}]
    ):
        digests.add(content_sha256(lay(tmp_path / str(number), files)))
    assert len(digests) == 5


def test_a_file_counts_with_its_own_name(tmp_path: Path) -> None:
    """It tells what is graded; the folder around it does not."""
    lay(tmp_path, {"a.py": b"1", "b.py": b"1", "d/a.py": b"1"})
    assert content_sha256(tmp_path / "a.py") == content_sha256(tmp_path / "d/a.py")
    assert content_sha256(tmp_path / "a.py") != content_sha256(tmp_path / "b.py")


def test_links_are_noted_and_not_followed(tmp_path: Path) -> None:
    """What they lead to may change; where they lead is what was handed in."""
    lay(tmp_path, {"target.py": b"1", "d/x.py": b""})
    (tmp_path / "d/link").symlink_to(tmp_path / "target.py")
    (tmp_path / "d/loop").symlink_to(tmp_path / "d")
    before = content_sha256(tmp_path / "d")
    lay(tmp_path, {"target.py": b"2"})
    assert content_sha256(tmp_path / "d") == before
    (tmp_path / "d/link").unlink()
    (tmp_path / "d/link").symlink_to("/etc/passwd")
    assert content_sha256(tmp_path / "d") != before


def test_devices_are_noted_and_not_opened(tmp_path: Path) -> None:
    """A FIFO would wait for ever."""
    folder = lay(tmp_path / "a", {"x.py": b""})
    before = content_sha256(folder)
    os.mkfifo(folder / "pipe.py")
    assert content_sha256(folder) != before
    assert content_sha256(folder / "pipe.py") != content_sha256(folder)


def test_nothing_is_an_error(tmp_path: Path) -> None:
    """What is not there or has an odd name has a digest, too."""
    odd = lay(tmp_path / "odd", {os.fsdecode(b"\xff\n.py"): b"1"})
    for path in (
        tmp_path / "nowhere",
        tmp_path / "nul\0",
        Path("x" * 5000),
        odd,
        Path("/proc/self/mem"),
    ):
        assert len(content_sha256(path)) == 64


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_cannot_be_read_counts_by_name(tmp_path: Path) -> None:
    """And the rest by its bytes."""
    folder = lay(tmp_path / "a", {"shut.py": b"1", "shut/x.py": b"", "x.py": b""})
    (folder / "shut.py").chmod(0)
    (folder / "shut").chmod(0)
    before = content_sha256(folder)
    (folder / "x.py").write_text("1")
    assert content_sha256(folder) != before
    (folder / "shut").chmod(0o700)


def test_beyond_the_bounds_sizes_have_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terabyte is not read, nor is the ten thousandth file."""
    huge = tmp_path / "huge.npz"
    huge.touch()
    os.truncate(huge, 2**40)
    before = content_sha256(huge)
    os.truncate(huge, 2**40 + 1)
    assert content_sha256(huge) != before
    monkeypatch.setattr(content, "_FILES", 1)
    folder = lay(tmp_path / "many", {"a.py": b"1", "b.py": b"1"})
    before = content_sha256(folder)
    assert content_sha256(lay(folder, {"b.py": b"2"})) == before
    assert content_sha256(lay(folder, {"a.py": b"2"})) != before


def test_a_path_may_be_longer_than_can_be_opened(tmp_path: Path) -> None:
    """Folders in folders: what lies deeper counts by the name of the first that cannot be read."""
    folder = tmp_path / "deep"
    folder.mkdir()
    before = content_sha256(folder)
    at = os.open(folder, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=at)
        above, at = at, os.open("d" * 200, os.O_RDONLY, dir_fd=at)
        os.close(above)
    os.close(at)
    assert content_sha256(folder) != before


def test_a_renamed_file_is_known_by_its_former_name(tmp_path: Path) -> None:
    """And no other; a folder's name never counts."""
    lay(tmp_path, {"a.py": b"1", "d/a.py": b"1"})
    before = content_sha256(tmp_path / "a.py")
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert content_sha256(tmp_path / "b.py", "a.py") == before
    assert content_sha256(tmp_path / "b.py", "c.py") != before
    assert content_sha256(tmp_path / "b.py", "") != before
    assert content_sha256(tmp_path / "d", "a.py") == content_sha256(tmp_path / "d")
