"""A process that runs a student's code, from the side of who waits for it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.rehearsal.post import CHECKS, POSITION, RAN, TRACE

_KEPT_BYTES = 2**16  # of what is printed
_MOST_BYTES = 64 * 2**20
_CHUNK = 2**16
_TICK = 0.1  # seconds; on Windows nothing interrupts a wait
_GRACE = 10.0  # seconds beyond those in which it ends itself
_LEFT_OUT = {"PYTHONSTARTUP", "PYTHONOPTIMIZE", "PYTHONWARNINGS", "PYTHONINSPECT", "PYTHONIOENCODING"}
_PACKAGE = Path(__file__).parents[2]
_START = """
import sys
sys.path.append({root!r})
from autograder.rehearsal.child import main
main()
"""


class StoppedError(Exception):
    """The run is of no interest any more."""


@dataclass(frozen=True)
class Ended:
    """What a process left behind.

    Attributes:
        ran: what it wrote of the cells, None if it did not get so far.
        checks: what it wrote of the checks, None likewise.
        position: the cell, statement and line at which it was last.
        trace: where it was stuck or ended, Python's frames as `faulthandler` writes them.
        code: the exit code.
        printed: the beginning of what it printed.
        flooded: whether it printed without end.
    """

    ran: dict[str, Any] | None
    checks: dict[str, Any] | None
    position: tuple[int, int, int] | None
    trace: str
    code: int
    printed: str
    flooded: bool


def run_child(job: Mapping[str, Any], folder: Path, stopped: Callable[[], bool]) -> Ended:
    """Run a job in a process of its own, whose current folder is empty, and wait for its end.

    Args:
        job: what `child.main` reads, but for the folder.
        folder: an empty one.
        stopped: asked from time to time whether to give up.

    Raises:
        StoppedError: `stopped` said so.
    """
    scratch = folder / "scratch"
    scratch.mkdir()
    # -P: nothing that lies about takes the place of a library. -X utf8: of all that it opens and prints.
    command = [sys.executable, "-P", "-X", "utf8", "-c", _START.format(root=str(_PACKAGE))]
    process = subprocess.Popen(  # noqa: S603 -- this Python, on her own file
        command,
        cwd=scratch,
        env=_environment(),
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    output = _Output(process)
    try:
        _send(process, {**job, "folder": str(folder)})
        _wait(process, output, job["seconds"], folder, stopped)
    finally:
        # Ctrl-C, too: nothing of hers goes on behind her back.
        process.kill()
        process.wait()
        output.end()
    return Ended(
        _read(folder / RAN),
        _read(folder / CHECKS),
        _position(folder / POSITION),
        _text(folder / TRACE),
        process.returncode,
        output.text(),
        output.flooded,
    )


def _environment() -> dict[str, str]:
    """Return ours, without what would have Python run her code otherwise than where it is graded."""
    kept = {name: value for name, value in os.environ.items() if name.upper() not in _LEFT_OUT}
    return {**kept, "PYTHONIOENCODING": "utf-8"}


class _Output(threading.Thread):
    """Reads all that a process prints, and keeps the beginning."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._kept = bytearray()
        self.flooded = False
        self.start()

    def run(self) -> None:
        """Read until the other end is closed, or too much has come."""
        assert self._process.stdout is not None  # noqa: S101
        total = 0
        with self._process.stdout, contextlib.suppress(OSError, ValueError):  # its end is gone
            while data := self._process.stdout.read(_CHUNK):
                self._kept += data[: _KEPT_BYTES - len(self._kept)]
                total += len(data)
                if total > _MOST_BYTES:
                    self.flooded = True
                    self._process.kill()
                    return

    def end(self) -> None:
        """Take what is left, once the process has ended.

        Who else has its output, a process that it has started, keeps the other end open.
        """
        self.join(_TICK)

    def text(self) -> str:
        """Return what was kept."""
        return self._kept.decode("utf-8", "replace").replace("\r\n", "\n")


def _send(process: subprocess.Popen[bytes], job: Mapping[str, Any]) -> None:
    assert process.stdin is not None  # noqa: S101
    with contextlib.suppress(OSError):  # it ended at once; what it printed says why
        process.stdin.write(json.dumps(job).encode())
        process.stdin.close()


def _wait(
    process: subprocess.Popen[bytes],
    output: _Output,
    seconds: float,
    folder: Path,
    stopped: Callable[[], bool],
) -> None:
    """Wait for the end, which it brings about itself: this is for one whose clock does not work."""
    over, checking = time.monotonic() + seconds + _GRACE, False
    while process.poll() is None:
        output.join(_TICK)  # ends as soon as the process does
        if not output.is_alive():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_TICK)
        if stopped():
            raise StoppedError
        if not checking and (folder / RAN).exists():
            over, checking = time.monotonic() + seconds + _GRACE, True
        if time.monotonic() > over:
            return


def _read(path: Path) -> dict[str, Any] | None:
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return content


def _position(path: Path) -> tuple[int, int, int] | None:
    try:
        cell, statement, line = map(int, _text(path).split())
    except ValueError:
        return None
    return cell, statement, line


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
