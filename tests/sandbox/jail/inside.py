"""Runs code in a child that has put on one layer, and says how it went."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable

from autograder.sandbox.jail.process import forbid_new_privileges


def inside(layer: Callable[[], object], action: Callable[[], object]) -> str:
    """Put on a layer and do something, in a child.

    Returns:
        "done", the name of the error number that the action failed with (`EPERM`), or "signal N".
    """
    receive, send = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            answer = "could not be put on"
            forbid_new_privileges()
            layer()
            try:
                action()
                answer = "done"
            except OSError as error:
                answer = errno.errorcode[error.errno or 0]
            os.write(send, answer.encode())
        finally:
            os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        answer = pipe.read().decode()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return answer if code == 0 else f"signal {-code}"
