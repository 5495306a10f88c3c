"""What a zygote has to do with the terminal at which somebody grades."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from typing import IO

BEGIN = """
import fcntl, json, os, signal, termios, time
from autograder.sandbox.jail import process
from autograder.sandbox.jail.resources import Bounds
from autograder.sandbox.launcher import Zygote

def of(pid):
    with open(f"/proc/{pid}/stat") as file:
        _, _, group, session, terminal, *_ = file.read().rpartition(")")[2].split()
    return {"group": int(group), "session": int(session), "terminal": int(terminal)}

fcntl.ioctl(0, termios.TIOCSCTTY, 0)
"""

GRADES = """
def worker_of(zygote):
    session = zygote.open_session()
    session.request_worker(Bounds(memory_bytes=2**30, cpu_seconds=10, file_bytes=2**20))
    worker = session.receive_worker()
    seen = worker.connection.recv(12) and of(worker.pid)
    session.retire(worker)
    session.close()
    return seen

with Zygote(()) as zygote:
    found = {"worker": worker_of(zygote), "zygote": of(zygote._process.pid), "grader": of(os.getpid())}
    try:
        print(json.dumps(found), flush=True)
        time.sleep(30)
    except KeyboardInterrupt:
        os.kill(zygote._process.pid, signal.SIGHUP)
        print(json.dumps(worker_of(zygote)), flush=True)
"""


LEAVES = """
process._TERMINAL = "/dev/missing"
if os.fork() == 0:
    os.setpgid(0, 0)
    before = of(os.getpid())
    process.leave_terminal()
    print(json.dumps([before, of(os.getpid())]), flush=True)
else:
    os.wait()
"""


@contextlib.contextmanager
def at_a_terminal(script: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Run a script that has a terminal; give what it prints, and what types at the terminal."""
    keyboard, terminal = pty.openpty()
    with (
        os.fdopen(keyboard, "wb", buffering=0) as keys,
        subprocess.Popen(
            [sys.executable, "-c", BEGIN + script],
            stdin=terminal,
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as program,
    ):
        os.close(terminal)
        assert program.stdout is not None
        yield program.stdout, keys


def test_workers_have_no_terminal() -> None:
    """Nothing can be read from it or typed into it, while Ctrl-C is for the grader alone.

    Nor does the zygote end by a hang-up, which the kernel may send once the grader is gone: it has files
    to remove, and ends when it has.

    They are of the grader's session all the same: the kernel's scheduler weighs sessions against each
    other, and has let one stand for 16 seconds beside another one's threads.
    """
    with at_a_terminal(GRADES) as (printed, keys):
        processes = json.loads(printed.readline())
        keys.write(b"\x03")
        worker_after = json.loads(printed.readline())
    grader, zygote, worker = (processes[name] for name in ("grader", "zygote", "worker"))
    assert grader["terminal"] != 0
    assert zygote["terminal"] == worker["terminal"] == worker_after["terminal"] == 0
    assert zygote["session"] == worker["session"] == grader["session"]
    assert zygote["group"] == worker["group"] != grader["group"]


def test_a_terminal_without_a_name_is_left_too() -> None:
    """In a container without /dev/tty, say: then a session of its own has none."""
    with at_a_terminal(LEAVES) as (printed, _):
        before, after = json.loads(printed.readline())
    assert before["terminal"] != 0
    assert after["terminal"] == 0
    assert after["session"] != before["session"]


def test_who_has_no_terminal_stays_in_its_session() -> None:
    """Also where there is no /dev/tty, by which to know."""
    script = "import os; from autograder.sandbox.jail import process; process._TERMINAL = '/dev/missing'"
    script += "; before = os.getsid(0); process.leave_terminal(); print(before == os.getsid(0))"
    alone = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, start_new_session=True, check=True
    )
    assert alone.stdout == b"True\n"
