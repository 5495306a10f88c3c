"""The commands, each imported when it runs."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from typing import Any

import click

from autograder._version import __version__
from autograder.cli import streams
from autograder.cli.interrupted import interrupted
from autograder.cli.loading import AGAIN, loading
from autograder.errors import AutograderError

_COMMANDS = (
    "adjust",
    "check",
    "diagnose",
    "doctor",
    "export",
    "grade",
    "marks",
    "new",
    "ready",
    "release",
    "replay",
    "report",
    "schema",
    "verify",
)


class _LazyGroup(click.Group):
    """Imports a command's module only when that command runs: start-up time is a feature."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        with loading():
            command: click.Command = importlib.import_module(f"autograder.cli.{name}").command
        return command

    def invoke(self, context: click.Context) -> object:
        """Run a command."""
        with _ended_in_words():
            return super().invoke(context)

    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:
        """Read the command line, which `--help` and `--version` end."""
        with _ended_in_words():
            return super().make_context(*arguments, **extra)


@contextlib.contextmanager
def _ended_in_words() -> Iterator[None]:
    with streams.written(), interrupted(AGAIN):
        yield


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="cnn-autograder")
def app() -> None:
    """Grade programming assignments with hidden tests that never meet the student's code."""


def run() -> None:
    """Run the command line; errors of ours read as a sentence and exit with code 2."""
    streams.prepare()
    try:
        app(standalone_mode=True)
    except AutograderError as error:
        click.echo("\n".join([f"autograder: {error}", *getattr(error, "__notes__", ())]), err=True)
        sys.exit(2)
