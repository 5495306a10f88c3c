"""Runs source text in a worker whose jail admits a GPU.

python -m tests.sandbox.jail.gpu_worker FILE    prints the level and what the file printed
"""

from __future__ import annotations

import sys
from pathlib import Path

from autograder.sandbox.client import start_client
from autograder.sandbox.jail.resources import Bounds
from autograder.sandbox.launcher import Zygote
from autograder.sandbox.quota import MIB, Quota
from tests.attacks.attack import HERE

_BOUNDS = Bounds(memory_bytes=256 * MIB, cpu_seconds=60, file_bytes=MIB)
QUOTA = Quota(output_bytes=MIB, file_bytes=4 * MIB, files=10, memory_bytes=_BOUNDS.memory_bytes)
_REQUEST = {"kind": "script", "modules": {}, "skip": [], "helpers": "", "classes": []}


def run(source: str, *packages: str, seconds: float = 20.0) -> str:
    """Execute source text in a worker, and return its level and what it printed.

    Raises:
        StudentStopped: it did not come to an end.
    """
    with Zygote(packages, gpu=True) as zygote:
        level = zygote.offer().level
        session = zygote.open_session()
        session.request_worker(_BOUNDS)
        client = start_client(session, QUOTA)
        try:
            cell = {"label": "homework.py", "source": source, "demo": False}
            failures = client.load({**_REQUEST, "cells": [cell]}, seconds, lambda *_: None)
            return f"{level}\n{client.output.take()}{failures or ''}"
        finally:
            client.retire()
            session.close()


if __name__ == "__main__":
    suite = HERE / "course" / "target" / "test_hidden.py"
    sys.stdout.write(run(f"SUITE = {str(suite)!r}\n" + Path(sys.argv[1]).read_text(encoding="utf-8")))
