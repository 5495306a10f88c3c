"""Where a student's commands print: a terminal with colours, a file, an old Windows console."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass

import click

_WIDTH = 100  # of a line where nobody says how wide the window is


@dataclass(frozen=True)
class Console:
    """Standard output.

    Attributes:
        colour: whether it shows colours.
        width: in characters.
        encoding: which may lack some signs.
    """

    colour: bool
    width: int
    encoding: str

    def say(self, text: str) -> None:
        """Print a text, with question marks for what cannot be shown."""
        click.echo(text.encode(self.encoding, "replace").decode(self.encoding))


def standard_output() -> Console:
    """Return what standard output is."""
    is_terminal = sys.stdout.isatty()
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size((_WIDTH, 24)).columns if is_terminal else _WIDTH
    return Console(is_terminal and wanted, width, sys.stdout.encoding or "ascii")
