"""Landlock: the files on the list can be opened, and no others."""

from __future__ import annotations

import functools
import importlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.sandbox.jail.landlock import FileRules
from autograder.sandbox.jail.readable import WRITABLE, interpreter_files
from tests.attacks.machines import has_landlock
from tests.sandbox.jail.inside import inside

pytestmark = pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Make a worker's folder, beside another's, with a secret between them."""
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    (tmp_path / "2" / "answer").write_text("42", encoding="utf-8")
    (tmp_path / "secret").write_text("42", encoding="utf-8")
    (tmp_path / "1" / "data").write_text("mine", encoding="utf-8")
    return tmp_path / "1"


def attempt(scratch: Path, action: Callable[[], object]) -> str:
    """Do something as a worker whose folder is `scratch`."""

    def go_there_first() -> None:
        os.chdir(scratch)
        action()

    # Made in the child, with which its descriptors end.
    return inside(
        lambda: FileRules(interpreter_files(), WRITABLE).restrict(str(scratch)), go_there_first
    )


def _make_folders() -> None:
    Path("a").mkdir()
    Path("data").rename("a/b")
    assert os.listdir("a") == ["b"]  # noqa: PTH208


def _remove() -> None:
    Path("data").unlink()
    Path("e").mkdir()
    Path("e").rmdir()


ALLOWED: dict[str, Callable[[], object]] = {
    "reading its own": lambda: Path("data").read_text(encoding="utf-8"),
    "writing": lambda: Path("new").write_text("x", encoding="utf-8"),
    "cutting off": lambda: os.truncate("data", 1),
    "folders": _make_folders,
    "removing": _remove,
    "the standard library": lambda: Path(os.__file__).read_bytes(),
    "a module that is not loaded yet": lambda: importlib.import_module("this"),
    "the device that swallows all": lambda: Path(os.devnull).write_text("x", encoding="utf-8"),
    "random numbers": lambda: Path("/dev/urandom").open("rb").read(1),  # noqa: SIM115
}
REFUSED: dict[str, Callable[[], object]] = {
    "the root": lambda: os.listdir("/"),  # noqa: PTH208
    "accounts": lambda: Path("/etc/passwd").read_text(encoding="utf-8"),
    "its own memory": lambda: Path("/proc/self/mem").open("rb"),  # noqa: SIM115
    "its own status": lambda: Path("/proc/self/status").read_text(encoding="utf-8"),
    "the parent's environment": lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
    "the folder above": lambda: os.listdir(".."),  # noqa: PTH208
    "a secret beside": lambda: Path("../secret").read_text(encoding="utf-8"),
    "another's folder": lambda: os.listdir("../2"),  # noqa: PTH208
    "another's file": lambda: Path("../2/answer").read_text(encoding="utf-8"),
    "a file beside": lambda: Path("../new").write_text("x", encoding="utf-8"),
    "removing a file beside": lambda: Path("../secret").unlink(),
    "moving a file in": lambda: Path("../secret").rename("secret"),
    "moving a file out": lambda: Path("data").rename("../data"),
    "the folder of all": lambda: Path(tempfile.gettempdir(), "autograder-never").touch(),
    "shared memory": lambda: Path("/dev/shm/autograder-never").touch(),
    "the standard library": lambda: Path(os.__file__).open("r+b"),  # noqa: SIM115
    "installed packages": lambda: os.listdir(Path(pytest.__file__).parent),  # noqa: PTH208
    "this file": lambda: Path(__file__).read_bytes(),
    "links": lambda: Path("link").symlink_to("/etc/passwd"),
    "sockets": lambda: __import__("socket").socket(__import__("socket").AF_UNIX).bind("socket"),
    "pipes with names": lambda: os.mkfifo("pipe"),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_its_own_files_and_pythons_can_be_used(scratch: Path, name: str) -> None:
    """The scratch folder to read and write, the standard library to read."""
    assert attempt(scratch, ALLOWED[name]) == "done"


@pytest.mark.parametrize("name", REFUSED)
def test_no_other_file_can_be_opened(scratch: Path, name: str) -> None:
    """Whether the user may or not: the tests may, and root may everything."""
    assert attempt(scratch, REFUSED[name]) in {"EACCES", "EXDEV"}


def test_a_descriptor_leads_to_nothing_new(scratch: Path) -> None:
    """A folder that was open before does not open what lies in it or above."""
    handle = os.open(scratch.parent, os.O_RDONLY)
    for name in ("secret", "2/answer", "../" * 20 + "etc/passwd"):
        opening = functools.partial(os.open, name, os.O_RDONLY, dir_fd=handle)
        assert attempt(scratch, opening) == "EACCES"
    os.close(handle)


def test_it_is_for_good(scratch: Path) -> None:
    """A second ruleset, which allows everything, takes nothing of the first back."""

    def widen() -> None:
        FileRules(["/"], WRITABLE).restrict(str(scratch))
        Path("../secret").read_text(encoding="utf-8")

    assert attempt(scratch, widen) == "EACCES"


def test_a_path_that_is_not_there_is_left_out(scratch: Path) -> None:
    """A list may name files of other systems."""
    files = [*interpreter_files(), "/no/such/file"]
    put_on = functools.partial(inside, lambda: FileRules(files, WRITABLE).restrict(str(scratch)))
    assert put_on(lambda: os.scandir(scratch)) == "done"
