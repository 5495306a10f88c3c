"""Whether a layer works on this machine: it is put on in a child, which then tries what it forbids."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable

_MAX_REASON = 500


def try_out(layer: Callable[[], object]) -> str:
    """Run `layer` in a child that ends afterwards; return why it failed, or nothing if it worked."""
    receive, send = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            why = b""
            try:
                layer()
            except BaseException as error:  # noqa: BLE001 -- the reason is what is asked for
                why = (str(error) or type(error).__name__).encode(errors="replace")
            os.write(send, b"." + why[:_MAX_REASON])
        finally:
            os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(pid, 0)
    return answer[1:].decode(errors="replace") if answer else "the process that tried it was killed"


def expect_refusal(action: Callable[[], object], what: str) -> None:
    """Make sure that an action is not permitted.

    Raises:
        OSError: it is.
    """
    with contextlib.suppress(PermissionError):
        action()
        raise OSError(f"it does not keep a process from {what}")
