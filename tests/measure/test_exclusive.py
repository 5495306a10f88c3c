"""Real processes that share the processors, and want them alone."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from autograder.measure.exclusive import Cores

pytestmark = pytest.mark.slow  # each starts several processes

SPAWN = multiprocessing.get_context("spawn")
SECONDS = 30.0


def share(folder: Path, began: Event, end: Event) -> None:
    """Compute beside others until it is told to end."""
    with Cores(folder).shared():
        began.set()
        end.wait(SECONDS)


def time_alone(folder: Path, waits: Event, alone: Event, end: Event) -> None:
    """Want to be alone, and be so until it is told to end."""
    cores = Cores(folder)
    with cores.shared():
        waits.set()
        with cores.alone():
            alone.set()
            end.wait(SECONDS)


def test_who_is_timed_waits_for_those_who_compute(tmp_path: Path) -> None:
    """And nobody begins until the time is taken."""
    began, end, waits, alone, taken = (SPAWN.Event() for _ in range(5))
    late = SPAWN.Event()
    first = SPAWN.Process(target=share, args=(tmp_path / "locks", began, end))
    timed = SPAWN.Process(target=time_alone, args=(tmp_path / "locks", waits, alone, taken))
    third = SPAWN.Process(target=share, args=(tmp_path / "locks", late, taken))
    first.start()
    assert began.wait(SECONDS)
    timed.start()
    assert waits.wait(SECONDS)
    assert not alone.wait(0.2)
    third.start()
    assert not late.wait(0.5)
    end.set()
    assert alone.wait(SECONDS)
    assert not late.wait(0.2)
    taken.set()
    assert late.wait(SECONDS)
    for process in (first, timed, third):
        process.join(SECONDS)
        assert process.exitcode == 0


def test_two_who_are_timed_take_turns(tmp_path: Path) -> None:
    """Neither waits for the other to stop sharing."""
    ends = [SPAWN.Event() for _ in range(2)]
    alone = [SPAWN.Event() for _ in range(2)]
    waits = SPAWN.Event()
    processes = [
        SPAWN.Process(target=time_alone, args=(tmp_path / "locks", waits, own, end))
        for own, end in zip(alone, ends, strict=True)
    ]
    for process in processes:
        process.start()
    deadline = time.monotonic() + SECONDS
    while not any(event.is_set() for event in alone) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.2)
    assert sum(event.is_set() for event in alone) == 1
    for end in ends:
        end.set()
    for process, event in zip(processes, alone, strict=True):
        assert event.wait(SECONDS)
        process.join(SECONDS)
        assert process.exitcode == 0


def test_one_who_was_killed_holds_nothing(tmp_path: Path) -> None:
    """A lock ends with its process."""
    waits, alone, never = (SPAWN.Event() for _ in range(3))
    process = SPAWN.Process(target=time_alone, args=(tmp_path / "locks", waits, alone, never))
    process.start()
    assert alone.wait(SECONDS)
    process.kill()
    process.join(SECONDS)
    cores = Cores(tmp_path / "locks")
    with cores.shared(), cores.alone():
        pass


@pytest.mark.parametrize("mode", [0o777, 0o755])
def test_a_folder_of_others_is_not_used(tmp_path: Path, mode: int) -> None:
    """Who could put a lock there could hold everybody up: it is measured without."""
    folder = tmp_path / "locks"
    folder.mkdir()
    folder.chmod(mode)
    cores = Cores(folder)
    with cores.shared(), cores.alone():
        assert list(folder.iterdir()) == []
