"""Results in files, whatever interrupts their writing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.reports.files import ResultFile
from autograder.results import Status, from_json
from tests.samples import outcome, question, result

FULL = result(question(outcome(), outcome()))
HALF = result(question(outcome(), outcome(Status.FAILED), points=1.5))


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_one_result_is_a_document(tmp_path: Path) -> None:
    """It has its name only when it is complete."""
    path = tmp_path / "result.json"
    with ResultFile(path, several=False) as file:
        file.write(HALF)
        assert not path.exists()
    assert from_json(path.read_bytes()) == HALF
    assert names(tmp_path) == ["result.json"]


def test_several_results_are_lines(tmp_path: Path) -> None:
    """One each, in order; an earlier file is replaced, and a link to it stays a link."""
    target, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    target.write_text("of last week")
    link.symlink_to(target)
    with ResultFile(link, several=True) as file:
        file.write(HALF)
        file.write(FULL)
    assert link.is_symlink()
    assert [from_json(line) for line in target.read_bytes().splitlines()] == [HALF, FULL]


def test_nothing_is_written_without_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command calls it alike."""
    monkeypatch.chdir(tmp_path)
    with ResultFile(None, several=True) as file:
        file.write(HALF)
    assert names(tmp_path) == []


def test_an_interruption_keeps_the_old_file_and_what_was_graded(tmp_path: Path) -> None:
    """The note on the error says where."""
    path = tmp_path / "grades.jsonl"
    path.write_text("of last week")
    with pytest.raises(KeyboardInterrupt) as caught, ResultFile(path, several=True) as file:
        file.write(HALF)
        raise KeyboardInterrupt
    assert path.read_text() == "of last week"
    assert from_json((tmp_path / "grades.jsonl.partial").read_bytes()) == HALF
    assert caught.value.__notes__ == [f"what was graded until then is in {path}.partial"]


def test_an_error_before_the_first_result_leaves_no_trace(tmp_path: Path) -> None:
    """A suite that cannot be collected empties no file."""
    path = tmp_path / "grades.jsonl"
    path.write_text("of last week")
    with pytest.raises(ZeroDivisionError), ResultFile(path, several=True):
        raise ZeroDivisionError
    assert path.read_text() == "of last week"
    assert names(tmp_path) == ["grades.jsonl"]


def test_a_kill_keeps_what_was_graded(tmp_path: Path) -> None:
    """Even one that no handler sees leaves whole lines, and no file that looks complete."""
    program = f"""
import os, signal
from pathlib import Path
from autograder.reports.files import ResultFile
from tests.test_report_files import FULL, HALF
with ResultFile(Path({str(tmp_path)!r}) / "grades.jsonl", several=True) as file:
    file.write(HALF)
    file.write(FULL)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program], check=False, cwd=Path(__file__).parents[1])
    assert done.returncode == -signal.SIGKILL
    assert names(tmp_path) == ["grades.jsonl.partial"]
    lines = (tmp_path / "grades.jsonl.partial").read_bytes().splitlines()
    assert [from_json(line) for line in lines] == [HALF, FULL]


@pytest.mark.parametrize("path", ["missing/result.json", "file/result.json", "folder", "x" * 300])
def test_a_path_that_cannot_be_written_is_refused_at_once(tmp_path: Path, path: str) -> None:
    """Before an hour of grading, and with the path in the message."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(AutograderError, match=f"cannot write {tmp_path}/{path}: "):
        ResultFile(tmp_path / path, several=False).__enter__()
    assert names(tmp_path) == ["file", "folder"]


def test_a_device_stays_a_device(tmp_path: Path) -> None:
    """A pipe gets the lines themselves; a full disk is an error in words."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with ResultFile(pipe, several=True) as file:
        file.write(HALF)
        assert from_json(os.read(reader, 10_000)) == HALF
    os.close(reader)
    assert pipe.is_fifo()
    with (
        pytest.raises(AutograderError, match="cannot write /dev/full: No space left"),
        ResultFile(Path("/dev/full"), several=False) as file,
    ):
        file.write(HALF)
