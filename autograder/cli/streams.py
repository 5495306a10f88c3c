"""The standard streams, as whoever starts a command leaves them: closed, full, without some letters."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from autograder.errors import AutograderError

_NOT_READ = 141  # as a shell says of a program whose output nobody reads any more


def prepare() -> None:
    """Make up for streams that are closed, and for letters that standard output does not have."""
    # Opened in the order of their numbers, which they get: no other file is taken for one of them.
    if sys.stdin is None:
        sys.stdin = _nothing("r")
    if sys.stdout is None:
        sys.stdout = _nothing("w")
    if sys.stderr is None:
        sys.stderr = _nothing("w")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # standard error has something like it from the start


@contextlib.contextmanager
def written() -> Iterator[None]:
    """Have a command whose output cannot be written say so; it ends in silence if nobody reads that.

    Raises:
        AutograderError: standard output takes nothing.
    """
    try:
        yield
    except SystemExit as end:
        # rich's, for whom that is code 1; here it would say that a submission could not be judged.
        if isinstance(end.__context__, BrokenPipeError):
            raise click.exceptions.Exit(_NOT_READ) from end
        raise
    except OSError as error:
        if not _is_given_up():
            raise
        if isinstance(error, BrokenPipeError):
            raise click.exceptions.Exit(_NOT_READ) from error
        raise AutograderError(f"standard output cannot be written ({error.strerror})") from error


def _is_given_up() -> bool:
    """Return whether standard output takes nothing any more; at the end, nothing is then tried again."""
    try:
        print(flush=True)  # noqa: T201 -- a flush alone would succeed where nothing is buffered
    except OSError:
        with _nothing("w") as nothing:
            os.dup2(nothing.fileno(), sys.stdout.fileno())
        return True
    return False


def _nothing(mode: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(Path(os.devnull).open(f"{mode}b"), encoding="utf-8")
