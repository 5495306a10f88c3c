"""Landlock: the files on the list can be opened, and no others."""

from __future__ import annotations

import functools
import importlib
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from autograder.sandbox.jail.landlock import FileRules
from autograder.sandbox.jail.readable import WRITABLE, interpreter_files
from tests.attacks.machines import has_landlock
from tests.sandbox.jail.inside import inside

pytestmark = pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")

Files = Callable[[], list[str]]


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Make a worker's folder, beside another's, with a secret between them."""
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    (tmp_path / "2" / "answer").write_text("42", encoding="utf-8")
    (tmp_path / "secret").write_text("42", encoding="utf-8")
    (tmp_path / "1" / "data").write_text("mine", encoding="utf-8")
    return tmp_path / "1"


STANDARD = Path(os.__file__).parent
SYSTEM = [path for path in interpreter_files() if not path.startswith(f"{STANDARD}")]
UNLISTED = "antigravity.py"


def whole() -> list[str]:
    """List the standard library as one folder."""
    return [str(STANDARD), *SYSTEM]


def one_by_one() -> list[str]:
    """List the standard library file by file, as where packages are installed inside it; but for one."""
    return [*(str(path) for path in STANDARD.iterdir() if path.name != UNLISTED), *SYSTEM]


LISTS = (whole, one_by_one)


def rules(scratch: Path, files: Sequence[str]) -> Callable[[], object]:
    """Return what restricts a worker whose folder is `scratch`."""
    # Made in the child, with which its descriptors end.
    return lambda: FileRules(files, WRITABLE, str(scratch.parent)).restrict(str(scratch))


def attempt(scratch: Path, files: Sequence[str], action: Callable[[], object]) -> str:
    """Do something as a worker whose folder is `scratch`."""

    def go_there_first() -> None:
        os.chdir(scratch)
        action()

    return inside(rules(scratch, files), go_there_first)


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


@pytest.mark.parametrize("files", LISTS)
@pytest.mark.parametrize("name", ALLOWED)
def test_its_own_files_and_pythons_can_be_used(scratch: Path, name: str, files: Files) -> None:
    """The scratch folder to read and write, the standard library to read."""
    assert attempt(scratch, files(), ALLOWED[name]) == "done"


@pytest.mark.parametrize("files", LISTS)
@pytest.mark.parametrize("name", REFUSED)
def test_no_other_file_can_be_opened(scratch: Path, name: str, files: Files) -> None:
    """Whether the user may or not: the tests may, and root may everything."""
    assert attempt(scratch, files(), REFUSED[name]) in {"EACCES", "EXDEV"}


def test_a_file_among_many_that_are_listed_stays_closed(scratch: Path) -> None:
    """A worker takes the folder of many files for one, and the list that all have in common does not."""
    assert attempt(scratch, one_by_one(), (STANDARD / "this.py").read_bytes) == "done"
    assert attempt(scratch, one_by_one(), (STANDARD / UNLISTED).read_bytes) == "EACCES"
    assert attempt(scratch, one_by_one(), lambda: os.listdir(STANDARD)) == "EACCES"  # noqa: PTH208


@pytest.mark.parametrize("place", ["beside", "above"])
def test_many_files_around_the_workers_folders_open_none_of_these(tmp_path: Path, place: str) -> None:
    """Their folder is not taken for one where it holds what is another worker's."""
    listed = tmp_path / "scratch" if place == "beside" else tmp_path
    for name in ("scratch/1", "scratch/2"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "scratch" / "2" / "answer").write_text("42", encoding="utf-8")
    for number in range(40):
        (listed / f"file{number}").write_text("x", encoding="utf-8")
    files = [*whole(), *(str(listed / f"file{number}") for number in range(39))]
    mine = tmp_path / "scratch" / "1"
    assert attempt(mine, files, (listed / "file7").read_bytes) == "done"
    assert attempt(mine, files, (listed / "file39").read_bytes) == "EACCES"
    assert attempt(mine, files, (mine.parent / "2" / "answer").read_bytes) == "EACCES"


@pytest.mark.parametrize("files", LISTS)
def test_a_descriptor_leads_to_nothing_new(scratch: Path, files: Files) -> None:
    """A folder that was open before does not open what lies in it or above."""
    handle = os.open(scratch.parent, os.O_RDONLY)
    for name in ("secret", "2/answer", "../" * 20 + "etc/passwd"):
        opening = functools.partial(os.open, name, os.O_RDONLY, dir_fd=handle)
        assert attempt(scratch, files(), opening) == "EACCES"
    os.close(handle)


@pytest.mark.parametrize("files", LISTS)
def test_it_is_for_good(scratch: Path, files: Files) -> None:
    """Another ruleset, which allows everything, takes nothing of the first back."""

    def widen() -> None:
        FileRules(["/"], WRITABLE, str(scratch)).restrict(str(scratch))
        Path("../secret").read_text(encoding="utf-8")

    assert attempt(scratch, files(), widen) == "EACCES"


@pytest.mark.parametrize("files", LISTS)
def test_workers_of_the_same_rules_have_folders_of_their_own(scratch: Path, files: Files) -> None:
    """What all have in common is made once, and none of them opens what is another's."""
    prepared = FileRules(files(), WRITABLE, str(scratch.parent))
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for mine, others in (("1", "2"), ("2", "1"), ("1", "2")):
        folder = scratch.parent / mine
        put_on = functools.partial(prepared.restrict, str(folder))
        assert inside(put_on, functools.partial((folder / "new").write_bytes, b"x")) == "done"
        assert inside(put_on, functools.partial(os.listdir, scratch.parent / others)) == "EACCES"
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


@pytest.mark.parametrize("files", LISTS)
def test_a_process_opens_of_all_processes_what_is_its_own(scratch: Path, files: Files) -> None:
    """And of its own what is on the list."""
    own = ("/proc/self/status",)

    def put_on() -> None:
        FileRules(files(), WRITABLE, str(scratch.parent), (), own).restrict(str(scratch))

    assert inside(put_on, Path("/proc/self/status").read_bytes) == "done"
    assert inside(put_on, Path("/proc/self/environ").read_bytes) == "EACCES"
    assert inside(put_on, Path(f"/proc/{os.getpid()}/status").read_bytes) == "EACCES"
    assert inside(put_on, functools.partial(os.listdir, "/proc")) == "EACCES"


@pytest.mark.parametrize("files", LISTS)
def test_a_path_that_is_not_there_is_left_out(scratch: Path, files: Files) -> None:
    """A list may name files of other systems."""
    missing = [*files(), "/no/such/file"]
    assert inside(rules(scratch, missing), lambda: os.scandir(scratch)) == "done"
