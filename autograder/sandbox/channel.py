"""Frames to and from one worker, under a deadline that nothing of what it sends extends.

A deadline is CPU seconds of the worker, read from the kernel's clock of that process, with a wall-clock
backstop of ten times that: a busy machine costs nobody marks. It covers sending, waiting and receiving.
"""

from __future__ import annotations

import contextlib
import os
import select
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.memory import Memory
from autograder.sandbox.quota import Folder, Quota, check_space, free_bytes
from autograder.sandbox.session import WorkerProcess
from autograder.sandbox.stops import (
    CallTimeout,
    ProtocolViolation,
    StudentStopped,
    WorkerEnded,
)
from autograder.text import scrub

WALL_FACTOR = 10.0  # wall-clock seconds allowed for each CPU second
KEPT_OUTPUT_BYTES = 16 * 2**10
_READY_SECONDS = 30.0
_SHORTEST_WAIT = 0.002
_LOOK_SECONDS = 0.02  # how often a worker is looked at while it computes
_CHUNK = 2**20
_AT_ONCE = 2**16  # most frames arrive whole
_PROCESSORS = os.cpu_count() or 1


@dataclass
class Output:
    """What a worker printed: the first bytes are kept, those of the call at hand are counted.

    Attributes:
        hear: told of each chunk, as it comes.
    """

    hear: Callable[[bytes], None] | None = None
    kept: bytearray = field(default_factory=bytearray)
    total: int = 0

    def add(self, chunk: bytes) -> None:
        """Take note of a chunk."""
        self.total += len(chunk)
        if self.hear is not None:
            self.hear(chunk)
        self.kept += chunk[: max(0, KEPT_OUTPUT_BYTES - len(self.kept))]

    def take(self) -> str:
        """Return what was kept since the last call, made safe to show."""
        if not self.kept:
            return ""
        text = scrub(self.kept.decode("utf-8", errors="replace"), KEPT_OUTPUT_BYTES)
        self.kept.clear()
        return text


class Channel:
    """The socket and the output pipe of a worker, under one deadline."""

    def __init__(self, process: WorkerProcess, output: Output, quota: Quota) -> None:
        self._quota = quota
        self._folder = Folder(process.scratch)
        self._memory = None if quota.memory_bytes is None else Memory(process.pid)
        self._pid = process.pid
        self._socket = process.connection
        self._number = self._socket.fileno()
        self._pipe = process.output
        self._output = output
        self._socket.settimeout(0)
        os.set_blocking(self._pipe, False)
        self._poll = select.poll()
        self._poll.register(self._pipe, select.POLLIN)
        self._poll.register(self._socket, select.POLLIN)
        self._received = bytearray()  # of the next frame
        self._printed = True  # whether the pipe may hold something
        self._looked = time.monotonic()
        self._disk = process.scratch.parent  # there before the worker has made its own folder
        self._free = free_bytes(self._disk)
        self._deadline = Deadline(self._pid, _READY_SECONDS)

    def begin(self, frame: bytes, seconds: float) -> None:
        """Send the frame of a call and start its deadline.

        What the worker has sent meanwhile, which nobody asked for, is found where an answer is due.

        Raises:
            StudentStopped: the worker has ended, or does not read it in time.
        """
        self._output.total = 0
        self._deadline = Deadline(self._pid, seconds)
        try:
            sent = self._socket.send(frame)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            raise WorkerEnded("the Python process had ended before this code was called") from error
        self.send(memoryview(frame)[sent:])

    def send(self, frame: bytes | memoryview) -> None:
        """Send one frame, or the rest of one.

        Raises:
            StudentStopped: the worker has ended or does not read it in time.
        """
        rest = memoryview(frame)
        while rest:
            try:
                rest = rest[self._socket.send(rest) :]
            except BlockingIOError:
                self._poll.modify(self._socket, select.POLLOUT)
                try:
                    self._wait()
                finally:
                    self._poll.modify(self._socket, select.POLLIN)
            except OSError as error:
                raise _ended() from error

    def receive(self, max_body: int) -> tuple[dict[str, Any], bytearray]:
        """Receive one frame with a body of at most `max_body` bytes.

        Raises:
            StudentStopped: the worker has ended, sends no frame in time, or something else.
        """
        if self._received:  # frames that arrive together are received without a wait
            self._deadline.next_wait()
        self._look()
        self._printed = True
        start = wire.PREFIX.size
        try:
            self._fill(start)
            header_length, body_length = wire.unpack_prefix(self._received[:start])
            if body_length > max_body:
                raise violation()
            end = start + header_length
            self._fill(end)
            header = wire.parse_header(self._received[start:end], wire.MAX_VALUES)
        except wire.WireError as error:
            raise violation() from error
        self._fill(end + body_length)
        body, self._received = self._received, self._received[end + body_length :]
        del body[end + body_length :]  # in place, since a body may be hundreds of megabytes
        del body[:end]
        return header, body

    def settle(self) -> None:
        """Take what was printed before an answer came, and look at what the worker has done.

        Raises:
            StudentStopped: as for `check`.
        """
        if self._printed:
            self.drain()
        self.check()

    def check(self) -> None:
        """Look at what the worker has printed and written, and at its memory.

        Raises:
            OutputExceeded: it printed too much.
            FilesExceeded: it wrote too much.
            MemoryExceeded: it uses too much.
        """
        self._quota.check_output(self._output.total)
        if self._memory is not None:
            self._quota.check_memory(self._memory.used())
        if not self._folder.is_untouched():
            self._folder.check(self._quota)
        self._looked = time.monotonic()

    def _fill(self, length: int) -> None:
        """Receive until there are so many bytes of the next frame: a promised length costs nothing."""
        while (missing := length - len(self._received)) > 0:
            self._wait()
            try:
                chunk = self._socket.recv(min(max(missing, _AT_ONCE), _CHUNK))
            except BlockingIOError:
                continue
            except OSError as error:
                raise _ended() from error
            if not chunk:
                self.drain()
                raise _ended()
            self._received += chunk

    def _wait(self) -> None:
        """Wait for the socket, taking what is printed meanwhile so that printing never blocks.

        A chunk at a time: frames, which say what is at work, come before what that prints.
        """
        while True:
            events = dict(self._poll.poll(min(self._deadline.next_wait(), _LOOK_SECONDS) * 1000))
            # A frame first: it may say what is at work, before that is stopped.
            if self._number in events:
                # A worker hands over what it printed before it answers.
                self._printed = self._pipe in events
                return
            if self._pipe in events:
                self._take_chunk()
                self._quota.check_output(self._output.total)
            self._look()

    def _look(self) -> None:
        """Look from time to time at what the worker writes and uses."""
        if time.monotonic() > self._looked + _LOOK_SECONDS:
            check_space(self._disk, self._free)
            self.check()

    def drain(self) -> None:
        """Take what was printed, but no more than may be: whoever asks next is told that it was."""
        while self._quota.admits(self._output.total) and self._take_chunk():
            pass

    def _take_chunk(self) -> bool:
        """Take something of what was printed, if there is any."""
        try:
            chunk = os.read(self._pipe, _AT_ONCE)
        except BlockingIOError:
            return False
        if not chunk:
            # End of file: the worker closed its output or is gone, and polling it would spin.
            with contextlib.suppress(KeyError):
                self._poll.unregister(self._pipe)
            return False
        self._output.add(chunk)
        return True


class Deadline:
    """CPU seconds of a process from now on, and ten times as many on the wall."""

    def __init__(self, pid: int, seconds: float) -> None:
        self._pid = pid
        self._seconds = seconds
        self._cpu_end = cpu_seconds(pid) + seconds
        self._wall_end = time.monotonic() + WALL_FACTOR * seconds
        self._starts = True

    def next_wait(self) -> float:
        """Return how many seconds may pass before the clocks must be read again.

        Raises:
            CallTimeout: there are none left.
        """
        if self._starts:  # clocks need not be read again at once
            self._starts = False
            return max(_SHORTEST_WAIT, self._seconds / _PROCESSORS)
        cpu_left = self._cpu_end - cpu_seconds(self._pid)
        wall_left = self._wall_end - time.monotonic()
        if cpu_left <= 0:
            raise CallTimeout(f"stopped after {self._seconds:g} seconds of computing")
        if wall_left <= 0:
            raise CallTimeout(f"stopped after {WALL_FACTOR * self._seconds:g} seconds without an answer")
        # Threads may use several processors at once.
        return max(_SHORTEST_WAIT, min(cpu_left / _PROCESSORS, wall_left))


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process has used so far, 0 if there is none."""
    try:
        # CPUCLOCK_SCHED of another process: see clock_getcpuclockid(3). One that has ended keeps its
        # pid, and its clock, until the zygote reaps it.
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def violation() -> ProtocolViolation:
    """Return the end of a call that was answered with anything but an answer."""
    return ProtocolViolation("the Python process sent something that is not an answer")


def _ended() -> StudentStopped:
    return WorkerEnded("the Python process ended while this code was running")
