"""Whatever a worker sends: a call ends as plain data or as one of the ends that are written down."""

from __future__ import annotations

import collections
import json
import os
import random
import resource
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.forked import Forked
from autograder.sandbox import wire
from autograder.sandbox.client import Client
from autograder.sandbox.replies import Answer, parse_answer, parse_error
from autograder.sandbox.session import Session, WorkerProcess
from autograder.sandbox.stops import MissingFunctionError, StudentError, StudentStopped
from autograder.sandbox.wire import bounds
from tests.sandbox.fake_worker import QUOTA
from tests.sandbox.mutations import mutated
from tests.sandbox.sample_replies import NONCE, REPLIES

SEED = 20_240_917
MEMORY = 200 * 2**20  # beyond what the process had: a frame of 256 MB that is promised does not fit
SECONDS = 2.0  # of the grader's own time, for one call

# What a payload that was run would do first. `import` is raised for modules that are not loaded yet.
FORBIDDEN = (
    "exec",
    "compile",
    "import",
    "open",
    "pickle.",
    "marshal.",
    "subprocess.",
    "ctypes.",
    "socket.connect",
    "os.system",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "os.fork",
    "os.remove",
    "os.rename",
)


def is_plain(value: Any, depth: int = 0) -> bool:
    """Tell whether a value is data that nobody shares, through and through."""
    kind = type(value)
    if kind is np.ndarray:
        flags, is_bool = value.flags, value.dtype.kind == "b"
        return (
            value.dtype.str in bounds.DTYPES
            and flags.owndata
            and flags.writeable
            and flags.aligned
            and not bounds.is_giant(value.shape)
            and not (is_bool and value.size and value.view(np.uint8).max() > 1)
        )
    if isinstance(value, np.generic):
        return value.dtype.str in bounds.DTYPES
    if kind in (list, tuple, set, frozenset):
        return depth < bounds.MAX_DEPTH and all(is_plain(one, depth + 1) for one in value)
    if kind is dict:
        return depth < bounds.MAX_DEPTH and all(
            is_plain(one, depth + 1) for item in value.items() for one in item
        )
    if kind is wire.Handle:
        return type(value.id) is int and type(value.type_name) is str
    return value is None or kind in (bool, int, float, complex, str, bytes)


def hold_is_error(error: StudentError) -> None:
    """Hold that an error of the student's is bounded text about frames of hers."""
    assert isinstance(error, Exception)
    for text in (error.name, error.message, str(error), repr(error)):
        assert len(text) < 20_000
    for frame in error.frames:
        assert type(frame.line) is int
        assert len(frame.label) + len(frame.function) < 1000


def outcome(act: Callable[..., Any], *args: object) -> str:
    """Return how a call ended; whatever is not written down escapes."""
    try:
        value = act(*args)
    except StudentError as error:
        hold_is_error(error)
        return "error"
    except MissingFunctionError:
        return "missing"
    except StudentStopped as stop:
        return type(stop).__name__
    if isinstance(value, Answer):
        assert is_plain(value.value)
        assert all(type(number) is int for number in value.changed)
        return "value"
    return "none"


def loaded(client: Client) -> None:
    """Have the client load a submission and read what failed."""
    for header in client.load({}, SECONDS, lambda *_: None):
        hold_is_error(cast("StudentError", parse_error(header)))


def rewound(client: Client) -> None:
    """Have the client put globals back."""
    for name, cell in client.rewind("f", SECONDS):
        assert len(name) <= 60
        assert type(cell) is int


ACTS: dict[str, Callable[[Client], Any]] = {
    "call": lambda client: client.call("f", [abs], {}, SECONDS),
    "load": loaded,
    "rewind": rewound,
}


def draw(rng: random.Random) -> tuple[str, bytes]:
    """Return a request and a mutated reply to it, or now and then to another."""
    kind = rng.choice(("call",) * 8 + ("load", "rewind"))
    other = kind if rng.random() < 0.95 else rng.choice(tuple(REPLIES))
    return kind, mutated(rng, rng.choice(REPLIES[other]))


def serve(control: socket.socket, seed: int) -> None:
    """Answer one request on each connection that is handed over, and close it."""
    rng = random.Random(seed)
    while True:
        _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not descriptors:
            os._exit(0)
        with socket.socket(fileno=descriptors[0]) as connection:
            _, reply = draw(rng)
            request = connection.recv(2**16)
            nonce = request.partition(b'"nonce":"')[2][: len(NONCE)]
            connection.sendall(reply.replace(NONCE.encode(), nonce))
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(2**16):  # the answers to what it called back
                pass


@contextmanager
def liar(seed: int) -> Iterator[Callable[[], tuple[Client, ExitStack]]]:
    """Start a process that answers with mutated replies; give a function that connects to it."""
    control, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        try:
            control.close()
            serve(theirs, seed)
        finally:
            os._exit(1)
    theirs.close()

    def connect() -> tuple[Client, ExitStack]:
        mine, other = socket.socketpair()
        read, write = os.pipe()
        os.close(write)
        socket.send_fds(control, [b"!"], [other.fileno()])
        other.close()
        opened = ExitStack()
        opened.callback(os.close, read)
        opened.callback(mine.close)
        process = WorkerProcess(pid, mine, read, Path("/nonexistent"))
        return Client(cast("Session", None), process, QUOTA), opened

    try:
        yield connect
    finally:
        control.close()
        os.waitpid(pid, 0)


def fuzz(seed: int, count: int) -> dict[str, int]:
    """Return how many of `count` calls ended in each way, in a process of few means of its own."""
    parse_error({})  # loads what is loaded late
    ends: collections.Counter[str] = collections.Counter()
    rng = random.Random(seed)
    with liar(seed) as connect:
        size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()  # noqa: PTH123, SIM115
        resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
        done: list[str] = []  # an audit hook cannot be taken off again
        sys.addaudithook(lambda event, _: done.append(event) if event.startswith(FORBIDDEN) else None)
        for number in range(count):
            kind, reply = draw(rng)
            client, opened = connect()
            started = time.process_time()
            with opened:
                try:
                    ends[outcome(ACTS[kind], client)] += 1
                except BaseException as error:
                    error.add_note(f"number {number} of seed {seed}, {kind}: {reply!r}")
                    raise
            assert time.process_time() - started < SECONDS, (number, kind, reply)
            assert not done, (number, kind, reply)
    return dict(ends)


def fuzzed(seed: int, count: int, seconds: float) -> dict[str, int]:
    """Return what `fuzz` does, from a child."""
    ends: dict[str, int] = json.loads(
        Forked(lambda: json.dumps(fuzz(seed, count)).encode(), seconds).result()
    )
    assert sum(ends.values()) == count
    return ends


ENDS = {"value", "error", "missing", "none", "ProtocolViolation", "WorkerEnded"}


def test_thousands_of_mutated_replies_end_as_is_written() -> None:
    """Through the real client and a real socket; each end is met, so nothing is refused wholesale."""
    assert set(fuzzed(SEED, 3_000, 60)) == ENDS


@pytest.mark.slow
@pytest.mark.parametrize("count", [20_000, pytest.param(100_000, marks=pytest.mark.soak)])
def test_ever_more_mutated_replies_end_as_is_written(count: int) -> None:
    """And none of them takes two seconds or much memory, or runs anything."""
    ends = fuzzed(SEED + 1, count, 480)
    assert set(ends) == ENDS
    assert min(ends.values()) > 0.003 * count


@settings(max_examples=200, deadline=None, database=None)
@given(st.randoms(use_true_random=False))
def test_any_mutation_of_a_reply_is_an_end_that_is_written(rng: random.Random) -> None:
    """The same without sockets, so that the smallest one that is not is found."""
    reply = mutated(rng, rng.choice(REPLIES["call"]))

    def act() -> Answer:
        try:
            header, body = wire.unpack_prefix(reply[: wire.PREFIX.size])
            rest = bytearray(reply[wire.PREFIX.size :])
            tree = wire.parse_header(rest[:header], wire.MAX_VALUES)
        except wire.WireError as error:
            raise StudentStopped from error
        return parse_answer("f", tree, rest[header : header + body], 1)

    if len(reply) >= wire.PREFIX.size:
        outcome(act)
