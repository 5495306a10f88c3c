"""One submission's line to the zygote: workers are asked for, received and taken back."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import socket
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import SandboxError
from autograder.sandbox.jail.resources import Bounds

_REPLY_SECONDS = 60.0
_MESSAGE = 65536


@dataclass(frozen=True)
class WorkerProcess:
    """A worker as it comes from the zygote.

    Attributes:
        pid: its number, which another process has once the zygote has reaped it.
        connection: its socket.
        output: the pipe into which it prints.
        scratch: the folder for its files.
        handle: a descriptor of the process itself, None where the kernel has none.
    """

    pid: int
    connection: socket.socket
    output: int
    scratch: Path
    handle: int | None = None

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended: by its handle, none to who has its number by now."""
        with contextlib.suppress(ProcessLookupError):
            if self.handle is None:
                os.kill(self.pid, number)
            else:
                signal.pidfd_send_signal(self.handle, number)

    def close(self) -> None:
        """Close all descriptors of it."""
        self.connection.close()
        os.close(self.output)
        if self.handle is not None:
            os.close(self.handle)


class Session:
    """One submission's line to the zygote; closing it ends every worker that it asked for."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._control.settimeout(_REPLY_SECONDS)

    def request_worker(self, bounds: Bounds, processors: Collection[int] | None = None) -> None:
        """Ask for a worker without waiting for it.

        Args:
            bounds: of the worker.
            processors: those that it is to run on; by default those of the calling process.

        Raises:
            SandboxError: the zygote has ended.
        """
        places = sorted(os.sched_getaffinity(0) if processors is None else processors)
        self._send({"op": "spawn", "bounds": dataclasses.asdict(bounds), "processors": places})

    def receive_worker(self) -> WorkerProcess:
        """Wait for the worker that was asked for.

        Raises:
            SandboxError: the zygote has ended or does not answer.
        """
        try:
            message, fds, _, _ = socket.recv_fds(self._control, _MESSAGE, 2)
        except OSError as error:
            raise SandboxError(f"the zygote gave no worker: {error}") from error
        if len(fds) != 2:
            raise SandboxError("the zygote ended before it gave a worker")
        reply: dict[str, Any] = json.loads(message)
        connection = socket.socket(fileno=fds[0])
        handle = None
        with contextlib.suppress(OSError):
            handle = os.pidfd_open(reply["pid"])
        return WorkerProcess(reply["pid"], connection, fds[1], Path(reply["scratch"]), handle)

    def retire(self, worker: WorkerProcess, *, grace: bool = False) -> int | None:
        """Kill a worker; return its wait status if that is wanted.

        The zygote reaps it before it gives another one, so that none is beside what was before it.

        Args:
            worker: the worker.
            grace: whether it is about to end by itself, and its own status is wanted.

        Raises:
            SandboxError: the zygote has ended or does not answer.
        """
        # At once: nothing of it is to run on while the zygote has something else to do.
        if not grace and worker.handle is not None:
            worker.signal(signal.SIGKILL)
        worker.close()
        self._send({"op": "retire", "pid": worker.pid, "grace": grace})
        if not grace:
            return None
        try:
            reply: dict[str, Any] = json.loads(self._control.recv(_MESSAGE))
        except (OSError, ValueError) as error:
            raise SandboxError(f"the zygote did not take a worker back: {error}") from error
        status: int | None = reply["status"]
        return status

    def close(self) -> None:
        """End the session and with it its workers."""
        self._control.close()

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._control.send(json.dumps(message).encode())
        except OSError as error:
            raise SandboxError(f"the zygote has ended: {error}") from error
