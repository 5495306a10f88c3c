"""What a zygote has to do with the terminal at which somebody grades."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

AT_A_TERMINAL = """
import fcntl, json, os, sys, termios, time
from autograder.sandbox.jail.resources import Bounds
from autograder.sandbox.launcher import Zygote

def of(pid):
    with open(f"/proc/{pid}/stat") as file:
        _, _, group, session, terminal, *_ = file.read().rpartition(")")[2].split()
    return {"group": int(group), "session": int(session), "terminal": int(terminal)}

def worker_of(zygote):
    session = zygote.open_session()
    session.request_worker(Bounds(memory_bytes=2**30, cpu_seconds=10, file_bytes=2**20))
    worker = session.receive_worker()
    seen = worker.connection.recv(12) and of(worker.pid)
    session.retire(worker)
    session.close()
    return seen

fcntl.ioctl(0, termios.TIOCSCTTY, 0)
with Zygote(()) as zygote:
    found = {"worker": worker_of(zygote), "zygote": of(zygote._process.pid), "grader": of(os.getpid())}
    print(json.dumps(found), flush=True)
    try:
        time.sleep(30)
    except KeyboardInterrupt:
        print(json.dumps(worker_of(zygote)), flush=True)
"""


def seen_at_a_terminal() -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Return what processes a grader at a terminal has, and the worker that it gets after Ctrl-C."""
    keyboard, terminal = pty.openpty()
    with (
        os.fdopen(keyboard, "wb", buffering=0) as keys,
        subprocess.Popen(
            [sys.executable, "-c", AT_A_TERMINAL],
            stdin=terminal,
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as grader,
    ):
        os.close(terminal)
        assert grader.stdout is not None
        processes = json.loads(grader.stdout.readline())
        keys.write(b"\x03")
        return processes, json.loads(grader.stdout.readline())


def test_workers_have_no_terminal() -> None:
    """Nothing can be read from it or typed into it, while Ctrl-C is for the grader alone.

    They are of the grader's session all the same: the kernel's scheduler weighs sessions against each
    other, and has let one stand for 16 seconds beside another one's threads.
    """
    processes, worker_after = seen_at_a_terminal()
    grader, zygote, worker = (processes[name] for name in ("grader", "zygote", "worker"))
    assert grader["terminal"] != 0
    assert zygote["terminal"] == worker["terminal"] == worker_after["terminal"] == 0
    assert zygote["session"] == worker["session"] == grader["session"]
    assert zygote["group"] == worker["group"] != grader["group"]
