"""Functions in forked children: what becomes of a child, and of its number after it."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from autograder.forked import ChildFailedError, Forked

SECONDS = 30.0


def sleep() -> bytes:
    """Take longer than any test."""
    time.sleep(SECONDS)
    return b""


def test_a_child_gives_its_result_or_the_reason_that_there_is_none() -> None:
    """An error of its own is text, and so is a time that was too short."""
    assert Forked(lambda: b"done", SECONDS).result() == b"done"
    with pytest.raises(ChildFailedError, match="ZeroDivisionError"):
        Forked(lambda: b"%d" % (1 // 0), SECONDS).result()
    with pytest.raises(ChildFailedError, match="did not finish in time"):
        Forked(sleep, 0.1).result()


def test_a_child_that_is_not_wanted_any_more_is_ended() -> None:
    """Once: ending it again is nothing."""
    child = Forked(sleep, SECONDS)
    child.kill()
    with pytest.raises(ChildProcessError):
        os.waitpid(child._pid, os.WNOHANG)
    child.kill()


def test_a_child_that_gave_its_result_is_not_ended_again() -> None:
    """Its number and its descriptor may be those of somebody else by then."""
    child = Forked(lambda: b"done", SECONDS)
    descriptor = child.fileno()
    child.result()
    taken = os.open(os.devnull, os.O_RDONLY)
    try:
        assert taken == descriptor
        child.kill()
        os.fstat(taken)
    finally:
        os.close(taken)


def test_an_interruption_right_after_a_child_ended_is_followed_by_no_kill(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its number is free as soon as it was waited for, whatever its parent came to note."""
    wait = os.waitpid

    def interrupted(pid: int, options: int) -> None:
        wait(pid, options)
        raise KeyboardInterrupt

    child = Forked(lambda: b"done", SECONDS)
    monkeypatch.setattr(os, "waitpid", interrupted)
    with pytest.raises(KeyboardInterrupt):
        child.result()
    child.kill()


INTERRUPTED_FORK = """
import os, signal, time
from autograder.forked import Forked

def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    for _ in range(1000):
        pass

def mask() -> bytes:
    return repr(signal.pthread_sigmask(signal.SIG_BLOCK, ())).encode()

print(Forked(mask, 30).result().decode())
os.register_at_fork({when}=interrupt)
try:
    Forked(lambda: time.sleep(5), 30)
except KeyboardInterrupt:
    print("interrupted", mask().decode())
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print("no child")
"""


@pytest.mark.parametrize("when", ["before", "after_in_parent"])
def test_an_interruption_during_a_fork_is_not_lost(when: str) -> None:
    """Where modules have functions run, of which Python drops the errors; and no child stays."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_FORK.format(when=when)],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.stdout.splitlines() == ["set()", "interrupted set()", "no child"], done.stderr
