"""Calls into a worker, with deadlines that no submission can extend.

A deadline is CPU seconds of the worker, read from the kernel's clock of that process, with a wall-clock
backstop of ten times that: a busy machine costs nobody marks. It covers sending, waiting and receiving.
What the grader itself computes for a call (a function of a suite's that the student calls back, on
arguments of hers) has as many CPU seconds of its own. Whatever is not exactly one answer to the call at
hand ends the worker.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

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
MAX_OUTPUT_BYTES = 8 * 2**20  # of one call
KEPT_OUTPUT_BYTES = 16 * 2**10
MAX_CALLBACKS = 20_000  # of one call
MAX_CALLBACK_BYTES = 16 * 2**20  # of the arrays among the arguments of one
MAX_REPORTS = 10**6  # of statements, while the cells are executed
_READY_SECONDS = 30.0
_SHORTEST_WAIT = 0.002
_CHUNK = 2**20
_MAX_FRAMES = 12
_MAX_FAILURES = 100
_MAX_INDEX = 10**7  # of cells, statements and lines


@dataclass(frozen=True)
class Answer:
    """A value from the worker and the digests of the arguments after the call."""

    value: Any
    digests: tuple[str, ...]


@dataclass
class Output:
    """What a worker printed: the first bytes are kept, those of the call at hand are counted."""

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
        self.output = Output()
        self._channel = _Channel(process, self.output)
        self._nonce = ""
        self._spent_before = 0.0
        self._callbacks = _Callbacks([], 0.0)
        self.layers: tuple[str, ...] = ()

    def await_jail(self) -> None:
        """Wait until the worker is jailed and note the layers; nothing of a student's has run yet.

        Raises:
            StudentStopped: it ended before.
        """
        header, _ = self._reply()
        layers = header.get("layers")
        if not isinstance(layers, list) or not all(isinstance(layer, str) for layer in layers):
            raise _violation()
        self.layers = tuple(layers)
        # The jail is the price of grading and no part of what the student's code took.
        self._spent_before = self.cpu_seconds()

    def cpu_seconds(self) -> float:
        """Return the CPU time that the worker has used so far."""
        return _cpu_seconds(self._process.pid)

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
        # Brackets and commas in source text are no values.
        self._start({"op": "load", **request}, (), seconds, max_values=None)
        for _ in range(MAX_REPORTS):
            reply, _ = self._reply()
            if "at" not in reply:
                break
            on_progress(*_position(reply["at"]))
        failures = reply.get("failures")
        if reply.get("status") != "loaded" or not isinstance(failures, list):
            raise _violation()
        return [failure for failure in failures[:_MAX_FAILURES] if isinstance(failure, dict)]

    def rewind(self, name: str | None, seconds: float) -> list[tuple[str, int]]:
        """Put the globals back to where `name` was defined; return what was put back and by whom.

        Raises:
            StudentStopped: no answer came.
        """
        self._start({"op": "rewind", "name": name}, (), seconds)
        reply, _ = self._reply()
        clobbered = reply.get("clobbered")
        if reply.get("status") != "rewound" or not isinstance(clobbered, list):
            raise _violation()
        found: list[tuple[str, int]] = []
        for pair in clobbered[:20]:
            if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)):
                raise _violation()
            found.append((scrub(pair[0], 60), _index(pair[1])))
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
            StudentError: the function raised.
            MissingFunctionError: it is not there.
            StudentStopped: no answer came.
            SandboxError: a function among the arguments, called back, called the student in turn.
        """
        functions: list[Callable[..., Any]] = []

        def register(value: Any) -> dict[str, Any]:
            if not callable(value):
                raise TypeError(f"a suite cannot send a {type(value).__name__} to a submission")
            functions.append(value)
            return {"$": "callable", "id": len(functions) - 1}

        encoder = wire.Encoder(register)
        request = {
            "op": "call",
            "name": name,
            "handle": handle,
            "args": encoder.encode(list(args)),
            "kwargs": encoder.encode(dict(kwargs)),
        }
        self._start(request, encoder.buffers, seconds)
        self._callbacks = _Callbacks(functions, seconds)
        while True:
            reply, body = self._reply(wire.MAX_BODY_BYTES)
            if "callback" not in reply:
                break
            self._channel.send(self._callbacks.answer(reply, body, self._nonce))
        if self._callbacks.failure is not None:
            raise self._callbacks.failure
        return _answer(name, reply, body, len(args) + len(kwargs))

    def retire(self) -> int | None:
        """End the worker and return its wait status."""
        return self._session.retire(self._process)

    def _start(
        self,
        request: Mapping[str, Any],
        buffers: Sequence[bytes | memoryview],
        seconds: float,
        max_values: int | None = wire.MAX_VALUES,
    ) -> None:
        if self._callbacks.running:
            raise SandboxError("a function that a suite passes to the student cannot call the student")
        self._nonce = secrets.token_hex(8)
        frame = wire.pack({"nonce": self._nonce, **request}, buffers, max_values)
        self._channel.begin(seconds)
        self._channel.send(frame)

    def _reply(self, max_body: int = 0) -> tuple[dict[str, Any], bytearray]:
        header, body = self._channel.receive(max_body)
        if header.get("nonce") != self._nonce:
            raise _violation()
        return header, body


class _Callbacks:
    """Answers the calls that the student makes to functions of the suite's, on a budget.

    Args:
        functions: what the worker may call, by number.
        seconds: CPU seconds of this process for all of them together.

    Attributes:
        running: whether one of the functions is being executed.
        failure: what ended one of them that the student must not catch: an outcome of pytest's, say.
            The worker is answered all the same, so that it can be used for other calls afterwards.
    """

    def __init__(self, functions: Sequence[Callable[..., Any]], seconds: float) -> None:
        self._functions = functions
        self._left = seconds
        self._count = 0
        self.running = False
        self.failure: BaseException | None = None

    def answer(self, call: Mapping[str, Any], body: bytearray, nonce: str) -> bytes:
        """Return the frame that answers one call.

        Raises:
            StudentStopped: it is no call, or one too many, or took too long.
        """
        self._count += 1
        if self._count > MAX_CALLBACKS:
            raise WorkerCrashed(f"called what was passed in more than {MAX_CALLBACKS:,} times")
        number = call["callback"]
        if type(number) is not int or not 0 <= number < len(self._functions):
            raise _violation()
        with self._on_budget():
            return self._run(self._functions[number], call, body, nonce)

    def _run(
        self, function: Callable[..., Any], call: Mapping[str, Any], body: bytearray, nonce: str
    ) -> bytes:
        encoder = wire.Encoder(_refuse)
        try:
            args, kwargs = _arguments(call, body)
            tree = encoder.encode(function(*args, **kwargs))
            return wire.pack({"nonce": nonce, "value": tree}, encoder.buffers)
        except (StudentStopped, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 -- what she passed is her affair
            if isinstance(error, SandboxError) or not isinstance(error, Exception):
                self.failure = self.failure or error
            known = (k for k in (ValueError, IndexError, ZeroDivisionError) if isinstance(error, k))
            text = "the function that was passed in could not work with these arguments"
            kind = next(known, TypeError).__name__
            return wire.pack({"nonce": nonce, "error": kind, "message": text})

    @contextlib.contextmanager
    def _on_budget(self) -> Iterator[None]:
        """Interrupt what takes longer than is left: arguments can be made to take any time."""
        if self._left <= 0:
            _stop()
        started = time.process_time()
        before = signal.signal(signal.SIGPROF, _stop)
        signal.setitimer(signal.ITIMER_PROF, self._left)
        self.running = True
        try:
            yield
        finally:
            self.running = False
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before or signal.SIG_DFL)
            self._left -= time.process_time() - started


class _Channel:
    """The socket and the output pipe of a worker, under one deadline."""

    def __init__(self, process: WorkerProcess, output: Output) -> None:
        self._pid = process.pid
        self._socket = process.connection
        self._pipe = process.output
        self._output = output
        self._socket.settimeout(0)
        os.set_blocking(self._pipe, False)
        self._poll = select.poll()
        self._poll.register(self._pipe, select.POLLIN)
        self._deadline = _Deadline(self._pid, _READY_SECONDS)

    def begin(self, seconds: float) -> None:
        """Start the deadline of a call.

        Raises:
            StudentStopped: the worker has ended, or has sent something that nobody asked for.
        """
        try:
            early = self._socket.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            self._output.total = 0
            self._deadline = _Deadline(self._pid, seconds)
            return
        except OSError:
            early = b""
        if early:
            raise _violation()
        raise WorkerCrashed("the Python process had ended before this code was called")

    def send(self, frame: bytes) -> None:
        """Send one frame.

        Raises:
            StudentStopped: the worker has ended or does not read it in time.
        """
        rest = memoryview(frame)
        while rest:
            try:
                rest = rest[self._socket.send(rest) :]
            except BlockingIOError:
                self._wait(select.POLLOUT)
            except OSError as error:
                raise _ended() from error

    def receive(self, max_body: int) -> tuple[dict[str, Any], bytearray]:
        """Receive one frame with a body of at most `max_body` bytes.

        Raises:
            StudentStopped: the worker has ended, sends no frame in time, or something else.
        """
        # Frames that keep coming never make this process wait.
        self._deadline.next_wait()
        try:
            header_length, body_length = wire.unpack_prefix(self._receive(wire.PREFIX.size))
            if body_length > max_body:
                raise _violation()
            header = wire.parse_header(self._receive(header_length), wire.MAX_VALUES)
        except wire.WireError as error:
            raise _violation() from error
        body = self._receive(body_length)
        self._drain()
        return header, body

    def _receive(self, length: int) -> bytearray:
        # Grows with what arrives: a promised length costs nothing.
        received = bytearray()
        while len(received) < length:
            try:
                chunk = self._socket.recv(min(length - len(received), _CHUNK))
            except BlockingIOError:
                self._wait(select.POLLIN)
                continue
            except OSError as error:
                raise _ended() from error
            if not chunk:
                self._drain()
                raise _ended()
            received += chunk
        return received

    def _wait(self, event: int) -> None:
        """Wait for the socket, draining the output pipe meanwhile so that printing never blocks."""
        self._poll.register(self._socket, event)
        while True:
            events = dict(self._poll.poll(self._deadline.next_wait() * 1000))
            if self._pipe in events:
                self._drain()
            if self._socket.fileno() in events:
                return

    def _drain(self) -> None:
        try:
            while chunk := os.read(self._pipe, 65536):
                self._output.add(chunk)
                if self._output.total > MAX_OUTPUT_BYTES:
                    raise WorkerCrashed("the code printed more than 8 MB and was stopped")
        except BlockingIOError:
            return
        # End of file: the worker closed its output or is gone, and polling it would spin.
        with contextlib.suppress(KeyError):
            self._poll.unregister(self._pipe)


class _Deadline:
    """CPU seconds of a process from now on, and ten times as many on the wall."""

    def __init__(self, pid: int, seconds: float) -> None:
        self._pid = pid
        self._seconds = seconds
        self._cpu_end = _cpu_seconds(pid) + seconds
        self._wall_end = time.monotonic() + WALL_FACTOR * seconds
        self._processors = os.cpu_count() or 1

    def next_wait(self) -> float:
        """Return how many seconds may pass before the clocks must be read again.

        Raises:
            CallTimeout: there are none left.
        """
        cpu_left = self._cpu_end - _cpu_seconds(self._pid)
        wall_left = self._wall_end - time.monotonic()
        if cpu_left <= 0:
            raise CallTimeout(f"stopped after {self._seconds:g} seconds of computing")
        if wall_left <= 0:
            raise CallTimeout(f"stopped after {WALL_FACTOR * self._seconds:g} seconds without an answer")
        # Threads may use several processors at once.
        return max(_SHORTEST_WAIT, min(cpu_left / self._processors, wall_left))


def start_client(session: Session) -> Client:
    """Receive the worker that `session` was asked for and wait until it is jailed.

    Raises:
        SandboxError: it never was.
    """
    client = Client(session, session.receive_worker())
    try:
        client.await_jail()
    except StudentStopped as error:
        printed = client.output.take()
        with contextlib.suppress(SandboxError):
            client.retire()
        raise SandboxError(f"a worker could not be jailed: {error}\n{printed}") from error
    return client


def parse_error(header: Mapping[str, Any]) -> Exception:
    """Turn an error header, which is hostile bytes, into the exception that a suite sees."""
    texts = [header.get(key) for key in ("builtin", "name", "message")]
    builtin, name, message = (text if isinstance(text, str) else "" for text in texts)
    return student_error(builtin, scrub(name, 100), scrub(message), parse_frames(header))


def parse_frames(header: Mapping[str, Any]) -> tuple[Frame, ...]:
    """Return the frames that an error header names, those that have the form of frames."""
    frames = header.get("frames")
    found: list[Frame] = []
    for frame in frames[-_MAX_FRAMES:] if isinstance(frames, list) else ():
        match frame:
            case [str(label), int(line), str(function)] if _is_index(line) and line:
                found.append(Frame(label[:300], line, scrub(function, 100)))
    return tuple(found)


def _answer(name: str, reply: Mapping[str, Any], body: bytearray, count: int) -> Answer:
    """Return what an answer holds, or raise what it says; `count` arguments have a digest each."""
    status, error = reply.get("status"), reply.get("error")
    if status == "value" and "value" in reply:
        [value] = _decode(body, reply.get("value"))
        digests = reply.get("digests")
        if isinstance(digests, list) and len(digests) == count and all(map(wire.is_digest, digests)):
            return Answer(value, tuple(digests))
    elif status == "error" and isinstance(error, dict) and not body:
        raise parse_error(error)
    elif status == "missing" and not body:
        what = "not defined" if reply.get("found") is None else "not a function any more"
        raise MissingFunctionError(f"`{name}` is {what}")
    raise _violation()


def _arguments(call: Mapping[str, Any], body: bytearray) -> tuple[list[Any], dict[str, Any]]:
    """Return the arguments with which the student calls a function of the suite's."""
    if len(body) > MAX_CALLBACK_BYTES:
        raise ValueError("these arguments are too large")
    args, kwargs = _decode(body, call.get("args"), call.get("kwargs"))
    if not isinstance(args, list) or not isinstance(kwargs, dict):
        raise _violation()
    return args, kwargs


def _decode(body: bytearray, *trees: Any) -> list[Any]:
    try:
        decoder = wire.Decoder(body)
        values = [decoder.decode(tree) for tree in trees]
        decoder.finish()
    except wire.WireError as error:
        raise _violation() from error
    return values


def _refuse(value: object) -> dict[str, Any]:
    raise TypeError(f"a callback returned a {type(value).__name__}, which cannot be sent")


def _stop(*_: object) -> NoReturn:
    raise CallTimeout("stopped: a function that was passed in took too long with these arguments")


def _position(value: Any) -> tuple[int, int, int]:
    if not isinstance(value, list) or len(value) != 3:
        raise _violation()
    cell, statement, line = map(_index, value)
    return cell, statement, line


def _index(value: Any) -> int:
    if not _is_index(value):
        raise _violation()
    return int(value)


def _is_index(value: Any) -> bool:
    return type(value) is int and 0 <= value < _MAX_INDEX


def _cpu_seconds(pid: int) -> float:
    try:
        # CPUCLOCK_SCHED of another process: see clock_getcpuclockid(3). One that has ended keeps its
        # pid, and its clock, until the zygote reaps it.
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def _ended() -> StudentStopped:
    return WorkerCrashed("the Python process ended while this code was running")


def _violation() -> StudentStopped:
    return ProtocolViolation("the Python process sent something that is not an answer")
