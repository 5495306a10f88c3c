"""What takes too long in this process is interrupted."""

from __future__ import annotations

import signal
import sys
import threading
import time

import pytest

from autograder.interruption import interrupted_after, interruptions_held


class OutOfTimeError(Exception):
    """What is raised in what takes too long."""


def spin(seconds: float) -> None:
    """Compute for so many CPU seconds."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


class Lingers:
    """Takes long to go away."""

    def __del__(self) -> None:
        """Compute."""
        spin(0.2)


def test_what_takes_too_long_is_interrupted() -> None:
    """By CPU seconds, and not before they are used up."""
    with interrupted_after(5.0, OutOfTimeError):
        spin(0.05)
    with pytest.raises(OutOfTimeError), interrupted_after(0.05, OutOfTimeError):
        spin(10.0)


def test_an_interruption_that_a_finalizer_loses_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python goes on after what a finalizer raises, and the loop behind it would not end."""
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda about: lost.append(about.exc_type))
    with pytest.raises(OutOfTimeError), interrupted_after(0.05, OutOfTimeError):
        Lingers()
        spin(10.0)
    assert lost == [OutOfTimeError]


def test_ctrl_c_waits_and_is_raised_then() -> None:
    """Nothing is cut off, and nothing is lost; after that it is heard as before."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    done = False
    with pytest.raises(KeyboardInterrupt), interruptions_held():
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        spin(0.01)
        done = True
    assert done
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
