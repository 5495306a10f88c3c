"""A worker that does what a test tells it to: the hostile end of the wire, in a process of its own."""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from autograder.sandbox.client import Client
from autograder.sandbox.quota import Quota
from autograder.sandbox.session import Session, WorkerProcess

QUOTA = Quota(output_bytes=8 * 2**20, file_bytes=2**20, files=100)

DEEP: Any = []  # as deep as JSON gets across
for _ in range(600):
    DEEP = [DEEP]

# What the behaviour of a test is written with. `given` is what the test handed over.
_PRELUDE = """
import json, os, socket, struct, sys, time

connection = socket.socket(fileno=int(sys.argv[1]))
given = json.load(sys.stdin)
nonce = ""
raw = connection.sendall

def frame(header, body=b""):
    text = json.dumps({"nonce": nonce, **header}).encode()
    return struct.pack("!IQ", len(text), len(body)) + text + body

def send(header, body=b""):
    raw(frame(header, body))

def value(value, body=b"", changed=()):
    send({"status": "value", "value": value, "changed": list(changed)}, body)

def callback(*args, number=0):
    kwargs = {"$": "dict", "v": []}
    send({"callback": number, "args": args, "kwargs": kwargs})

def exactly(length):
    received = b""
    while len(received) < length:
        chunk = connection.recv(length - len(received))
        if not chunk:
            os._exit(0)
        received += chunk
    return received

def receive():
    global nonce
    header, body = struct.unpack("!IQ", exactly(12))
    request = json.loads(exactly(header))
    exactly(body)
    nonce = request["nonce"]
    return request

raw(b"!")
"""


class FakeSession:
    """As much of a session as a client knows."""

    def __init__(self, process: subprocess.Popen[bytes], worker: WorkerProcess) -> None:
        self.process = process
        self._worker = worker

    def receive_worker(self) -> WorkerProcess:
        """Hand over the worker."""
        return self._worker

    def retire(self, worker: WorkerProcess, *, grace: bool = False) -> int | None:
        """End the worker; the second time there is nothing left to do."""
        if worker.connection.fileno() >= 0:
            worker.connection.close()
            os.close(worker.output)
        self.process.kill()
        return self.process.wait()


class Start:
    """Starts workers and ends them after the test."""

    def __init__(self) -> None:
        self.sessions: list[FakeSession] = []

    def session(self, behaviour: str, given: Any = None) -> Session:
        """Return a session with one worker, which is about to do `behaviour`."""
        mine, theirs = socket.socketpair()
        read, write = os.pipe()
        program = _PRELUDE + textwrap.dedent(behaviour)
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", program, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.PIPE,
            stdout=write,
            stderr=write,
        )
        theirs.close()
        os.close(write)
        assert process.stdin is not None
        with process.stdin as stdin:
            stdin.write(json.dumps(given).encode())
        assert mine.recv(1) == b"!"  # so that starting Python is no part of any deadline
        self.sessions.append(
            FakeSession(process, WorkerProcess(process.pid, mine, read, Path("/nonexistent")))
        )
        return cast("Session", self.sessions[-1])

    def __call__(self, behaviour: str, given: Any = None) -> Client:
        """Return the client of a worker that is about to do `behaviour`."""
        session = self.session(behaviour, given)
        return Client(session, session.receive_worker(), QUOTA)

    def close(self) -> None:
        """End all workers."""
        for session in self.sessions:
            session.retire(session.receive_worker())


@pytest.fixture
def start() -> Iterator[Start]:
    """Start workers that misbehave."""
    starter = Start()
    yield starter
    starter.close()


def call(client: Client, *args: object, seconds: float = 5.0) -> Any:
    """Call a function and return its value."""
    return client.call("function", args, {}, seconds).value


def wait_for_bytes(client: Client) -> None:
    """Wait until something has arrived that the client has not read, or the end of it all."""
    waiting = select.select([client._process.connection], [], [], 0 if client._channel._received else 10)
    assert client._channel._received or waiting[0]


def no_progress(cell: int, statement: int, line: int) -> None:
    """Take note of nothing."""
