"""A worker stands still while it is not asked, and takes helpers of the grader's beside a submission."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.channel import cpu_seconds
from autograder.sandbox.launcher import Zygote
from autograder.sandbox.stops import CallTimeout, MissingFunctionError, StudentError, WorkerCrashed
from autograder.submission import Cell, Submission
from autograder.suite.attempt import Attempt
from autograder.suite.bounds import worker_bounds
from autograder.suite.side import RemoteSide
from tests.execution.conftest import LIMITS

Start = Callable[..., Attempt]

BUSY = """
import threading
import time

count = 0

def spin():
    global count
    while True:
        count += 1

def begin():
    for _ in range(2):
        threading.Thread(target=spin, daemon=True).start()

def counted():
    return count

def f(x):
    return 2 * x
"""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """Start a zygote that allows NumPy."""
    with Zygote(("numpy",)) as started:
        yield started


@pytest.fixture
def start(zygote: Zygote) -> Iterator[Start]:
    """Give a function that runs a script, with helpers beside it."""
    session = zygote.open_session()
    session.request_worker(worker_bounds(LIMITS))
    attempts: list[Attempt] = []

    def run(source: str, helpers: str = "", hear: Callable[[bytes], None] | None = None) -> Attempt:
        cells = (Cell("homework.py", source),)
        submission = Submission("homework.py", "homework.py", "script", "", cells, {})
        attempts.append(Attempt(session, submission, LIMITS, helpers, hear=hear))
        attempts[-1].start()
        return attempts[-1]

    yield run
    for attempt in attempts:
        attempt.close()
    session.close()


def call(attempt: Attempt, name: str, *args: object, **how: Any) -> Any:
    """Return what a call gives."""
    return attempt.call(name, args, {}, **how).value


def pid(attempt: Attempt) -> int:
    """Return the number of the worker at hand."""
    assert attempt._client is not None
    return attempt._client._process.pid


def await_state(process: int, letters: str) -> None:
    """Wait until all threads of a process are in one of some states, as the kernel calls them."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        stats = [path.read_text() for path in Path(f"/proc/{process}/task").glob("*/stat")]
        if all(text.rpartition(")")[2].split()[0] in letters for text in stats):
            return
        time.sleep(0.001)
    raise AssertionError(f"process {process} is never in one of the states {letters}")


def test_nothing_goes_on_in_a_worker_that_is_paused(start: Start) -> None:
    """Threads of a submission's make no progress and take no time of the processors."""
    attempt = start(BUSY)
    call(attempt, "begin")
    attempt.pause()
    await_state(pid(attempt), "T")
    before = attempt.spent(), cpu_seconds(pid(attempt))
    time.sleep(0.2)
    assert (attempt.spent(), cpu_seconds(pid(attempt))) == before


def test_the_next_call_lets_it_go_on(start: Start) -> None:
    """With its threads, as it was left; again and again."""
    attempt = start(BUSY)
    call(attempt, "begin")
    counts = [-1]
    for _ in range(3):
        attempt.pause()
        await_state(pid(attempt), "T")
        end = time.monotonic() + 30
        # Its thread may have to wait for its turn.
        while (count := call(attempt, "counted")) <= counts[-1] and time.monotonic() < end:
            pass
        counts.append(count)
    assert sorted(set(counts)) == counts
    assert attempt.worker == 1


def test_a_call_that_comes_at_once_is_answered(start: Start) -> None:
    """Whether or not the pause has begun by then, twice as much as once."""
    attempt = start(BUSY)
    for number in range(50):
        for _ in range(number % 3):
            attempt.pause()
        assert call(attempt, "f", number) == 2 * number
    assert attempt.worker == 1


def test_a_worker_that_is_paused_can_be_ended(start: Start) -> None:
    """It is gone, and the next call has another."""
    attempt = start(BUSY)
    call(attempt, "begin")
    attempt.pause()
    first = pid(attempt)
    await_state(first, "T")
    attempt.close()
    await_state(first, "")  # none: it is gone
    assert call(attempt, "f", 3) == 6
    assert attempt.worker == 2


def test_there_may_be_nothing_to_pause(start: Start) -> None:
    """Before it is started, after it was ended, and when it has ended by itself."""
    attempt = start("import os\n\ndef leave():\n    os._exit(3)\n\ndef f():\n    return 1")
    with pytest.raises(WorkerCrashed):
        call(attempt, "leave")
    attempt.pause()
    assert call(attempt, "f") == 1
    os.kill(pid(attempt), 9)
    await_state(pid(attempt), "Z")
    attempt.pause()
    with pytest.raises(WorkerCrashed, match="had ended before"):
        call(attempt, "f")
    attempt.close()
    attempt.pause()


CALLED = "def called(names, name):\n    return names[name]()\n"


def test_a_side_is_paused_after_each_call(start: Start) -> None:
    """However the call ends; made new, it has forgotten everything."""
    source = f"{BUSY}\nkept = []\n\ndef keep():\n    kept.append(1)\n    return len(kept)\n"
    attempt = start(f"{source}\ndef fail():\n    begin()\n    raise ValueError\n", CALLED)
    side = RemoteSide(attempt)
    assert [side.ask("keep", "called", ["keep"]) for _ in range(2)] == [1, 2]
    with pytest.raises(StudentError):
        side.ask("fail", "called", ["fail"])
    await_state(pid(attempt), "T")
    side.renew()
    assert side.ask("keep", "called", ["keep"]) == 1
    await_state(pid(attempt), "T")


HELPERS = """
loaded = []

class Kept:
    def __init__(self, value):
        self.value = value

def keep(_, value):
    return Kept(value)

def ask(namespace, name, kept):
    loaded.append(name)
    return [namespace[name](kept.value), len(loaded)]

def names(namespace):
    return sorted(name for name in namespace if not name.startswith("_"))

def fail(_):
    raise KeyError("a helper")
"""


def test_a_helper_gets_her_names_and_the_arguments(start: Start) -> None:
    """It calls her functions; what is no plain data stays where it is and can be passed again."""
    attempt = start("def double(x):\n    return 2 * x\n", HELPERS)
    kept = call(attempt, "double", np.arange(3), helper="keep")
    for count in (1, 2):
        doubled, calls = call(attempt, "double", "double", kept, helper="ask")
        np.testing.assert_array_equal(doubled, [0, 2, 4])
        assert calls == count


def test_helpers_are_in_nobodys_way(start: Start) -> None:
    """Her namespace has none of their names, and hers do not replace them."""
    attempt = start("def keep(_, value):\n    return 'mine'\n\nloaded = 3\n", HELPERS)
    names = call(attempt, "keep", helper="names")
    assert {"keep", "loaded"} <= set(names)
    assert not {"Kept", "ask", "names", "fail"} & set(names)
    assert call(attempt, "keep", 1, 2) == "mine"
    with pytest.raises(MissingFunctionError, match="`ask` is not defined"):
        call(attempt, "ask")


def test_helpers_are_there_before_her_code(start: Start) -> None:
    """What she replaces in a module, they have already imported."""
    attempt = start(
        "import math\nmath.sqrt = lambda _: 0.0\n\ndef root(x):\n    return math.sqrt(x)\n",
        "from math import sqrt\n\ndef root(_, x):\n    return sqrt(x)\n",
    )
    assert (call(attempt, "root", 9.0), call(attempt, "root", 9.0, helper="root")) == (0.0, 3.0)


def test_an_error_in_a_helper_is_an_error_of_the_call(start: Start) -> None:
    """With the frames that are hers alone; the worker goes on."""
    attempt = start("def bad(x):\n    return 1 / x\n", HELPERS)
    kept = call(attempt, "bad", 0, helper="keep")
    with pytest.raises(ZeroDivisionError) as raised:
        call(attempt, "bad", "bad", kept, helper="ask")
    assert isinstance(raised.value, StudentError)
    assert [(frame.label, frame.line) for frame in raised.value.frames] == [("homework.py", 2)]
    with pytest.raises(KeyError):
        call(attempt, "bad", helper="fail")
    assert attempt.worker == 1


def test_a_helper_has_a_deadline_of_its_own(start: Start) -> None:
    """Of as many seconds as its caller says, whatever any other call may take."""
    attempt = start("def loop(_):\n    while True: pass\n", HELPERS)
    kept = call(attempt, "loop", 0, helper="keep")
    with pytest.raises(CallTimeout, match=r"after 0\.1 seconds"):
        call(attempt, "loop", "loop", kept, helper="ask", seconds=0.1)


def test_what_is_printed_is_heard_while_it_computes(start: Start) -> None:
    """Before the answer: whoever watches a training sees how far it is."""
    heard = bytearray()
    attempt = start(
        "print('loading')\n\ndef train(told):\n    for epoch in range(3):\n"
        "        print('epoch', epoch, flush=True)\n        while not told(epoch): pass\n",
        hear=heard.extend,
    )
    assert heard == b"loading\n"
    seen = []

    def told(epoch: int) -> bool:
        seen.append(f"epoch {epoch}\n".encode() in heard)
        return seen[-1]

    call(attempt, "train", told)
    assert seen.count(True) == 3
    assert heard.endswith(b"epoch 2\n")
    assert attempt.take_output().startswith("epoch 0")
