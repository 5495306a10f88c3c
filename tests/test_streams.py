"""Commands whose standard streams are closed, full, or lack some letters."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.batch.place import RIGHT, Place
from tests.grading.command import AUTOGRADER, run


@contextmanager
def unread_pipe() -> Iterator[int]:
    """Give the end of a pipe that nobody reads."""
    read, write = os.pipe()
    os.close(read)
    try:
        yield write
    finally:
        os.close(write)


@contextmanager
def full_disk() -> Iterator[int]:
    """Give a file for which there is no space."""
    descriptor = os.open("/dev/full", os.O_WRONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def run_into(output: int, *arguments: str | Path, buffered: bool) -> tuple[int, str]:
    """Run a command with this standard output, and return its exit code and what it says of errors."""
    done = subprocess.run(
        [AUTOGRADER, *arguments],
        stdout=output,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "" if buffered else "1"},
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("argument", ["schema", "--help", "--version"])
@pytest.mark.parametrize("buffered", [True, False])
def test_an_output_that_cannot_be_written_is_an_error_that_reads(
    argument: str, *, buffered: bool
) -> None:
    """With code 2: 1 says that a submission could not be judged."""
    with full_disk() as output:
        code, error = run_into(output, argument, buffered=buffered)
    assert error == "autograder: standard output cannot be written (No space left on device)\n"
    assert code == 2


@pytest.mark.parametrize("argument", ["schema", "--help", "--version"])
@pytest.mark.parametrize("buffered", [True, False])
def test_an_output_that_nobody_reads_ends_a_command_in_silence(argument: str, *, buffered: bool) -> None:
    """With the code that a shell has for it."""
    with unread_pipe() as output:
        assert run_into(output, argument, buffered=buffered) == (141, "")


@pytest.mark.slow
def test_an_overview_that_nobody_takes_loses_no_marks(tmp_path: Path) -> None:
    """All is written before it is shown."""
    place = Place(tmp_path)
    command = ("grade", "bends", place.work, "--out", place.out, "--course", place.course)
    with unread_pipe() as output:
        assert run_into(output, *command, buffered=True) == (141, "")
    assert place.points() == {"alice": "3", "bob": "0", "carol": "0"}
    with full_disk() as output:
        code, error = run_into(output, *command, buffered=True)
    assert (code, len(error.splitlines())) == (2, 1)


@pytest.mark.slow
def test_letters_that_the_output_lacks_are_question_marks(tmp_path: Path) -> None:
    """Wherever the names of students are shown."""
    place = Place(tmp_path)
    roster = tmp_path / "roster.csv"
    roster.write_text("name\nalice\nbob\ncarol\nZoë Ω\n", encoding="utf-8")
    arguments = ("--out", place.out, "--course", place.course, "--roster", roster)
    for encoding, name in (("ascii", "Zo? ?"), ("latin-1:strict", "Zo\xeb ?")):
        done = subprocess.run(
            [AUTOGRADER, "grade", "bends", place.work, *arguments],
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            encoding="latin-1",
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert f"nothing handed in:\n  {name}\n" in done.stdout
    place.adjust("override", "Zoë Ω", "reef", "1", "--reason", "she is ill: Ω")
    done = run(
        *("adjust", "list", place.out, "--course", place.course), env={"PYTHONIOENCODING": "ascii"}
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "she is ill: ?" in done.stdout


@pytest.mark.slow
def test_a_command_needs_no_standard_streams(tmp_path: Path) -> None:
    """None of its own files is taken for one of them, either."""
    place = Place(tmp_path)
    place.hand_in("alice", f"print('here')\n{RIGHT}")
    command: list[str | Path] = [AUTOGRADER, "grade", "bends", place.work, "--out", place.out]
    command += ["--course", place.course]
    for closed in (">&-", "<&- >&-", "<&- >&- 2>&-"):
        done = subprocess.run(
            ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", *command], capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
    assert place.points() == {"alice": "3", "bob": "0", "carol": "0"}
    assert "3 as before" in place.grade()
