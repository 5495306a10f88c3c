"""Files that are whole or not there."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.reports.atomic import write_atomically
from autograder.reports.files import ResultFile
from tests.samples import result

ROOT = Path(__file__).parents[2]


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    """Nothing else is left in the folder."""
    path = tmp_path / "marks.csv"
    for data in (b"first", b"second" * 100_000, b""):
        write_atomically(path, data)
        assert path.read_bytes() == data
    assert names(tmp_path) == ["marks.csv"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is replaced."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


KILLS = """
import io, itertools, os, signal, sys
from pathlib import Path
from autograder.reports import atomic

OLD, NEW = b"old" * 20, b"new" * 30
path = Path(sys.argv[1])

class Slow(io.FileIO):
    def write(self, data):
        return super().write(data[:30])

def open_partial(target, **more):
    with opened(target, **more) as file:
        return Slow(os.dup(file.fileno()), "wb")

opened, atomic.open_partial = atomic.open_partial, open_partial

def write(stop):
    signal.alarm(10)
    left = stop
    def trace(frame, event, argument):
        nonlocal left
        left -= event == "line"
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(lambda frame, *_: trace if frame.f_code.co_filename == atomic.__file__ else None)
    atomic.write_atomically(path, NEW)
    os._exit(0)

for stop in itertools.count(1):
    path.write_bytes(OLD)
    child = os.fork() or write(stop)
    _, status = os.waitpid(child, 0)
    print({OLD: "old", NEW: "new"}.get(path.read_bytes(), "half"), *sorted(os.listdir(path.parent)))
    if status != signal.SIGKILL:
        sys.exit(status)
"""


def test_a_kill_at_any_instant_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """Killed at each line of the code in turn, halfway through the bytes too; no leftovers pile up."""
    command = [sys.executable, "-c", KILLS, str(tmp_path / "marks.csv")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, timeout=60)
    seen = done.stdout.splitlines()
    assert len(seen) > 20
    assert set(seen[:-1]) == {
        "old marks.csv",
        "old marks.csv marks.csv.partial",
        "new marks.csv",
    }
    assert seen[-1] == "new marks.csv"


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()], ids=type
)
def test_a_failure_leaves_what_was_there(
    tmp_path: Path, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing beside it; a full disk is an error in words."""

    def fail(_: int) -> None:
        raise error

    path = tmp_path / "marks.csv"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fail)
    expected = AutograderError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as caught:
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["marks.csv"]
    if expected is AutograderError:
        assert str(caught.value) == f"cannot write {path}: No space left"


def test_a_file_of_results_that_cannot_be_finished_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was graded is still in the `.partial` one."""

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with (
        pytest.raises(
            AutograderError, match=f"cannot write {tmp_path}/results.json: Input/output error"
        ),
        ResultFile(tmp_path / "results.json", several=False) as file,
    ):
        file.write(result())
    assert names(tmp_path) == ["results.json.partial"]


def test_a_folder_that_cannot_be_synchronized_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems refuse that, and the file is there by then."""
    fsync = os.fsync

    def of_files_alone(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", of_files_alone)
    write_atomically(tmp_path / "marks.csv", b"new")
    assert names(tmp_path) == ["marks.csv"]


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("open", PermissionError(errno.EACCES, "Permission denied")),
        ("replace", PermissionError(errno.EPERM, "Operation not permitted")),
        ("stat", OSError("nobody knows why")),
    ],
)
def test_what_may_not_be_written_is_refused(
    tmp_path: Path, call: str, error: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words, also where the system has none; what was there stays."""
    path = tmp_path / "marks.csv"
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        with pytest.raises(AutograderError) as caught:
            write_atomically(path, b"new")
    assert str(caught.value) == f"cannot write {path}: {error.strerror or 'nobody knows why'}"
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["marks.csv"]


def test_an_interruption_is_no_error_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where what was begun cannot be removed."""

    def interrupt(_: int) -> None:
        (tmp_path / "marks.csv.partial").unlink()
        (tmp_path / "marks.csv.partial").mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "marks.csv", b"new")


@pytest.mark.parametrize(
    "name",
    [
        "missing/a",
        "file/a",
        "folder",
        "pipe",
        "loop",
        "loop/a",
        "missing/../loop",
        "folder link",
        "broken link",
        "blocked",
        "x" * 300,
    ],
)
def test_what_cannot_be_a_file_is_refused(tmp_path: Path, name: str) -> None:
    """With the path in the message, and nothing changed."""
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder link").symlink_to("folder")
    (tmp_path / "broken link").symlink_to("missing/a")
    (tmp_path / "blocked.partial").mkdir()
    before = names(tmp_path)
    with pytest.raises(AutograderError, match=f"cannot write {tmp_path}/{name}: "):
        write_atomically(tmp_path / name, b"new")
    assert names(tmp_path) == before
