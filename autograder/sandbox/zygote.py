"""The zygote: executed afresh, it imports what the assignment allows, then forks jailed workers.

It is never forked from the grader, whose memory holds the answers. It runs nothing of a student's and
no operation of a library before it forks (a multi-threaded one would hang every child). It exits when
the grader's end of its control socket closes, and its workers die with it.

Control messages are JSON, one a packet. On the first socket: `open` (with a socket: a new session). On
a session: `spawn` (answered with the worker's socket and output pipe) and `retire` (kills, reaps and
cleans up; answered where the worker is given grace). A session that closes takes its workers with it.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import selectors
import shutil
import signal
import socket
import sys
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.birth import Birth, Origin, become_worker
from autograder.sandbox.jail import identity, process
from autograder.sandbox.jail.plan import make_plan
from autograder.sandbox.jail.readable import interpreter_files, outermost
from autograder.sandbox.jail.resources import Bounds
from autograder.sandbox.leavings import Leavings
from autograder.sandbox.packages import PackageError, import_allowed

_MESSAGE = 65536
_GRACE_SECONDS = 0.2


@dataclass(frozen=True)
class Config:
    """What the grader tells a new zygote.

    Attributes:
        control: descriptor of the control socket.
        keep: directory descriptors through which the interpreter's files are reached.
        packages: names of the distributions that the assignment allows.
        scratch: folder in which each worker gets a folder of its own.
        grader: process whose end is that of the zygote.
        gpu: whether workers may use a GPU. The zygote itself leaves CUDA alone: a child of a process
            that has initialised it cannot.
    """

    control: int
    keep: tuple[int, ...]
    packages: tuple[str, ...]
    scratch: str
    grader: int
    gpu: bool


@dataclass
class _Session:
    socket: socket.socket
    workers: dict[int, Birth] = field(default_factory=dict)  # by pid


class Zygote:
    """Serves control sockets until the first of them closes."""

    def __init__(self, config: Config) -> None:
        self._config = config
        allowed = import_allowed(config.packages)
        python = [os.__file__, *(m.__file__ for m in _third_party() if m.__file__)]
        files = outermost([*interpreter_files(), *allowed.files])
        self._plan = make_plan(files, python, config.scratch, gpu=config.gpu)
        ours = [name for name in sys.modules if name.partition(".")[0] == "autograder"]
        self._origin = Origin(self._plan, allowed, config.keep, ours)
        self._started = 0
        self._alive: set[int] = set()
        self._first_uid = identity.draw_uid()
        self._leavings = Leavings()
        self._selector = selectors.DefaultSelector()
        self._control = socket.socket(fileno=config.control)
        self._selector.register(self._control, selectors.EVENT_READ, None)

    def serve(self) -> None:
        """Answer control messages."""
        gc.freeze()
        layers = self._layers_of_a_worker()
        self._control.send(json.dumps({"layers": layers, "missing": self._plan.missing}).encode())
        while True:
            for key, _ in self._selector.select():
                if key.data is None:
                    if not self._open_session():
                        return
                else:
                    self._answer(key.data)

    def _open_session(self) -> bool:
        message, fds, _, _ = socket.recv_fds(self._control, _MESSAGE, 1)
        if not message:
            return False
        session = _Session(socket.socket(fileno=fds[0]))
        self._selector.register(session.socket, selectors.EVENT_READ, session)
        return True

    def _answer(self, session: _Session) -> None:
        try:
            message = session.socket.recv(_MESSAGE)
            request = json.loads(message) if message else None
            if request is None:
                self._close(session)
            elif request["op"] == "spawn":
                self._spawn(session, Bounds(**request["bounds"]), request["processors"])
            else:
                status = self._retire(session, request["pid"], grace=request["grace"])
                if request["grace"]:
                    session.socket.send(json.dumps({"status": status}).encode())
        except Exception:  # noqa: BLE001 -- the grader's child has ended, or there is no process to spare
            self._close(session)

    def _close(self, session: _Session) -> None:
        if session.socket.fileno() < 0:
            return  # it is closed already
        self._selector.unregister(session.socket)
        session.socket.close()
        for pid in list(session.workers):
            self._retire(session, pid)

    def _layers_of_a_worker(self) -> list[str]:
        """Start a worker for nobody and return what it has put on."""
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        session = _Session(theirs)
        with mine, theirs:
            bounds = Bounds(memory_bytes=2**30, cpu_seconds=10, file_bytes=2**20)
            self._spawn(session, bounds, os.sched_getaffinity(0))
            _, fds, _, _ = socket.recv_fds(mine, _MESSAGE, 2)
            with socket.socket(fileno=fds[0]) as connection, os.fdopen(fds[1], "rb") as output:
                prefix = connection.recv(wire.PREFIX.size)
                if not prefix:
                    why = output.read().decode(errors="replace")
                    raise RuntimeError(f"a worker could not be jailed: {why}")
                header = wire.parse_header(connection.recv(wire.unpack_prefix(prefix)[0]))
            for pid in list(session.workers):
                self._retire(session, pid)
        layers: list[str] = header["layers"]
        return layers

    def _spawn(self, session: _Session, bounds: Bounds, processors: Collection[int]) -> None:
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        output_read, output_write = os.pipe()
        self._started += 1
        # A name that no other worker can guess: it could look at how many links the folder has.
        scratch = f"{self._config.scratch}/{os.urandom(16).hex()}"
        uid = identity.own_uid(self._first_uid + self._started)
        birth = Birth(theirs, output_write, bounds, processors, os.getpid(), scratch, uid)
        try:
            pid = os.fork()
            if pid == 0:
                become_worker(birth, self._origin)
            session.workers[pid] = birth
            self._alive.add(pid)
            reply = json.dumps({"pid": pid, "scratch": scratch}).encode()
            socket.send_fds(session.socket, [reply], [mine.fileno(), output_read])
        finally:
            for connection in (mine, theirs):
                connection.close()
            for end in (output_read, output_write):
                os.close(end)

    def _retire(self, session: _Session, pid: int, *, grace: bool = False) -> int | None:
        """Kill and reap a worker and what it left; its wait status, None if it is unknown."""
        birth = session.workers.pop(pid, None)
        if birth is None:
            return None
        status = self._leavings.reap(pid, _GRACE_SECONDS if grace else 0.0)
        self._alive.discard(pid)
        self._leavings.kill_orphans(self._alive)
        self._leavings.remove(birth.scratch)
        if self._plan.own_uid and self._plan.files is None:
            self._leavings.remove_shared(birth.uid)
        return status

    def end(self) -> None:
        """End all workers and remove what they wrote."""
        sessions = [key.data for key in self._selector.get_map().values() if key.data is not None]
        self._control.close()  # first: nobody else should wait for a worker of this one
        for session in sessions:
            self._close(session)


def main() -> None:
    """Run the zygote that the configuration on the command line describes."""
    raw = json.loads(sys.argv[1])
    config = Config(**{**raw, "keep": tuple(raw["keep"]), "packages": tuple(raw["packages"])})
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # comes before it, where a worker is stopped
    try:
        _run(config)
    finally:  # also if the grader ended before it could remove this itself
        shutil.rmtree(config.scratch, ignore_errors=True)
    os._exit(0)  # the grader waits, and Python would first take apart all that was imported


def _run(config: Config) -> None:
    process.die_with_parent(config.grader, signal.SIGTERM)
    process.hide_memory()
    process.adopt_orphans()
    process.leave_terminal()
    # Each rule of Landlock's takes a descriptor; CUDA wants more addresses than a grader has.
    for which in (resource.RLIMIT_NOFILE, resource.RLIMIT_AS):
        most = resource.getrlimit(which)[1]
        resource.setrlimit(which, (most, most))
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        zygote = Zygote(config)
    except PackageError as error:
        sys.exit(str(error))
    try:
        zygote.serve()
    finally:
        zygote.end()


def _third_party() -> list[Any]:
    top = {name.partition(".")[0] for name in sys.modules}
    names = top - sys.stdlib_module_names - {"autograder", "__main__"}
    return [m for name in names if hasattr(m := sys.modules[name], "__file__")]
