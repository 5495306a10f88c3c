"""The student's side of the wire: executes a submission, then answers one call at a time.

It never holds a test, a reference or an expected value. Everything in this process is the student's to
change once her code has run, so the grader believes nothing that it says but the answers themselves.
"""

from __future__ import annotations

import builtins
import itertools
import mmap
import os
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.borrowed import borrowed_class, borrowed_function
from autograder.sandbox.failure import Failure
from autograder.sandbox.notebook_runtime.imports import Allowed
from autograder.sandbox.program import Program

_AT_ONCE = 2**16
_MOST_AT_ONCE = 2**20
_RESERVE = 4 * 2**20


class Worker:
    """Serves one socket until it closes. Made before memory is limited: its reserve counts as nobody's.

    Args:
        allowed: third-party packages that may be imported.
    """

    _connection: socket.socket

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        # Of no other worker's, and never touched.
        self._reserve: mmap.mmap | None = mmap.mmap(-1, _RESERVE, flags=mmap.MAP_PRIVATE)
        self._program: Program | None = None
        self._helpers: dict[str, Any] = {}
        self._classes: list[str] = []  # names that give objects, whatever these inherit from
        self._objects: dict[int, Any] = {}
        self._numbers = itertools.count(1)
        self._nonce = ""
        self._received = bytearray()
        self._turn = threading.RLock()  # a submission's threads may all ask something amid a call
        self._calling = False
        self._asking = False

    def serve(self, connection: socket.socket) -> None:
        """Answer requests until the grader closes the connection, or memory is used up to the last."""
        self._connection = connection
        try:
            self._serve()
        except MemoryError:  # to print it would take some, too
            os._exit(wire.OUT_OF_MEMORY)

    def _serve(self) -> None:
        answers: dict[str, Callable[[dict[str, Any], bytearray], None]] = {
            "load": self._load,
            "call": self._call,
            "rewind": self._rewind,
            "lend": self._lend,
        }
        while True:
            with self._turn:
                frame = self._receive()
                if frame is None:
                    return
                header, body = frame
                self._nonce = header["nonce"]
                self._calling = header["op"] == "call"
            answers[header["op"]](header, body)

    def _load(self, header: dict[str, Any], _: bytearray) -> None:
        def report(*position: int) -> None:
            self._send({"at": position})

        # Staff's, so before anything of the student's; what she does to it later is seen by its answers.
        exec(compile(header["helpers"], "<helpers>", "exec"), self._helpers)  # noqa: S102
        self._classes = header["classes"]
        self._program = Program(header["kind"], header["cells"], header["modules"], self._allowed)
        failures = self._program.run({tuple(at) for at in header["skip"]}, report)
        flush_output()
        self._send({"status": "loaded", "failures": [failure.as_header() for failure in failures]})

    def _rewind(self, header: dict[str, Any], _: bytearray) -> None:
        clobbered = self._require_program().rewind(header["name"])
        self._send({"status": "rewound", "clobbered": clobbered})

    def _lend(self, header: dict[str, Any], _: bytearray) -> None:
        """Put stand-ins in the places of functions and classes that the grader lends."""
        program, methods = self._require_program(), header["methods"]
        for name in header["names"]:
            if name in methods:
                program.replace(name, partial(borrowed_class, name, methods[name], ask=self._borrow))
            else:
                program.replace(name, partial(borrowed_function, name, ask=self._borrow))
        self._send({"status": "lent"})

    def _call(self, header: dict[str, Any], body: bytearray) -> None:
        decoder = wire.Decoder(body, self._callback, lambda handle: self._objects[handle.id])
        args = decoder.decode(header["args"])
        kwargs = {name: decoder.decode(tree) for name, tree in header["kwargs"].items()}
        function = self._find(header)
        if function is None:
            return
        try:
            arguments = wire.Arguments(args, kwargs)
            value = function(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 -- SystemExit and the like are answers too
            flush_output()
            self._send_error(self._require_program().describe(error))
            return
        flush_output()
        encoder = wire.Encoder(self._keep)
        try:
            kept = header["name"] in self._classes and "handle" not in header and wire.is_both(value)
            tree = self._keep(value) if kept else encoder.encode(value)
            reply = {"status": "value", "value": tree, "changed": arguments.changed()}
            frame = wire.pack({"nonce": self._nonce, **reply}, encoder.buffers)
        except BaseException as error:  # noqa: BLE001 -- a value whose own methods raise, or too large
            self._send_error(self._require_program().describe(error))
            return
        self._answer(frame)

    def _find(self, header: dict[str, Any]) -> Callable[..., Any] | None:
        """Return what is to be called, or say what is missing and return None."""
        name = header["name"]
        if header.get("helper"):
            return partial(self._helpers[name], self._require_program().namespace)
        handle = header.get("handle")
        if handle is None:
            namespace = self._require_program().namespace
            found, there = namespace.get(name), name in namespace
        else:
            owner = self._objects[handle]
            try:
                found, there = getattr(owner, name), True
            except Exception:  # noqa: BLE001 -- a property of hers that raises
                found, there = None, False
        if there and callable(found):
            return found  # type: ignore[no-any-return]
        self._send({"status": "missing", "found": True if there else None})
        return None

    def _callback(self, number: int) -> Callable[..., Any]:
        """Return a function that calls back to the grader's callable `number`, during this call."""
        nonce = self._nonce

        def call(*args: object, **kwargs: object) -> Any:
            encoder = wire.Encoder(self._keep)
            trees = {"args": encoder.encode(list(args)), "kwargs": encoder.encode(kwargs)}
            reply, body = self._ask({"callback": number, **trees}, encoder.buffers, nonce)
            return wire.put_back(wire.Decoder(body).decode(reply["value"]), reply["place"], args)

        return call

    def _borrow(
        self, request: dict[str, Any], buffers: Sequence[bytes | memoryview]
    ) -> tuple[dict[str, Any], bytearray]:
        """Have the grader compute what is borrowed."""
        return self._ask(request, buffers, self._nonce)

    def _ask(
        self, request: dict[str, Any], buffers: Sequence[bytes | memoryview], nonce: str
    ) -> tuple[dict[str, Any], bytearray]:
        """Ask the grader something amid the call `nonce`; return its answer, or raise what it says."""
        self._require_call(nonce)
        with self._turn:
            self._require_call(nonce)  # which may have ended meanwhile
            if self._asking:  # by a finalizer, say
                raise RuntimeError("this function cannot be used while it waits for an answer")
            self._asking = True
            try:
                self._connection.sendall(wire.pack({"nonce": nonce, **request}, buffers))
                frame = self._receive()
            finally:
                self._asking = False
        if frame is None:
            os._exit(0)
        reply, body = frame
        if "error" in reply:
            # The grader names built-in exceptions alone.
            raise getattr(builtins, reply["error"])(reply["message"])
        return reply, body

    def _require_call(self, nonce: str) -> None:
        if nonce != self._nonce:
            raise RuntimeError("this function was passed to an earlier call, and ended with it")
        if not self._calling:
            raise RuntimeError("this function can be used only while a test calls your code")

    def _keep(self, value: Any) -> dict[str, Any]:
        """Keep an object that is not plain data here, and give the handle that names it."""
        number = next(self._numbers)
        self._objects[number] = value
        return {"$": "handle", "id": number, "t": type(value).__name__[:100]}

    def _require_program(self) -> Program:
        if self._program is None:
            raise RuntimeError("a call came before the submission was loaded")
        return self._program

    def _send_error(self, failure: Failure) -> None:
        self._send({"status": "error", "error": failure.as_header()})

    def _send(self, header: dict[str, Any]) -> None:
        self._answer(wire.pack({"nonce": self._nonce, **header}))

    def _answer(self, frame: bytes) -> None:
        with self._turn:  # a thread that goes on has nothing to ask from now on
            self._calling = False
            self._connection.sendall(frame)

    def _receive(self) -> tuple[dict[str, Any], bytearray] | None:
        try:
            return self._take_frame()
        except MemoryError:  # her code keeps what it may use: what has arrived is still there
            if self._reserve is None:
                raise
            self._reserve.close()
            self._reserve = None
            return self._take_frame()

    def _take_frame(self) -> tuple[dict[str, Any], bytearray] | None:
        start = wire.PREFIX.size
        if not self._fill(start):
            return None
        header_length, body_length = wire.unpack_prefix(self._received[:start])
        middle = start + header_length
        end = middle + body_length
        if not self._fill(end):
            return None
        header, body = wire.parse_header(self._received[start:middle]), self._received[middle:end]
        del self._received[:end]
        return header, body

    def _fill(self, length: int) -> bool:
        """Receive until there are so many bytes, False at their end; most frames come whole."""
        while (missing := length - len(self._received)) > 0:
            chunk = self._connection.recv(min(max(missing, _AT_ONCE), _MOST_AT_ONCE))
            if not chunk:
                return False
            self._received += chunk
        return True


def flush_output() -> None:
    """Hand what was printed to the grader before the answer goes, so that it belongs to this call."""
    for stream in ("stdout", "stderr"):
        try:  # noqa: SIM105 -- for each answer: `suppress` takes three times as long as flushing
            getattr(sys, stream).flush()
        except BaseException:  # noqa: BLE001, S110 -- a student may have replaced, closed or deleted them
            pass
