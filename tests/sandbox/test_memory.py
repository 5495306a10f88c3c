"""Where the kernel does not bound the memory of a worker, the grader does."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from autograder.errors import SandboxError
from autograder.sandbox.client import Client
from autograder.sandbox.memory import Memory
from autograder.sandbox.quota import MIB
from autograder.sandbox.stops import MemoryExceeded
from tests.sandbox.fake_worker import QUOTA, Start, call, start

__all__ = ["start"]  # the fixture

BOUNDED = dataclasses.replace(QUOTA, memory_bytes=64 * MIB)


def client(start: Start, behaviour: str) -> Client:
    """Return the client of a worker that may use 64 MB."""
    session = start.session(behaviour)
    return Client(session, session.receive_worker(), BOUNDED)


@pytest.mark.parametrize(
    "eats",
    [
        pytest.param("held = bytearray(2**27)", id="at once"),
        pytest.param("held = [bytearray(2**22) for _ in range(64)]", id="bit by bit"),
        pytest.param("import mmap; held = mmap.mmap(-1, 2**27); held.write(bytes(2**27))", id="shared"),
    ],
)
def test_who_uses_too_much_memory_is_stopped(start: Start, eats: str) -> None:
    """While it computes, in words for the student."""
    with pytest.raises(MemoryExceeded, match="more than the 64 MB of memory that it may use"):
        call(client(start, f"receive(); {eats}; time.sleep(60)"))


def test_what_is_reserved_or_given_back_is_not_used(start: Start) -> None:
    """Addresses cost nothing; nor does what was needed a while ago."""
    behaviour = "import mmap; receive(); held = mmap.mmap(-1, 2**32); bytearray(2**25); value(1)"
    assert call(client(start, behaviour)) == 1


def test_the_memory_of_a_process_that_has_ended_is_none() -> None:
    """Reaped or not; who watches it notices elsewhere that it is gone."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    memory = Memory(process.pid)
    process.communicate(b"\n")
    assert memory.used() == 0
    with pytest.raises(SandboxError, match="hidepid"):
        Memory(process.pid)
