"""Calls into a worker: whatever is not exactly one answer to the call at hand ends the worker.

Deadlines are those of `channel.py`. What the grader itself computes for a call (a function of a
suite's that the student calls back, on arguments of hers) has as many CPU seconds of its own.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.errors import SandboxError, SuiteError
from autograder.sandbox import wire
from autograder.sandbox.callbacks import Callbacks
from autograder.sandbox.channel import Channel, Output, cpu_seconds, violation
from autograder.sandbox.lender import Lender, Loan
from autograder.sandbox.quota import Quota
from autograder.sandbox.replies import Answer, parse_answer, parse_index, parse_position
from autograder.sandbox.session import Session, WorkerProcess
from autograder.sandbox.stops import MemoryExceeded, StudentStopped, WorkerCrashed
from autograder.text import scrub

MAX_REPORTS = 10**6  # of statements, while the cells are executed
_MAX_FAILURES = 100


class Client:
    """Speaks with one worker.

    Args:
        session: the zygote session that the worker belongs to.
        process: the worker.
        quota: what it may print and write.
        hear: told of what it prints, as it comes.
    """

    def __init__(
        self,
        session: Session,
        process: WorkerProcess,
        quota: Quota,
        hear: Callable[[bytes], None] | None = None,
    ) -> None:
        self._session = session
        self._process = process
        self._quota = quota
        self.output = Output(hear)
        self._channel = Channel(process, self.output, quota)
        self._nonce = ""
        self._spent_before = 0.0
        self._paused = False
        self._callbacks = Callbacks([], 0.0)
        self.layers: tuple[str, ...] = ()

    def await_jail(self) -> None:
        """Wait until the worker is jailed and note the layers; nothing of a student's has run yet.

        Raises:
            StudentStopped: it ended before.
        """
        header, _ = self._reply()
        layers = header.get("layers")
        if not isinstance(layers, list) or not all(isinstance(layer, str) for layer in layers):
            raise violation()
        self.layers = tuple(layers)
        # The jail is the price of grading and no part of what the student's code took.
        self._spent_before = self.cpu_seconds()

    def cpu_seconds(self) -> float:
        """Return the CPU time that the worker has used so far."""
        return cpu_seconds(self._process.pid)

    def spent(self) -> float:
        """Return the CPU seconds spent on the student's behalf, in here on what was called back too."""
        return max(0.0, self.cpu_seconds() - self._spent_before) + self._callbacks.spent

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
            on_progress(*parse_position(reply["at"]))
        failures = reply.get("failures")
        if reply.get("status") != "loaded" or not isinstance(failures, list):
            raise violation()
        self._channel.settle()
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
            raise violation()
        found: list[tuple[str, int]] = []
        for pair in clobbered[:20]:
            if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)):
                raise violation()
            found.append((scrub(pair[0], 60), parse_index(pair[1])))
        return found

    def lend(self, lender: Lender, seconds: float) -> None:
        """Put stand-ins in the places of some functions and classes of the submission.

        Raises:
            StudentStopped: no answer came.
        """
        stock = lender.stock
        self._start({"op": "lend", "names": stock.names, "methods": stock.methods}, (), seconds)
        reply, _ = self._reply()
        if reply.get("status") != "lent":
            raise violation()

    def call(
        self,
        name: str,
        args: Sequence[object],
        kwargs: Mapping[str, object],
        seconds: float,
        handle: int | None = None,
        *,
        helper: bool = False,
        loan: Loan | None = None,
    ) -> Answer:
        """Call a function of the submission, or a method of an object behind a handle.

        Args:
            name: of the function or method.
            args: what it gets by position.
            kwargs: what it gets by name.
            seconds: CPU seconds that it may take.
            handle: the object whose method it is.
            helper: whether it is a helper, which gets the submission's names before the arguments.
            loan: what it may borrow, where something is lent to this worker.

        Raises:
            StudentError: the function raised.
            MissingFunctionError: it is not there.
            StudentStopped: no answer came.
            SuiteError: a function among the arguments, called back, called the student in turn.
        """
        functions: list[Callable[..., Any]] = []

        def register(value: Any) -> dict[str, Any]:
            if not callable(value):
                raise TypeError(f"a suite cannot send a {type(value).__name__} to a submission")
            functions.append(value)
            return {"$": "callable", "id": len(functions) - 1}

        encoder = wire.Encoder(register)
        request: dict[str, Any] = {"op": "call", "name": name}
        if handle is not None:
            request["handle"] = handle
        if helper:
            request["helper"] = True
        try:
            request["args"] = encoder.encode(list(args))
            request["kwargs"] = {key: encoder.encode(value) for key, value in kwargs.items()}
            self._start(request, encoder.buffers, seconds)
        except wire.UnsendableError as error:
            # An earlier answer is among them: what suites make up themselves, `verify` has tried.
            raise WorkerCrashed(f"an earlier answer cannot be passed on: {error}") from error
        self._spent_before -= self._callbacks.spent
        self._callbacks = Callbacks(functions, seconds)
        while True:
            reply, body = self._reply(self._quota.answer_bytes)
            if "callback" in reply:
                self._channel.send(self._callbacks.answer(reply, body, self._nonce))
            elif "borrow" in reply and loan is not None:
                self._channel.send(loan.answer(reply, body, self._nonce))
            else:
                break
        self._channel.settle()
        if self._callbacks.failure is not None:
            raise self._callbacks.failure
        return parse_answer(name, reply, body, len(args) + len(kwargs))

    def last_words(self) -> str:
        """Return what it printed before it ended."""
        self._channel.drain()
        return self.output.take()

    def pause(self) -> None:
        """Stop the worker, with all its threads, until it is asked the next time."""
        self._process.signal(signal.SIGSTOP)
        self._paused = True

    def retire(self, *, grace: bool = False) -> int | None:
        """End the worker and return its wait status; with `grace` it may end by itself."""
        return self._session.retire(self._process, grace=grace)

    def _start(
        self,
        request: Mapping[str, Any],
        buffers: Sequence[bytes | memoryview],
        seconds: float,
        max_values: int | None = wire.MAX_VALUES,
    ) -> None:
        if self._callbacks.running:
            raise SuiteError("a function that a suite passes to the student cannot call the student")
        if self._paused:
            self._process.signal(signal.SIGCONT)
            self._paused = False
        self._nonce = os.urandom(8).hex()
        frame = wire.pack({"nonce": self._nonce, **request}, buffers, max_values)
        self._channel.begin(frame, seconds)

    def _reply(self, max_body: int = 0) -> tuple[dict[str, Any], bytearray]:
        try:
            header, body = self._channel.receive(max_body)
        except MemoryError as error:  # and the rest of it is still on its way
            raise MemoryExceeded("what was returned is too large to be received") from error
        if header.get("nonce") != self._nonce:
            raise violation()
        return header, body


def start_client(session: Session, quota: Quota, hear: Callable[[bytes], None] | None = None) -> Client:
    """Receive the worker that `session` was asked for and wait until it is jailed.

    Raises:
        SandboxError: it never was.
    """
    client = Client(session, session.receive_worker(), quota, hear)
    try:
        client.await_jail()
    except StudentStopped as error:
        printed = client.output.take()
        with contextlib.suppress(SandboxError):
            client.retire()
        raise SandboxError(f"a worker could not be jailed: {error}\n{printed}") from error
    return client
