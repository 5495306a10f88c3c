"""A worker that is ended is gone, with all that it left, and nobody else is ended for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.errors import SandboxError
from autograder.sandbox.jail.resources import Bounds
from autograder.sandbox.launcher import Zygote
from tests.attacks.machines import machine

BOUNDS = Bounds(memory_bytes=2**30, cpu_seconds=10, file_bytes=2**20)
LAST_PID = Path("/proc/sys/kernel/ns_last_pid")
ROOT = Path(__file__).parents[2]

# Forks a child that leaves its group and goes on, says which, and is ended at once.
LEAVES_CHILDREN = """
import os
from autograder.sandbox.client import start_client
from autograder.sandbox.jail.resources import Bounds
from autograder.sandbox.launcher import Zygote
from autograder.sandbox.quota import Quota

FORKS = '''
import os, time
children = []
for _ in range(3):
    if (pid := os.fork()) == 0:
        os.setsid()
        time.sleep(100)
        os._exit(0)
    children.append(pid)
def left():
    return children
'''

zygote = Zygote(())
session = zygote.open_session()
session.request_worker(Bounds(memory_bytes=2**30, cpu_seconds=10, file_bytes=2**20))
client = start_client(session, Quota(output_bytes=2**20, file_bytes=2**20, files=10))
cell = {"label": "a.py", "source": FORKS, "demo": False}
request = {"kind": "script", "cells": [cell], "modules": {}, "helpers": "", "classes": [], "skip": []}
client.load(request, 10, lambda *_: None)
print(*client.call("left", (), {}, 10).value)
client.retire()
session.close()
zygote.close()
"""


def test_what_a_worker_left_ends_before_the_grader_does() -> None:
    """Where nothing keeps it from starting processes: the zygote, which has them, is waited for."""
    command = [sys.executable, "-c", LEAVES_CHILDREN]
    done = machine("none").run(command, cwd=ROOT)
    children = done.stdout.split()
    assert len(children) == 3, done.stderr
    end = time.monotonic() + 10
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < end:
        time.sleep(0.01)
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def _sleeper(pid: int) -> subprocess.Popen[bytes] | None:
    """Start a process that has this number, if the machine lets us choose one."""
    for _ in range(200):
        LAST_PID.write_text(str(pid - 1), encoding="utf-8")
        sleeper = subprocess.Popen(["/bin/sleep", "100"])
        if sleeper.pid == pid:
            return sleeper
        sleeper.kill()
        sleeper.wait()
    return None


@pytest.mark.skipif(not os.access(LAST_PID, os.W_OK), reason="only root can choose a process's number")
def test_who_has_the_number_of_a_worker_by_now_is_not_ended_for_it() -> None:
    """The zygote was killed, with all its workers, and the number given to another process."""
    with Zygote(()) as zygote:
        session = zygote.open_session()
        session.request_worker(BOUNDS)
        worker = session.receive_worker()
        zygote._process.kill()
        zygote._process.wait()
        end = time.monotonic() + 10
        while Path(f"/proc/{worker.pid}").exists() and time.monotonic() < end:
            time.sleep(0.001)
        if (other := _sleeper(worker.pid)) is None:
            pytest.skip("its number cannot be given to another process here")
        try:
            worker.signal(signal.SIGSTOP)
            with pytest.raises(SandboxError, match="the zygote has ended"):
                session.retire(worker)
            with pytest.raises(subprocess.TimeoutExpired):
                other.wait(0.1)
            state = Path(f"/proc/{other.pid}/stat").read_text(encoding="ascii")
            assert state.rpartition(")")[2].split()[0] == "S"
        finally:
            other.kill()
            other.wait()
        session.close()


def test_workers_leave_no_descriptor_and_no_process_behind() -> None:
    """Whether they are ended, or end by themselves."""
    with Zygote(()) as zygote:
        zygote.offer()
        children = Path(f"/proc/{zygote._process.pid}/task/{zygote._process.pid}/children")
        before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
        session = zygote.open_session()
        for number in range(20):
            session.request_worker(BOUNDS)
            worker = session.receive_worker()
            assert worker.connection.recv(100)  # it is jailed
            if number % 2:
                worker.signal(signal.SIGKILL)
                assert session.retire(worker, grace=True) == signal.SIGKILL
            else:
                assert session.retire(worker) is None
        session.close()
        end = time.monotonic() + 10
        while (children.read_text() or os.listdir(zygote._scratch)) and time.monotonic() < end:  # noqa: PTH208
            time.sleep(0.001)
        assert children.read_text() == ""
        assert os.listdir(zygote._scratch) == []  # noqa: PTH208
        assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
