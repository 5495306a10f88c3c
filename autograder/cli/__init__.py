"""The command `autograder`: one small file a command."""

from __future__ import annotations

import atexit
import signal
import sys

from autograder.cli.loading import INTERRUPTED, loading


def main() -> None:
    """Run the command line; Ctrl-C ends it in words, whenever it comes."""
    try:
        with loading():
            from autograder.cli.commands import run  # noqa: PLC0415 -- which takes most of a start

        run()
    except KeyboardInterrupt:
        sys.stderr.write(INTERRUPTED)
        sys.exit(130)
    finally:
        # All is done, and Python takes itself apart.
        atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)
