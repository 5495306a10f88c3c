"""A process of the grader's that computes what is lent, for arguments that a submission has made large.

It is forked from the grader, runs nothing but the reference, and may run out of memory or time: what
`zeros((10**5, 10**5))` takes must not be taken from the process that judges. The kernel bounds its
memory, and whoever asks bounds its time.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import socket
import struct
import warnings
from typing import Any, BinaryIO, NoReturn

from autograder.errors import SandboxError
from autograder.sandbox import wire
from autograder.sandbox.channel import Deadline, cpu_seconds
from autograder.sandbox.jail.descriptors import close_descriptors
from autograder.sandbox.jail.process import die_with_parent
from autograder.sandbox.stock import Stock

_MEMORY = 2**30
_MEMORY_OF_A_THREAD = 96 * 2**20  # its stack and its arena, most of which is never touched
_ANSWER = struct.Struct("!qQ")  # numbers that were passed, or `TOO_MANY`; length of a frame
_AT_ONCE = 2**16
_CHUNK = 2**20


class OracleEndedError(Exception):
    """The process has ended: these arguments were too much for it."""


class Oracle:
    """A running process that answers requests to borrow.

    Args:
        stock: what is lent.

    Raises:
        SandboxError: the machine has no process to spare.
    """

    def __init__(self, stock: Stock) -> None:
        self._socket, theirs = socket.socketpair()
        parent = os.getpid()
        with theirs:
            try:
                self.pid = os.fork()
            except OSError as error:
                self._socket.close()
                raise SandboxError(f"no process to compute what is lent: {error}") from error
            if self.pid == 0:
                _become_oracle(stock, theirs, parent)
        self._socket.settimeout(0)
        self._poll = select.poll()

    def spent(self) -> float:
        """Return the CPU seconds that it has taken so far."""
        return cpu_seconds(self.pid)

    def ask(self, request: bytes, deadline: Deadline) -> tuple[int, bytes]:
        """Return how many numbers a request has passed, and the frame that answers it.

        Returns:
            A negative number if there are more than the request says that there may be.

        Raises:
            OracleEndedError: there is no answer, and will be none to other requests.
            CallTimeout: nor is there.
        """
        try:
            self._send(request, deadline)
            answer = self._receive(_ANSWER.size, bytearray(), deadline)
            passed, length = _ANSWER.unpack(answer[: _ANSWER.size])
            answer = self._receive(_ANSWER.size + length, answer, deadline)
            return passed, bytes(answer[_ANSWER.size :])
        except OSError as error:
            raise OracleEndedError from error

    def close(self) -> float:
        """End the process, and return the CPU seconds that it took."""
        self._socket.close()
        spent = self.spent()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        return spent

    def _send(self, request: bytes, deadline: Deadline) -> None:
        rest = memoryview(request)
        while rest:
            try:
                rest = rest[self._socket.send(rest) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)

    def _receive(self, length: int, received: bytearray, deadline: Deadline) -> bytearray:
        """Return what was received, once there are so many bytes; most answers come whole."""
        while len(received) < length:
            self._wait(select.POLLIN, deadline)
            missing = length - len(received)
            chunk = self._socket.recv(min(max(missing, _AT_ONCE), _CHUNK))
            if not chunk:
                raise OracleEndedError
            received += chunk
        return received

    def _wait(self, event: int, deadline: Deadline) -> None:
        self._poll.register(self._socket, event)
        while not self._poll.poll(deadline.next_wait() * 1000):
            pass


def _become_oracle(stock: Stock, connection: socket.socket, parent: int) -> NoReturn:
    # Never return into the grader's loop.
    try:
        die_with_parent(parent)
        null = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):
            os.dup2(null, standard)
        close_descriptors({0, 1, 2, connection.fileno()})
        _limit_memory()
        warnings.simplefilter("ignore")
        stream = connection.makefile("rb")
        while (request := _next_request(stream)) is not None:
            passed, frame = stock.answer(*request)
            connection.sendall(_ANSWER.pack(passed, len(frame)) + frame)
    finally:
        os._exit(0)


def _limit_memory() -> None:
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 -- as the jail does
        used = int(statm.read().split()[0]) * resource.getpagesize()
    bound = used + _MEMORY + (os.cpu_count() or 1) * _MEMORY_OF_A_THREAD
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    bound = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _next_request(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Return header and body, None if nobody asks any more."""
    prefix = stream.read(wire.PREFIX.size)
    if len(prefix) < wire.PREFIX.size:
        return None
    header, body = map(stream.read, wire.unpack_prefix(prefix))
    return wire.parse_header(header), body
