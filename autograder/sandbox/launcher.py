"""The grader's side of the zygote: starts it, opens sessions, asks for workers, takes them back."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import site
import socket
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from autograder.errors import SandboxError

_START_SECONDS = 120.0  # importing torch on a cold disk takes tens of seconds
_REPLY_SECONDS = 60.0
_MESSAGE = 65536
_PR_SET_DUMPABLE = 4

# A package of the same name, but empty, stands in for ours: the zygote loads the worker's side alone.
_BOOT = """
import sys, types
package = types.ModuleType("autograder")
package.__path__ = [sys.argv.pop()]
sys.modules["autograder"] = package
sys.path.extend(sys.argv.pop().split("\\n"))
from autograder.sandbox.zygote import main
main()
"""


@dataclass(frozen=True)
class WorkerProcess:
    """A worker as it comes from the zygote: its pid, its socket and the end of its output pipe."""

    pid: int
    connection: socket.socket
    output: int


class Session:
    """One submission's line to the zygote; closing it ends every worker that it asked for."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._control.settimeout(_REPLY_SECONDS)

    def request_worker(self, memory_bytes: int, cpu_seconds: int) -> None:
        """Ask for a worker without waiting for it.

        Raises:
            SandboxError: the zygote has ended.
        """
        self._send({"op": "spawn", "memory_bytes": memory_bytes, "cpu_seconds": cpu_seconds})

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
        return WorkerProcess(json.loads(message)["pid"], socket.socket(fileno=fds[0]), fds[1])

    def retire(self, worker: WorkerProcess, *, grace: bool = False) -> int | None:
        """Kill and reap a worker; return its wait status.

        Args:
            worker: the worker.
            grace: whether it is about to end by itself, and its own status is wanted.

        Raises:
            SandboxError: the zygote has ended or does not answer.
        """
        worker.connection.close()
        os.close(worker.output)
        self._send({"op": "retire", "pid": worker.pid, "grace": grace})
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


class Zygote:
    """A running zygote for one set of allowed packages. Use as a context manager.

    The constructor returns at once; the zygote imports its packages meanwhile.

    Args:
        packages: names of the distributions that student code may import.
    """

    def __init__(self, packages: tuple[str, ...]) -> None:
        hide_memory()
        self._scratch = Path(tempfile.mkdtemp(prefix="autograder-"))
        self._scratch.chmod(0o711)  # a worker's uid has to get through to its own folder
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 -- closed in close()
        self._ready = False
        roots = [Path(path) for path in _site_folders()]
        home = Path(sysconfig.get_config_var("prefix") or sys.base_prefix)
        handles = _Handles()
        environment = _environment()
        if os.getuid() == 0 and not all(map(_reachable_by_all, [home, *roots])):
            environment["PYTHONHOME"] = handles.open(home)
            roots = [Path(handles.open(root)) for root in roots]
        config = {
            "control": theirs.fileno(),
            "keep": handles.descriptors,
            "packages": packages,
            "scratch": str(self._scratch),
            "change_uid": os.getuid() == 0,
            "grader": os.getpid(),
        }
        arguments = [json.dumps(config), "\n".join(map(str, roots)), str(_package_folder())]
        with theirs, handles:
            self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and code
                [sys.executable, "-S", "-s", "-P", "-B", "-c", _BOOT, *arguments],
                env=environment,
                cwd="/",
                pass_fds=[theirs.fileno(), *handles.descriptors],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                start_new_session=True,  # Ctrl-C is the grader's to handle
            )

    def open_session(self) -> Session:
        """Open a session for one submission.

        Raises:
            SandboxError: the zygote could not start, or has ended.
        """
        self._wait_until_ready()
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                socket.send_fds(self._control, [b"{}"], [theirs.fileno()])
            except OSError as error:
                raise SandboxError(f"the zygote has ended: {error}") from error
        return Session(mine)

    def close(self) -> None:
        """End the zygote and all that it started, and remove their folders."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        self._errors.close()
        remove_folder(self._scratch)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _wait_until_ready(self) -> None:
        if self._ready:
            return
        self._control.settimeout(_START_SECONDS)
        reply = b""
        with contextlib.suppress(OSError):
            reply = self._control.recv(_MESSAGE)
        if not reply:
            self._process.kill()
            self._process.wait()
            self._errors.seek(0)
            why = self._errors.read().decode(errors="replace").strip()[-2000:]
            raise SandboxError(f"the zygote could not start: {why or 'no answer in time'}")
        self._ready = True


class _Handles:
    """Directory descriptors, through which files stay reachable below a folder that is private.

    A home folder of mode 0700 keeps a worker of another uid from the interpreter in it. A descriptor,
    opened by root and named as /proc/self/fd/N, leads past it: to that folder and those below alone.
    """

    def __init__(self) -> None:
        self.descriptors: list[int] = []

    def open(self, folder: Path) -> str:
        self.descriptors.append(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
        return f"/proc/self/fd/{self.descriptors[-1]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in self.descriptors:
            os.close(descriptor)


def hide_memory() -> None:
    """Keep other processes of this user from reading the grader's memory, which holds the answers."""
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def remove_folder(folder: Path) -> None:
    """Remove a folder that students could write to, however deep it has become.

    `shutil.rmtree` goes down by recursion, which a thousand folders in each other exhaust.
    """
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:
        subprocess.run(["/bin/rm", "-rf", "--", str(folder)], check=False)  # noqa: S603 -- our folder


def _reachable_by_all(folder: Path) -> bool:
    resolved = folder.resolve()
    return all(place.stat().st_mode & 0o005 == 0o005 for place in (resolved, *resolved.parents))


def _site_folders() -> list[str]:
    candidates = [*site.getsitepackages(), site.getusersitepackages()]
    return [path for path in candidates if path in sys.path]


def _package_folder() -> Path:
    return Path(__file__).resolve().parent.parent


def _environment() -> dict[str, str]:
    """Return the zygote's whole environment: nothing of the grader's, one thread a library."""
    threads = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
    return {
        **{f"{library}_NUM_THREADS": "1" for library in threads},
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "PYTHONHASHSEED": "0",  # the order of a set must not change a mark
        "PYTHONUTF8": "1",
    }
