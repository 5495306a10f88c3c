"""The command `autograder`: one small file a command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it in words while it is loaded, too."""
    try:
        from autograder.cli.commands import run  # noqa: PLC0415 -- which takes most of a start

        run()
    except KeyboardInterrupt:
        sys.stderr.write("autograder: interrupted; give the same command again\n")
        sys.exit(130)
