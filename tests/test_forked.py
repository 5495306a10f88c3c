"""Functions in forked children: what becomes of a child, and of its number after it."""

from __future__ import annotations

import os
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
    os.close(child.fileno())
