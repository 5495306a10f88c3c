"""A function run in a forked child: whatever becomes of the child, its parent goes on."""

from __future__ import annotations

import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from typing import NoReturn

_CHUNK = 2**20


class ChildFailedError(Exception):
    """The child gave no result; the text says how it ended, for staff."""


def run_forked(function: Callable[[], bytes], on_fork: Callable[[], None], seconds: float) -> bytes:
    """Return what `function` returns in a child of this process.

    Args:
        function: runs in the child, which inherits all of this process and ends without its exit
            handlers.
        on_fork: runs in the parent once the child is there.
        seconds: how long to wait for the child at most.

    Raises:
        ChildFailedError: it raised, ended early, or did not end in time and was killed.
    """
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receive)
        _run_child(function, send)
    os.close(send)
    on_fork()
    data = _read_all(receive, seconds)
    if data is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(receive)
    if data is None:
        raise ChildFailedError("the grader's child did not finish in time")
    if status:
        why = data.decode("utf-8", "replace") or "it gave no reason"
        raise ChildFailedError(f"the grader's child ended with wait status {status}: {why}")
    return data


def _run_child(function: Callable[[], bytes], send: int) -> NoReturn:
    # Never return into the parent's loop.
    code = 1
    try:
        with os.fdopen(send, "wb") as pipe:
            try:
                data = function()
                code = 0
            except BaseException:  # noqa: BLE001 -- told to the parent
                data = traceback.format_exc().encode("utf-8", "replace")
            pipe.write(data)
    finally:
        os._exit(code)


def _read_all(descriptor: int, seconds: float) -> bytes | None:
    """Read to the end of a pipe, None if that does not come in time."""
    end = time.monotonic() + seconds
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
