"""Which layers a machine offers is found out by trying, and said in words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.sandbox.jail.trial import expect_refusal, try_out
from autograder.sandbox.packages import PackageError, import_allowed


def test_a_layer_that_works_has_no_reason() -> None:
    """And what it does to the child is not seen here."""
    before = Path.cwd()
    assert not try_out(lambda: os.chdir("/"))
    assert Path.cwd() == before


def test_a_layer_that_fails_says_why() -> None:
    """In the words of the error, or of its kind."""

    def refuse() -> None:
        raise OSError(38, "landlock: Function not implemented")

    def give_up() -> None:
        raise ValueError

    assert try_out(refuse) == "[Errno 38] landlock: Function not implemented"
    assert try_out(give_up) == "ValueError"
    assert len(try_out(lambda: int("x" * 9999))) <= 500


def test_a_layer_that_ends_the_process_does_not_work() -> None:
    """A filter may kill what another one would refuse."""
    assert try_out(lambda: os.kill(os.getpid(), 9)) == "the process that tried it was killed"


def test_a_layer_that_keeps_from_nothing_does_not_work() -> None:
    """What it should forbid is tried."""
    assert "does not keep a process from looking" in try_out(
        lambda: expect_refusal(lambda: os.listdir("/"), "looking")  # noqa: PTH208
    )

    def forbidden() -> None:
        raise PermissionError

    assert not try_out(lambda: expect_refusal(forbidden, "looking"))


def test_the_files_of_allowed_packages_are_those_of_all_that_they_need() -> None:
    """Folders of packages, their libraries and their metadata, and nothing else that is installed."""
    allowed = import_allowed(("numpy",))
    names = {Path(file).name for file in allowed.files}
    assert "numpy" in names
    assert any(name.startswith("numpy-") for name in names)
    assert not any("pytest" in name or "autograder" in name for name in names)
    assert all(Path(file).parent.name in {"site-packages", "dist-packages"} for file in allowed.files)


def test_a_package_that_is_not_there_is_named() -> None:
    """With what to do about it."""
    with pytest.raises(PackageError, match=r"allows 'nunpy'.*correct `allow` in assignment\.toml"):
        import_allowed(("nunpy",))
