"""`autograder ready`: whether work can be handed in as it is saved, and which file to upload."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.console import standard_output
from autograder.errors import UnreadableSubmissionError
from autograder.rehearsal.readiness import get_ready
from autograder.rehearsal.run import SECONDS
from autograder.rehearsal.words import as_text
from autograder.rehearsal.work import find_work


@click.command(name="ready")
@click.argument("place", metavar="[FILE|FOLDER]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=SECONDS,
    show_default=True,
    help="Seconds for running your file, and again for the checks.",
)
def command(place: Path, timeout: float) -> None:
    """Look at your work as it will be looked at when you have handed it in, and name the file to upload.

    Without FILE, the notebook or Python file of this folder that holds your work. Where more than that
    file is needed, a zip is written beside it. The exit code is 0 if nothing would lose marks, as far as
    can be told, and 1 otherwise.
    """
    console = standard_output()
    try:
        work = find_work(place)
    except UnreadableSubmissionError as error:
        console.say(str(error))
        raise click.exceptions.Exit(1) from None
    if work.choice:
        console.say(f"{work.choice}\n")
    try:
        readiness = get_ready(work, seconds=timeout)
    except KeyboardInterrupt:
        click.echo("autograder: stopped before the end: nothing is known of your work", err=True)
        raise click.exceptions.Exit(130) from None
    console.say(as_text(readiness, colour=console.colour, width=console.width))
    if not readiness.ready:
        raise click.exceptions.Exit(1)
