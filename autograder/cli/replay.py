"""`autograder replay`: one recorded call of one result, run again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.interrupted import interrupted
from autograder.cli.loading import loading
from autograder.cli.options import course_option, grades_argument
from autograder.cli.threads import keep_to_one_thread
from autograder.text import scrub

if TYPE_CHECKING:
    from autograder.batch.replay import Replayed

_SHOWN = 4000


@click.command(name="replay")
@grades_argument
@click.argument("student")
@click.argument("test", required=False)
@click.option(
    "--call", "number", type=int, help="Which call of the test, from 1. Default: the first wrong."
)
@click.option("--submission", type=click.Path(path_type=Path, exists=True), help="Where it lies by now.")
@click.option("--unsafe", is_flag=True, help="Run it even where this machine cannot isolate it.")
@course_option
@interrupted("nothing was written")
def command(
    grades: Path,
    student: str,
    test: str | None,
    *,
    number: int | None,
    submission: Path | None,
    unsafe: bool,
    course: Path | None,
) -> None:
    """Run a recorded call of TEST again with the submission of STUDENT, for a dispute.

    Shows the call, what was answered then, what is answered now, and what is due: hidden inputs, so for
    staff alone. Without TEST, lists the tests of which calls are kept.
    """
    keep_to_one_thread()
    with loading():
        from autograder.batch.decisions import named_test  # noqa: PLC0415
        from autograder.batch.intake import content_sha256  # noqa: PLC0415 -- slow to load
        from autograder.batch.replay import replay_call  # noqa: PLC0415
        from autograder.cli.grades import Grades  # noqa: PLC0415
        from autograder.errors import GradebookError  # noqa: PLC0415

    with Grades(grades, course) as opened:
        work, records = opened.records(student)
        if test is None:
            for record in records.values():
                state = "passed" if record.passed else "failed"
                calls = "1 call " if len(record.calls) == 1 else f"{len(record.calls)} calls"
                click.echo(f"{state}  {calls:>9}  {record.test}")
            return
        name = named_test(records, test)
        path = submission or work.path
        if not path.exists():
            raise GradebookError(f"{path} is not there any more: say where it is with --submission")
        if content_sha256(path, work.path.name) != work.sha256:
            raise GradebookError(f"{path} is not what was graded: say where that is with --submission")
        replayed = replay_call(opened.assignment, path, records[name], number, unsafe=unsafe)
        changed = opened.has_changed(work)
    _show(name, replayed)
    if changed:
        click.echo("the assignment has changed since: what is due is what its master gives now")


def _show(test: str, replayed: Replayed) -> None:
    parts = [
        (f"{test}, call {replayed.number} of {replayed.calls}", replayed.call),
        ("answered then", replayed.then),
        ("answered now", "the same" if replayed.alike else replayed.now),
        ("due", replayed.due if replayed.differs else "the same"),
        ("how they differ", replayed.differs),
        ("printed", replayed.printed),
    ]
    for title, text in parts:
        if text:
            click.secho(f"{title}:", bold=True)
            click.echo("  " + scrub(text, _SHOWN).replace("\n", "\n  "))
    if replayed.as_defined:
        click.echo("judged as things stood after the cell that defines the function")
