"""Calls into a worker, with deadlines that no submission can extend.

A deadline is CPU seconds of the worker, read from the kernel's clock of that process, with a wall-clock
backstop of ten times that: a busy machine costs nobody marks. It covers sending, waiting and receiving.
Whatever is not exactly one answer to the call at hand ends the worker.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.errors import SandboxError
from autograder.sandbox import wire
from autograder.sandbox.launcher import Session, WorkerProcess
from autograder.sandbox.stops import (
    CallTimeout,
    Frame,
    MissingFunctionError,
    ProtocolViolation,
    StudentStopped,
    WorkerCrashed,
    student_error,
)
from autograder.text import scrub

WALL_FACTOR = 10.0  # wall-clock seconds allowed for each CPU second
MAX_OUTPUT_BYTES = 8 * 2**20
KEPT_OUTPUT_BYTES = 16 * 2**10
MAX_CALLBACKS = 20_000
_READY_SECONDS = 30.0
_SHORTEST_WAIT = 0.002
_CHUNK = 2**20
_MAX_FRAMES = 12


@dataclass(frozen=True)
class Answer:
    """A value from the worker and the digests of the arguments after the call."""

    value: Any
    digests: tuple[str, ...]


@dataclass
class Output:
    """What a worker printed: the first bytes are kept, all of them are counted."""

    kept: bytearray = field(default_factory=bytearray)
    total: int = 0

    def add(self, chunk: bytes) -> None:
        """Take note of a chunk."""
        self.total += len(chunk)
        self.kept += chunk[: max(0, KEPT_OUTPUT_BYTES - len(self.kept))]

    def take(self) -> str:
        """Return what was kept since the last call, made safe to show."""
        text = scrub(self.kept.decode("utf-8", errors="replace"), KEPT_OUTPUT_BYTES)
        self.kept.clear()
        return text


class Client:
    """Speaks with one worker.

    Args:
        session: the zygote session that the worker belongs to.
        process: the worker.
    """

    def __init__(self, session: Session, process: WorkerProcess) -> None:
        self._session = session
        self._process = process
        self._connection = process.connection
        self._connection.settimeout(0)
        os.set_blocking(process.output, False)
        self._poll = select.poll()
        self._poll.register(process.output, select.POLLIN)
        # CPUCLOCK_SCHED of another process: see clock_getcpuclockid(3).
        self._clock = (~process.pid << 3) | 2
        self.output = Output()
        self._deadline = _Deadline(self._clock, _READY_SECONDS)
        self._nonce = ""
        self._spent_before = 0.0
        self.layers: tuple[str, ...] = ()

    def await_jail(self) -> None:
        """Wait until the worker is jailed and note the layers; nothing of a student's has run yet.

        Raises:
            StudentStopped: it ended before.
        """
        header, _ = self._reply()
        self.layers = tuple(str(layer) for layer in header["layers"])
        # The jail is the price of grading and no part of what the student's code took.
        self._spent_before = self.cpu_seconds()

    def cpu_seconds(self) -> float:
        """Return the CPU time that the worker has used so far."""
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return 0.0

    def spent(self) -> float:
        """Return the CPU seconds that the worker has spent on the student's behalf."""
        return max(0.0, self.cpu_seconds() - self._spent_before)

    def load(
        self,
        request: Mapping[str, Any],
        seconds: float,
        on_progress: Callable[[int, int, int], None],
    ) -> list[dict[str, Any]]:
        """Execute the submission; return the failures of its cells as (unchecked) headers.

        Raises:
            StudentStopped: `on_progress` has been told which cell, statement and line was executed.
        """
        self._start({"op": "load", **request}, (), seconds)
        while True:
            reply, _ = self._reply()
            if "at" in reply:
                on_progress(*_position(reply["at"]))
            elif reply.get("status") == "loaded" and isinstance(reply.get("failures"), list):
                return [f for f in reply["failures"][:1000] if isinstance(f, dict)]
            else:
                raise self._violation()

    def rewind(self, name: str | None, seconds: float) -> list[tuple[str, int]]:
        """Put the globals back to where `name` was defined; return what was put back and by whom."""
        self._start({"op": "rewind", "name": name}, (), seconds)
        reply, _ = self._reply()
        clobbered = reply.get("clobbered")
        if not isinstance(clobbered, list):
            raise self._violation()
        found: list[tuple[str, int]] = []
        for pair in clobbered[:20]:
            if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)):
                raise self._violation()
            found.append((scrub(pair[0], 60), _position([pair[1], 0, 0])[0]))
        return found

    def call(
        self,
        name: str,
        args: Sequence[object],
        kwargs: Mapping[str, object],
        seconds: float,
        handle: int | None = None,
    ) -> Answer:
        """Call a function of the submission, or a method of an object behind a handle.

        Raises:
            StudentError: the function raised, or is not there.
            StudentStopped: no answer came.
        """
        callables: list[Callable[..., Any]] = []

        def register(value: Any) -> dict[str, Any]:
            if not callable(value):
                raise TypeError(f"a suite cannot send a {type(value).__name__} to a submission")
            callables.append(value)
            return {"$": "callable", "id": len(callables) - 1}

        encoder = wire.Encoder(register)
        request = {
            "op": "call",
            "name": name,
            "handle": handle,
            "args": [encoder.encode(arg) for arg in args],
            "kwargs": {"$": "dict", "v": [[k, encoder.encode(v)] for k, v in kwargs.items()]},
        }
        self._start(request, encoder.buffers, seconds)
        callbacks = 0
        while True:
            reply, body = self._reply()
            if "callback" in reply and callbacks < MAX_CALLBACKS:
                callbacks += 1
                self._serve_callback(callables, reply, body)
                continue
            return self._answer(name, reply, body, len(args) + len(kwargs))

    def retire(self) -> int | None:
        """End the worker and return its wait status."""
        return self._session.retire(self._process)

    def _answer(self, name: str, reply: dict[str, Any], body: bytearray, count: int) -> Answer:
        status = reply.get("status")
        if status == "value":
            try:
                decoder = wire.Decoder(body)
                value = decoder.decode(reply.get("value"))
                decoder.finish()
            except wire.WireError as error:
                raise self._violation() from error
            digests = reply.get("digests")
            if isinstance(digests, list) and len(digests) == count:
                return Answer(value, tuple(str(digest) for digest in digests))
        elif status == "error" and isinstance(reply.get("error"), dict):
            raise parse_error(reply["error"])
        elif status == "missing":
            what = "not defined" if reply.get("found") is None else "not a function any more"
            raise MissingFunctionError(f"`{name}` is {what}")
        raise self._violation()

    def _serve_callback(
        self, callables: list[Callable[..., Any]], reply: dict[str, Any], body: bytearray
    ) -> None:
        try:
            decoder = wire.Decoder(body)
            number = reply["callback"]
            args, kwargs = decoder.decode(reply.get("args")), decoder.decode(reply.get("kwargs"))
            decoder.finish()
        except wire.WireError as error:
            raise self._violation() from error
        if type(number) is not int or not 0 <= number < len(callables):
            raise self._violation()
        if not isinstance(args, list) or not isinstance(kwargs, dict):
            raise self._violation()
        encoder = wire.Encoder(_refuse)
        try:
            value = encoder.encode(callables[number](*args, **kwargs))
            frame = wire.pack({"nonce": self._nonce, "value": value}, encoder.buffers)
        except Exception as error:  # noqa: BLE001 -- what she passed is her affair
            known = isinstance(error, (ValueError, IndexError, ZeroDivisionError))
            kind = type(error).__name__ if known else "TypeError"
            text = "the function that was passed in could not work with these arguments"
            frame = wire.pack({"nonce": self._nonce, "error": kind, "message": text})
        self._send(frame)

    def _start(
        self, request: Mapping[str, Any], buffers: Sequence[bytes | memoryview], seconds: float
    ) -> None:
        try:
            early = self._connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            pass
        except OSError as error:
            raise self._ended() from error
        else:
            raise self._violation() if early else self._ended()
        self._nonce = secrets.token_hex(8)
        self._deadline = _Deadline(self._clock, seconds)
        self._send(wire.pack({"nonce": self._nonce, **request}, buffers))

    def _reply(self) -> tuple[dict[str, Any], bytearray]:
        header, body = self._receive_frame()
        if header.get("nonce") != self._nonce:
            raise self._violation()
        return header, body

    def _send(self, frame: bytes) -> None:
        rest = memoryview(frame)
        while rest:
            try:
                rest = rest[self._connection.send(rest) :]
            except BlockingIOError:
                self._wait(select.POLLOUT)
            except OSError as error:
                raise self._ended() from error

    def _receive_frame(self) -> tuple[dict[str, Any], bytearray]:
        try:
            header_length, body_length = wire.unpack_prefix(self._receive(wire.PREFIX.size))
            header = wire.parse_header(self._receive(header_length))
        except wire.WireError as error:
            raise self._violation() from error
        body = self._receive(body_length)
        self._drain()
        return header, body

    def _receive(self, length: int) -> bytearray:
        received = bytearray()
        while len(received) < length:
            try:
                chunk = self._connection.recv(min(length - len(received), _CHUNK))
            except BlockingIOError:
                self._wait(select.POLLIN)
                continue
            except OSError as error:
                raise self._ended() from error
            if not chunk:
                self._drain()
                raise self._ended()
            received += chunk
        return received

    def _wait(self, event: int) -> None:
        """Wait for the socket, draining the output pipe meanwhile so that printing never blocks."""
        self._poll.register(self._connection, event)
        while True:
            events = dict(self._poll.poll(self._deadline.next_wait() * 1000))
            if self._process.output in events:
                self._drain()
            if self._connection.fileno() in events:
                return

    def _drain(self) -> None:
        try:
            while chunk := os.read(self._process.output, 65536):
                self.output.add(chunk)
                if self.output.total > MAX_OUTPUT_BYTES:
                    raise WorkerCrashed("the code printed more than 8 MB and was stopped")
        except BlockingIOError:
            return
        # End of file: the worker closed its output or is gone, and polling it would spin.
        with contextlib.suppress(KeyError):
            self._poll.unregister(self._process.output)

    def _ended(self) -> StudentStopped:
        return WorkerCrashed("the Python process ended while this code was running")

    def _violation(self) -> StudentStopped:
        return ProtocolViolation("the Python process sent something that is not an answer")


class _Deadline:
    """CPU seconds of a process from now on, and ten times as many on the wall."""

    def __init__(self, clock: int, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._cpu_end = self._cpu() + seconds
        self._wall_end = time.monotonic() + WALL_FACTOR * seconds
        self._processors = os.cpu_count() or 1

    def next_wait(self) -> float:
        """Return how many seconds may pass before the clocks must be read again.

        Raises:
            CallTimeout: there are none left.
        """
        cpu_left = self._cpu_end - self._cpu()
        wall_left = self._wall_end - time.monotonic()
        if cpu_left <= 0:
            raise CallTimeout(f"stopped after {self._seconds:g} seconds of computing")
        if wall_left <= 0:
            raise CallTimeout(f"stopped after {WALL_FACTOR * self._seconds:g} seconds without an answer")
        # Threads may use several processors at once.
        return max(_SHORTEST_WAIT, min(cpu_left / self._processors, wall_left))

    def _cpu(self) -> float:
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return 0.0  # it has ended; its socket says so


def parse_error(header: Mapping[str, Any]) -> Exception:
    """Turn an error header, which is hostile bytes, into the exception that a suite sees."""
    texts = [header.get(key) for key in ("builtin", "name", "message")]
    builtin, name, message = (text if isinstance(text, str) else "" for text in texts)
    return student_error(
        builtin[:100] or "Exception", scrub(name, 100), scrub(message), parse_frames(header)
    )


def parse_frames(header: Mapping[str, Any]) -> tuple[Frame, ...]:
    """Return the frames that an error header names, those that have the form of frames."""
    frames = header.get("frames")
    found: list[Frame] = []
    for frame in frames[-_MAX_FRAMES:] if isinstance(frames, list) else ():
        match frame:
            case [str(label), int(line), str(function)] if 0 < line < 10**7:
                found.append(Frame(label[:300], line, scrub(function, 100)))
    return tuple(found)


def start_client(session: Session) -> Client:
    """Receive the worker that `session` was asked for and wait until it is jailed.

    Raises:
        SandboxError: it never was.
    """
    client = Client(session, session.receive_worker())
    try:
        client.await_jail()
    except StudentStopped as error:
        raise SandboxError(f"a worker could not be jailed: {error}\n{client.output.take()}") from error
    return client


def _refuse(value: object) -> dict[str, Any]:
    raise TypeError(f"a callback returned a {type(value).__name__}, which cannot be sent")


def _position(value: Any) -> tuple[int, int, int]:
    match value:
        case [int(cell), int(statement), int(line)] if all(0 <= n < 10**7 for n in value):
            return cell, statement, line
    raise ProtocolViolation("the Python process sent something that is not an answer")
