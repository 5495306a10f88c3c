"""A deadline ends a call, whatever the worker does meanwhile; output and memory are bounded."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from autograder.sandbox.channel import KEPT_OUTPUT_BYTES, WALL_FACTOR
from autograder.sandbox.stops import CallTimeout, OutputExceeded, WorkerCrashed
from tests.sandbox.fake_worker import Start, call, no_progress, start

__all__ = ["start"]

SECONDS = 0.03  # a wall-clock backstop of 0.3


@contextmanager
def timed_out(*, after: float, match: str = "stopped after") -> Iterator[None]:
    """Hold that a call runs into its deadline at the right time, give or take a slow machine."""
    started = time.monotonic()
    with pytest.raises(CallTimeout, match=match):
        yield
    assert after * 0.9 <= time.monotonic() - started < after + 10


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param("receive(); time.sleep(60)", id="sleeps"),
        pytest.param("time.sleep(60)", id="does not read"),
        pytest.param("receive(); raw(frame(given)[:20]); time.sleep(60)", id="sends half an answer"),
        pytest.param(
            "receive()\nfor byte in frame(given): raw(bytes([byte])); time.sleep(0.05)", id="drips"
        ),
        pytest.param(
            "receive(); raw(struct.pack('!IQ', 2**24, 0))\nwhile True: raw(b' '); time.sleep(0.001)",
            id="drips without end",
        ),
        pytest.param(
            "receive()\nwhile True: print('.', flush=True); time.sleep(0.001)", id="prints without end"
        ),
        pytest.param(
            "receive(); os.close(1); os.close(2); time.sleep(60)", id="closes its output and sleeps"
        ),
    ],
)
def test_a_worker_that_waits_is_stopped_by_the_wall_clock(start: Start, behaviour: str) -> None:
    """Nothing that it sends or prints makes the call longer."""
    client = start(behaviour, {"status": "value", "value": 1, "changed": []})
    with timed_out(after=WALL_FACTOR * SECONDS, match="without an answer"):
        call(client, seconds=SECONDS)


def test_sending_is_within_the_deadline(start: Start) -> None:
    """A worker that reads nothing of a large argument, which no buffer of the kernel holds."""
    client = start("time.sleep(60)")
    with timed_out(after=WALL_FACTOR * SECONDS, match="without an answer"):
        call(client, np.zeros(50 * 2**20, np.int8), seconds=SECONDS)


def test_a_worker_that_computes_is_stopped_by_its_own_clock(start: Start) -> None:
    """Long before the wall clock would stop it."""
    client = start("receive()\nwhile True: pass")
    with timed_out(after=0.2, match=r"stopped after 0\.2 seconds of computing"):
        call(client, seconds=0.2)
    assert client.spent() >= 0.2


def test_computing_in_threads_counts_together(start: Start) -> None:
    """Each of them on a processor of its own, where there are several."""
    client = start(
        "import hashlib, threading; receive(); data = bytes(2**22)\n"
        "def work():\n    while True: hashlib.sha256(data)\n"
        "for _ in range(4): threading.Thread(target=work).start()"
    )
    with pytest.raises(CallTimeout, match="of computing"):
        call(client, seconds=0.15)
    assert client.spent() < 1


def test_a_stopped_worker_is_stopped_by_the_wall_clock(start: Start) -> None:
    """It uses no time of its own, whoever stopped it."""
    client = start("receive(); os.kill(os.getpid(), 19)")
    with timed_out(after=WALL_FACTOR * SECONDS, match="without an answer"):
        call(client, seconds=SECONDS)


def test_progress_without_end_is_stopped(start: Start) -> None:
    """It comes so fast that the grader never has to wait for it."""
    client = start("receive(); chunk = frame({'at': [0, 0, 1]}) * 10_000\nwhile True: raw(chunk)")
    started = time.monotonic()
    with pytest.raises(CallTimeout):
        client.load({}, SECONDS, no_progress)
    assert time.monotonic() - started < 10


def test_each_call_has_a_deadline_of_its_own(start: Start) -> None:
    """What earlier ones took is not held against it."""
    client = start("while receive(): time.sleep(0.2); value(1)")
    assert [call(client, seconds=0.06) for _ in range(4)] == [1, 1, 1, 1]


def test_the_clock_of_a_worker_that_has_ended_can_still_be_read(start: Start) -> None:
    """Until it is reaped its pid is nobody else's, and what it took counts."""
    client = start("receive()\nwhile time.process_time() < 0.1: pass")
    with pytest.raises(WorkerCrashed):
        call(client)
    assert client.spent() >= 0.1
    client.retire()
    assert client.spent() == 0


def test_a_promised_length_takes_no_memory(start: Start) -> None:
    """Only what has arrived is kept."""
    client = start("receive(); text = frame({}, bytes(2**28)); raw(text[: 2**20]); time.sleep(60)")
    tracemalloc.start()
    with pytest.raises(CallTimeout):
        call(client, seconds=0.1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6 * 2**20


def test_a_flood_of_output_ends_the_call(start: Start) -> None:
    """Of all of it, only the beginning is kept."""
    client = start("receive()\nwhile True: os.write(1, b'x' * 65536)")
    with pytest.raises(OutputExceeded, match="printed more than 8 MB"):
        call(client, seconds=30.0)
    assert len(client.output.take()) <= KEPT_OUTPUT_BYTES


def test_output_is_counted_for_each_call(start: Start) -> None:
    """Else one test would pay for what others printed."""
    client = start("while receive(): os.write(1, b'x' * 5 * 2**20); value(1)")
    assert [call(client) for _ in range(3)] == [1, 1, 1]


def test_output_of_any_bytes_becomes_text_that_can_be_stored(start: Start) -> None:
    """Bad UTF-8 and control characters are made visible."""
    client = start("receive(); os.write(1, b'\\xff\\x00\\x1b[2J\\xed\\xa0\\x80 fine'); value(1)")
    assert call(client) == 1
    text = client.output.take()
    assert text.isprintable()
    assert text.endswith("fine")
    assert client.output.take() == ""


def test_a_worker_without_output_can_answer(start: Start) -> None:
    """It closed what it could have printed to."""
    client = start("receive(); os.close(1); os.close(2); time.sleep(0.1); value(1); receive(); value(2)")
    assert [call(client), call(client)] == [1, 2]


def test_what_was_printed_before_an_answer_comes_with_it(start: Start) -> None:
    """It belongs to that call."""
    client = start("receive(); os.write(1, b'one'); value(1); receive(); os.write(1, b'two'); value(2)")
    assert (call(client), client.output.take()) == (1, "one")
    assert (call(client), client.output.take()) == (2, "two")
