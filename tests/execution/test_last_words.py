"""What a submission printed before its process ended is there for the staff to read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from autograder.sandbox.stops import CallTimeout, OutputExceeded, WorkerCrashed
from autograder.suite.attempt import Attempt
from tests.execution.conftest import Runner

ENDS = {
    "by itself": "print('last', 'words'); os._exit(3)",
    "unflushed": "sys.stdout.write('last words\\n'); sys.stdout.flush(); os._exit(0)",
    "in code of C": "os.write(2, b'last words\\n'); os.abort()",
    "killed": "print('last words', file=sys.stderr, flush=True); os.kill(os.getpid(), signal.SIGKILL)",
}


def end(attempt: Attempt, name: str) -> None:
    """Call a function that ends the process."""
    with pytest.raises(WorkerCrashed):
        attempt.call(name, (), {})


@pytest.mark.parametrize("way", ENDS)
def test_what_is_printed_before_a_process_ends_is_kept(notebook: Runner, way: str) -> None:
    """And told once, with what another worker prints after it."""
    attempt = notebook(
        "import os, signal, sys\nsys.stdout.reconfigure(line_buffering=True)",
        f"def leave():\n    {ENDS[way]}",
        "def speak():\n    print('another')",
    )
    end(attempt, "leave")
    assert attempt.take_output() == "last words\n"
    assert attempt.take_output() == ""
    end(attempt, "leave")
    attempt.call("speak", (), {})
    assert attempt.take_output() == "last words\nanother\n"


def test_what_a_thread_printed_before_it_ended_the_process_is_kept(notebook: Runner) -> None:
    """Between two calls, where nobody waits for an answer."""
    attempt = notebook(
        "import os, threading, time",
        "def later():\n    time.sleep(0.05)\n    os.write(1, b'last words')\n    os._exit(0)",
        "def begin():\n    threading.Thread(target=later).start()\n    return os.getpid()",
        "def f():\n    return 1",
    )
    process = Path(f"/proc/{attempt.call('begin', (), {}).value}/stat")
    deadline = time.monotonic() + 30
    while process.read_text().rpartition(")")[2].split()[0] != "Z" and time.monotonic() < deadline:
        time.sleep(0.01)
    end(attempt, "f")
    assert attempt.take_output() == "last words"


def test_what_is_printed_until_a_process_is_stopped_is_left_to_chance(notebook: Runner) -> None:
    """How much it is by then depends on the machine, and two results would differ."""
    attempt = notebook(
        "def talk():\n    while True:\n        print('x' * 100_000)",
        "def hang():\n    print('x', flush=True)\n    while True:\n        pass",
        "def f():\n    return 1",
    )
    for name, stop in (("talk", OutputExceeded), ("hang", CallTimeout)):
        with pytest.raises(stop):
            attempt.call(name, (), {})
        assert attempt.take_output() == ""
        assert attempt.call("f", (), {}).value == 1


def test_a_flood_before_the_end_is_kept_within_bounds(notebook: Runner) -> None:
    """As what is printed in any other call."""
    attempt = notebook("import os", "def leave():\n    os.write(1, b'x' * 60_000)\n    os._exit(0)")
    end(attempt, "leave")
    assert attempt.take_output() == "x" * (16 * 2**10)
