"""`autograder verify`: is an assignment fair?"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.interrupted import interrupted
from autograder.cli.loading import loading
from autograder.cli.options import course_option
from autograder.cli.threads import keep_to_one_thread

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from autograder.verify import Check

_NARROW = 60  # columns of a terminal in which a table would leave no room for sentences
_SHOWN_LINES = 12


@click.command(name="verify")
@click.argument("assignments", nargs=-1)
@course_option
@click.option(
    "--golden",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of golden cases, ASSIGNMENT/CASE/. Default: tests/golden/ beside the course's folder.",
)
@interrupted("nothing was written")
def command(assignments: tuple[str, ...], course: Path | None, golden: Path | None) -> None:
    """Prove ASSIGNMENTS, or all of the course, fair.

    The reference earns everything, stubs and submissions of no worth nothing, golden cases their marks;
    releases are current. The exit code is 1 if anything failed or could not be judged.
    """
    keep_to_one_thread()
    with loading():
        from rich.console import Console  # noqa: PLC0415 -- rich is slow to load

        from autograder.assignment import find_course, load_assignment, load_course  # noqa: PLC0415
        from autograder.verify import verify  # noqa: PLC0415

    loaded = load_course(course or find_course(Path.cwd()))
    beside = loaded.folder.absolute().parent
    golden = golden or beside / "tests" / "golden"
    console = Console(highlight=False)
    unproven = []
    # All are read before the first is graded: a wrong name is known at once.
    for assignment in [load_assignment(loaded, name) for name in assignments or loaded.assignments]:
        release = beside / "assignments" / assignment.name
        # A suite that prints would do so for each of the many submissions that it is tried with.
        with Path(os.devnull).open("w", encoding="utf-8") as none, contextlib.redirect_stdout(none):
            checks = verify(assignment, release, golden / assignment.name)
        if not all(check.passed for check in checks):
            unproven.append(assignment.name)
        console.print(_report(f"{assignment.name}  {assignment.title}", checks, console))
    if unproven:
        click.echo(f"not proven fair: {', '.join(unproven)}")
        raise click.exceptions.Exit(1)
    click.echo("all proven fair")


def _report(title: str, checks: Sequence[Check], console: Console) -> RenderableType:
    """Return a row a check, with what is to be looked at below it."""
    from rich.console import Group  # noqa: PLC0415 -- as above
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from autograder.text import scrub  # noqa: PLC0415

    outcomes = {
        True: Text("passed", "green"),
        False: Text("failed", "red"),
        None: Text("not judged", "bold white on red"),
    }
    narrow = console.width < _NARROW
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    if not narrow:
        grid.add_column(no_wrap=True)
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for check in checks:
        what = Text(scrub(check.what))
        for style, lines in (("", _some(check.details)), ("yellow", check.warnings)):
            for line in lines:
                mark = "warning: " if style else "- "
                what.append(f"\n{mark}{scrub(line)}", style)
        name, outcome = Text(check.name, "bold cyan"), outcomes[check.passed]
        if narrow:
            grid.add_row(Text.assemble(name, " ", outcome, "\n", what, "\n"))
        else:
            grid.add_row(name, outcome, what)
    return Group(Text(scrub(title), "bold"), "", grid, "")


def _some(lines: Sequence[str]) -> Sequence[str]:
    """Return the first and the last lines of many: a traceback says most in its last."""
    half, more = _SHOWN_LINES // 2, len(lines) - _SHOWN_LINES
    return [*lines[:half], f"... {more} more ...", *lines[-half:]] if more > 1 else lines
