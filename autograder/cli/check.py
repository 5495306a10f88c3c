"""`autograder check`: a student's own checks, in a terminal, on what is saved."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from autograder.cli.console import standard_output
from autograder.errors import AutograderError
from autograder.rehearsal.model import Checking, Rehearsal
from autograder.rehearsal.process import StoppedError
from autograder.rehearsal.run import SECONDS, rehearse
from autograder.rehearsal.stumbles import say
from autograder.rehearsal.upload import graded_instead, read_with_modules
from autograder.rehearsal.watch import INTERVAL, Watch
from autograder.rehearsal.work import Work, find_work

_SUFFIXES = (".py", ".ipynb")
_SHOWN_STUMBLES = 8
_SHOWN_OUTPUT = 40  # lines


@click.command(name="check")
@click.argument("arguments", nargs=-1, metavar="[FILE|FOLDER] [QUESTION]...")
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved, until Ctrl-C.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=SECONDS,
    show_default=True,
    help="Seconds for running your file, and again for the checks.",
)
def command(arguments: tuple[str, ...], watch: bool, timeout: float) -> None:
    """Run your file from top to bottom, then its public checks: of each QUESTION, or of all.

    Without FILE, the notebook or Python file of this folder that holds your work. The exit code is 0 if
    all checks passed, and 1 if some did not.
    """
    place, questions = _split(arguments)
    if watch:
        _watch(place, questions, timeout)
        return
    try:
        passed = _check(place, questions, timeout, lambda: False)
    except KeyboardInterrupt:
        click.echo("autograder: stopped before the end", err=True)
        raise click.exceptions.Exit(130) from None
    if not passed:
        raise click.exceptions.Exit(1)


def _split(arguments: Sequence[str]) -> tuple[Path, tuple[str, ...]]:
    """Return where the work is, and which questions to check."""
    if arguments:
        first = Path(arguments[0])
        is_path = first.name != arguments[0] or first.suffix in _SUFFIXES or first.exists()
        if is_path:
            return first, tuple(arguments[1:])
    return Path(), tuple(arguments)


def _watch(place: Path, questions: tuple[str, ...], timeout: float) -> None:
    """Check at once, and again after each save."""
    watch = Watch(lambda: _watched(place))
    try:
        while True:
            watch.mark()
            click.clear()  # on a terminal; elsewhere it does nothing
            try:
                _check(place, questions, timeout, watch.changed)
            except StoppedError:
                continue  # it was saved meanwhile
            except AutograderError as error:
                click.echo(f"autograder: {error}")
            click.echo(f"\n{time.strftime('%H:%M:%S')}: waiting for the next save; Ctrl-C ends this")
            sys.stdout.flush()
            while not watch.changed():
                time.sleep(INTERVAL)
    except KeyboardInterrupt:
        return


def _watched(place: Path) -> list[Path]:
    """Return the files that a check depends on: code and checks in the folder, and packages in it."""
    folder = place.parent if place.suffix in _SUFFIXES else place
    found = [path for pattern in ("*.py", "*.ipynb", "*/*.py") for path in folder.glob(pattern)]
    return [path for path in found if not path.parent.name.startswith((".", "__"))]


def _check(place: Path, questions: tuple[str, ...], timeout: float, stopped: Callable[[], bool]) -> bool:
    """Check once and show what came of it; return whether all passed."""
    console = standard_output()
    work = find_work(place)
    console.say(f"{work.choice or work.path.name}\n")
    with tempfile.TemporaryDirectory(prefix="check-", ignore_cleanup_errors=True) as scratch:
        submission = read_with_modules(work, Path(scratch))
    if instead := graded_instead(work, submission):
        raise AutograderError(instead)
    rehearsal = rehearse(
        submission,
        None if work.released is None else work.released.allow,
        checking=Checking(work.folder.resolve(), questions, **vars(console)),
        seconds=timeout,
        stopped=stopped,
    )
    if rehearsal.checks is not None and rehearsal.checks.refused:
        raise AutograderError(rehearsal.checks.text)
    console.say("\n".join(_lines(rehearsal, work)))
    return rehearsal.checks is not None and rehearsal.checks.passed


def _lines(rehearsal: Rehearsal, work: Work) -> Iterator[str]:
    """Give what was printed, what the checks say, and what failed before them."""
    if rehearsal.problem:
        yield rehearsal.problem
    printed = rehearsal.printed.rstrip().splitlines()
    if printed:
        yield "printed:"
        yield from _cut([f"  {line}" for line in printed], _SHOWN_OUTPUT)
        yield ""
    if rehearsal.checks is not None and rehearsal.checks.text:
        yield rehearsal.checks.text
        yield ""
    if rehearsal.stumbles:
        yield "Failed on the way, run from top to bottom in an empty folder:"
        failed = [f"  {say(stumble, work.folder)}" for stumble in rehearsal.stumbles]
        yield from _cut(failed, _SHOWN_STUMBLES)


def _cut(lines: Sequence[str], most: int) -> list[str]:
    more = len(lines) - most
    return [*lines[:most], *([f"  ... and {more} more"] if more > 0 else [])]
