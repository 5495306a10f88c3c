"""Functions in forked children: whatever becomes of a child, its parent goes on."""

from __future__ import annotations

import os
import select
import signal
import time
import traceback
from collections.abc import Callable, Collection, Sequence
from typing import NoReturn

from autograder.interruption import interruptions_held

_CHUNK = 2**20


class ChildFailedError(Exception):
    """The child gave no result; the text says how it ended, for staff."""


class Forked:
    """A function at work in a child of this process.

    Args:
        function: runs in the child, which inherits all of this process and ends without its exit
            handlers.
        seconds: how long it may take.

    Raises:
        OSError: the machine has no process to spare.
    """

    def __init__(self, function: Callable[[], bytes], seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._over = False
        self._pid = 0
        try:
            with interruptions_held() as before:
                self._receive, send = os.pipe()
                try:
                    self._pid = os.fork()
                    if self._pid == 0:
                        _run_child(function, self._receive, send, before)
                except OSError:
                    os.close(self._receive)
                    raise
                finally:
                    os.close(send)
        except BaseException:
            if self._pid:  # one that waited came once the child was there
                self.kill()
            raise

    def fileno(self) -> int:
        """Return a descriptor that can be read once the child has ended or is about to."""
        return self._receive

    @property
    def seconds_left(self) -> float:
        """How much longer it may take."""
        return max(0.0, self._end - time.monotonic())

    def result(self) -> bytes:
        """Wait for the child, and return what the function returned; to be called once.

        Raises:
            ChildFailedError: it raised, ended early, or did not end in time and was killed.
        """
        data = _read_all(self._receive, self._end)
        if data is None:
            os.kill(self._pid, signal.SIGKILL)
        status = self._reap()
        if data is None:
            raise ChildFailedError("the grader's child did not finish in time")
        if status:
            why = data.decode("utf-8", "replace") or "it gave no reason"
            raise ChildFailedError(f"the grader's child ended with wait status {status}: {why}")
        return data

    def kill(self) -> None:
        """End the child, whose result is not wanted any more, unless it has ended."""
        if not self._over:
            os.kill(self._pid, signal.SIGKILL)
            self._reap()

    def _reap(self) -> int:
        """Return the wait status of the child, which has ended or is about to."""
        # Noted before: after an interruption in here, its number may be that of a stranger.
        self._over = True
        try:
            _, status = os.waitpid(self._pid, 0)
        finally:
            os.close(self._receive)
        return status


def first_done(children: Sequence[Forked], client: int | None = None) -> Forked:
    """Wait for the first of some children that is done, or has run out of time.

    Args:
        children: at least one.
        client: a descriptor that can be read once nobody waits for the results any more, if there is
            one.

    Raises:
        EOFError: nobody waits for the results any more.
    """
    by_end = min(children, key=lambda child: child.seconds_left)
    poll = select.poll()
    for child in children:
        poll.register(child, select.POLLIN)
    if client is not None:
        poll.register(client, select.POLLIN)
    ready = {descriptor for descriptor, _ in poll.poll(by_end.seconds_left * 1000)}
    if client in ready:
        raise EOFError("nobody waits for the results any more")
    return next((child for child in children if child.fileno() in ready), by_end)


def _run_child(
    function: Callable[[], bytes], receive: int, send: int, mask: Collection[int]
) -> NoReturn:
    # Never return into the parent's loop.
    code = 1
    try:
        os.close(receive)
        with os.fdopen(send, "wb") as pipe:
            try:
                signal.pthread_sigmask(signal.SIG_SETMASK, mask)
                data = function()
                code = 0
            except BaseException:  # noqa: BLE001 -- told to the parent
                data = traceback.format_exc().encode("utf-8", "replace")
            pipe.write(data)
    finally:
        os._exit(code)


def _read_all(descriptor: int, end: float) -> bytes | None:
    """Read to the end of a pipe, None if that does not come in time."""
    chunks: list[bytes] = []
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    while (left := end - time.monotonic()) > 0:
        if poll.poll(left * 1000):
            chunk = os.read(descriptor, _CHUNK)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)
    return None
