"""`autograder export`: an assignment as what a platform takes; one `export_NAME.py` a platform."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

_PREFIX = "export_"


class _Platforms(click.Group):
    """Imports what exports to a platform only when that is asked for."""

    def list_commands(self, _: click.Context) -> list[str]:
        files = Path(__file__).parent.glob(f"{_PREFIX}*.py")
        return sorted(path.stem.removeprefix(_PREFIX) for path in files)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(context):
            return None
        command: click.Command = importlib.import_module(f"autograder.cli.{_PREFIX}{name}").command
        return command


@click.group(name="export", cls=_Platforms)
def command() -> None:
    """Write an assignment as a zip that a platform takes, to be uploaded there."""
