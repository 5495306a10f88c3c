"""How a process that the zygote has just forked becomes a worker: jailed, with nothing of the zygote's.

No operation of a library runs before the fork; after it, a student's code may do with this process what
it likes, within the jail.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import sys
import traceback
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NoReturn

from autograder.sandbox import wire
from autograder.sandbox.jail.plan import Plan, put_on
from autograder.sandbox.jail.resources import Bounds
from autograder.sandbox.notebook_runtime.imports import Allowed
from autograder.sandbox.worker import Worker, flush_output


@dataclass(frozen=True)
class Origin:
    """What all workers of a zygote have in common.

    Attributes:
        plan: the layers of the jail.
        allowed: third-party packages that may be imported.
        keep: directory descriptors through which the interpreter's files are reached.
        modules: those of this package that are loaded.
    """

    plan: Plan
    allowed: Allowed
    keep: Sequence[int]
    modules: Sequence[str]


@dataclass(frozen=True)
class Birth:
    """What a worker is given: socket, output pipe, bounds, processors, parent, folder and user."""

    connection: socket.socket
    output: int
    bounds: Bounds
    processors: Collection[int]
    zygote: int
    scratch: str
    uid: int


def become_worker(birth: Birth, origin: Origin) -> NoReturn:
    """Serve the grader in the calling process, which has just been forked, and end with that."""
    # Never return into the zygote's loop, whatever a student's code does to this process.
    try:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            _run(birth, origin)
    except BaseException:  # noqa: BLE001 -- goes to the output pipe, which staff can read
        traceback.print_exc()
        flush_output()
        os._exit(1)
    finally:
        os._exit(0)


def _run(birth: Birth, origin: Origin) -> None:
    for handled in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(handled, signal.SIG_DFL)
    scratch, connection = birth.scratch, birth.connection
    with contextlib.suppress(OSError):  # one of them was taken from this container meanwhile
        os.sched_setaffinity(0, birth.processors)
    os.mkdir(scratch, 0o700)  # noqa: PTH102 -- pathlib is not loaded here
    if origin.plan.own_uid:
        os.chown(scratch, birth.uid, birth.uid)
    os.chdir(scratch)
    os.umask(0o077)
    os.environ["TMPDIR"] = scratch
    sys.argv[:] = ["submission.py"]
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(birth.output, 1)
    os.dup2(birth.output, 2)
    worker = Worker(origin.allowed)
    layers = put_on(
        origin.plan,
        uid=birth.uid,
        zygote=birth.zygote,
        scratch=scratch,
        keep={0, 1, 2, connection.fileno(), *origin.keep},
        bounds=birth.bounds,
    )
    # The zygote holds many descriptors; the worker has but a few, and numbers like anybody else's.
    number = connection.detach()
    connection = socket.socket(fileno=os.dup(number))
    os.close(number)
    connection.sendall(wire.pack({"nonce": "", "layers": layers}))
    _seed_draws()
    for name in origin.modules:  # a stand-in takes the name of the package
        del sys.modules[name]
    worker.serve(connection)


def _seed_draws() -> None:
    """Give a submission that draws without a seed the same draws each time; a fork seeds anew."""
    random.seed(0)
    if (numpy := sys.modules.get("numpy")) is not None:
        numpy.random.seed(0)
