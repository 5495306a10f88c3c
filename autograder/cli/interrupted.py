"""Ctrl-C, as staff read of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import click

GO_ON = "what was graded is kept: give the same command again to go on"


@contextlib.contextmanager
def interrupted(what: str) -> Iterator[None]:
    """Have an interruption say what is kept, and end the command with code 130.

    Args:
        what: is to be known of it, beside the notes that it carries.
    """
    try:
        yield
    except KeyboardInterrupt as interrupt:
        notes = getattr(interrupt, "__notes__", ())
        click.echo("\n".join([f"autograder: interrupted; {what}", *notes]), err=True)
        raise click.exceptions.Exit(130) from interrupt
