"""The zygote: executed afresh, it imports what the assignment allows, then forks jailed workers.

It is never forked from the grader, whose memory holds the answers. It runs nothing of a student's and
no operation of a library before it forks (a multi-threaded one would hang every child). It exits when
the grader's end of its control socket closes, and its workers die with it.

Control messages are JSON, one a packet. On the first socket: `open` (with a socket: a new session). On
a session: `spawn` (answered with the worker's socket and output pipe) and `retire` (kills, reaps and
cleans up). A session that closes takes its workers with it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import selectors
import socket
import sys
import traceback
from dataclasses import dataclass, field
from typing import Any, NoReturn

from autograder.sandbox import jail, wire
from autograder.sandbox.leavings import Leavings, reap
from autograder.sandbox.packages import import_allowed
from autograder.sandbox.worker import Worker, flush_output

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
        change_uid: whether workers should run under a uid of their own.
    """

    control: int
    keep: tuple[int, ...]
    packages: tuple[str, ...]
    scratch: str
    change_uid: bool


@dataclass
class _Session:
    socket: socket.socket
    scratch: dict[int, str] = field(default_factory=dict)  # of each worker, by pid


class Zygote:
    """Serves control sockets until the first of them closes."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._allowed = import_allowed(config.packages)
        self._change_uid = config.change_uid and _survives_change_of_uid()
        self._workers = 0
        self._leavings = Leavings()
        self._selector = selectors.DefaultSelector()
        self._control = socket.socket(fileno=config.control)
        self._selector.register(self._control, selectors.EVENT_READ, None)

    def serve(self) -> None:
        """Answer control messages."""
        gc.freeze()
        self._control.send(json.dumps({"ready": True}).encode())
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
                self._spawn(session, request)
            else:
                status = self._retire(session, request["pid"], grace=request["grace"])
                session.socket.send(json.dumps({"status": status}).encode())
        except OSError:
            self._close(session)  # the grader's child has ended

    def _close(self, session: _Session) -> None:
        self._selector.unregister(session.socket)
        session.socket.close()
        for pid in list(session.scratch):
            self._retire(session, pid)

    def _spawn(self, session: _Session, request: dict[str, Any]) -> None:
        limits = jail.Limits(memory_bytes=request["memory_bytes"], cpu_seconds=request["cpu_seconds"])
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        output_read, output_write = os.pipe()
        zygote = os.getpid()
        self._workers += 1
        number = self._workers
        pid = os.fork()
        if pid == 0:
            _become_worker(self, theirs, output_write, limits, zygote)
        session.scratch[pid] = self._scratch(number)
        theirs.close()
        os.close(output_write)
        socket.send_fds(
            session.socket, [json.dumps({"pid": pid}).encode()], [mine.fileno(), output_read]
        )
        mine.close()
        os.close(output_read)

    def _retire(self, session: _Session, pid: int, *, grace: bool = False) -> int | None:
        """Kill and reap a worker and what it left; its wait status, None if it is unknown."""
        scratch = session.scratch.pop(pid, None)
        if scratch is None:
            return None
        status = reap(pid, _GRACE_SECONDS if grace else 0.0)
        self._leavings.kill_orphans({pid for one in self._sessions() for pid in one.scratch})
        self._leavings.remove(scratch)
        return status

    def _sessions(self) -> list[_Session]:
        return [key.data for key in self._selector.get_map().values() if key.data is not None]

    def _scratch(self, number: int) -> str:
        return f"{self._config.scratch}/{number}"

    def run_worker(
        self, connection: socket.socket, output: int, limits: jail.Limits, zygote: int
    ) -> None:
        """Jail the calling process, which has just been forked, and serve the grader."""
        scratch = self._scratch(self._workers)
        os.mkdir(scratch, 0o700)  # noqa: PTH102 -- pathlib is not loaded here
        uid = jail.own_uid(self._workers)
        if self._change_uid:
            os.chown(scratch, uid, uid)
        os.chdir(scratch)
        os.umask(0o077)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        layers = [
            jail.close_descriptors({0, 1, 2, connection.fileno(), *self._config.keep}),
            jail.limit_resources(limits),
        ]
        if self._change_uid:
            layers.append(jail.change_uid(uid))
        elif os.getuid() == 0:
            layers.append(jail.drop_capabilities())
        layers.append(jail.die_with_parent(zygote))
        layers.append(jail.hide_memory())
        layers.append(jail.forbid_new_privileges())
        connection.sendall(wire.pack({"nonce": "", "layers": layers}))
        _seed_draws()
        _forget_the_package()
        Worker(connection, self._allowed).serve()


def main() -> None:
    """Run the zygote that the configuration on the command line describes."""
    raw = json.loads(sys.argv[1])
    config = Config(
        control=raw["control"],
        keep=tuple(raw["keep"]),
        packages=tuple(raw["packages"]),
        scratch=raw["scratch"],
        change_uid=raw["change_uid"],
    )
    jail.die_with_parent(raw["grader"])
    jail.hide_memory()
    jail.adopt_orphans()
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    Zygote(config).serve()


def _become_worker(
    zygote: Zygote, connection: socket.socket, output: int, limits: jail.Limits, parent: int
) -> NoReturn:
    # Never return into the zygote's loop, whatever a student's code does to this process.
    try:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            zygote.run_worker(connection, output, limits, parent)
    except BaseException:  # noqa: BLE001 -- goes to the output pipe, which staff can read
        traceback.print_exc()
        flush_output()
        os._exit(1)
    finally:
        os._exit(0)


def _survives_change_of_uid() -> bool:
    """Find out, in a child, whether Python's files can still be read without being root."""
    files = [os.__file__, *(m.__file__ for m in _third_party() if m.__file__)]
    pid = os.fork()
    if pid == 0:
        code = 1
        with contextlib.suppress(OSError):
            jail.change_uid(jail.own_uid(0))
            for name in files:
                with open(name, "rb") as file:  # noqa: PTH123 -- as above
                    file.read(1)
            code = 0
        os._exit(code)
    return os.waitpid(pid, 0)[1] == 0


def _third_party() -> list[Any]:
    top = {name.partition(".")[0] for name in sys.modules}
    names = top - sys.stdlib_module_names - {"autograder", "__main__"}
    return [m for name in names if hasattr(m := sys.modules[name], "__file__")]


def _seed_draws() -> None:
    """Give a submission that draws without a seed the same draws each time; a fork seeds anew."""
    random.seed(0)
    if (numpy := sys.modules.get("numpy")) is not None:
        numpy.random.seed(0)


def _forget_the_package() -> None:
    """Remove this package from what a student can import; a stand-in takes its name."""
    for name in [n for n in sys.modules if n.partition(".")[0] == "autograder"]:
        del sys.modules[name]
