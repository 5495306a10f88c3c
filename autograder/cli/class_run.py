"""`autograder grade --out`: a class into a gradebook."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console

from autograder.assignment import Assignment
from autograder.batch.gradebook import Gradebook
from autograder.batch.handed_in import Class
from autograder.batch.hold import grading
from autograder.batch.intake import content_sha256, find_work
from autograder.batch.kept import Work
from autograder.batch.marking import all_marks, changes
from autograder.batch.publish import CANVAS, FEEDBACK, MARKS, publish
from autograder.batch.roster import match, read_roster
from autograder.batch.run import Plan, carry_out, make_plan
from autograder.cli.progress import Progress
from autograder.errors import AutograderError, GradebookError
from autograder.marks import Standing, Student
from autograder.reports.overview import show_changes, show_class
from autograder.results import Result

_UNPACKED = "submissions"


def grade_class(
    assignment: Assignment,
    sources: Sequence[Path],
    out: Path,
    *,
    roster: Path | None,
    dry_run: bool,
    unsafe: bool,
) -> None:
    """Grade what changed of a class, and write the gradebook and what comes of it.

    Args:
        assignment: what is graded for.
        sources: a folder or archive of a class, or submissions.
        out: the folder of the gradebook.
        roster: a CSV file of all students, None to take those who handed in something for all.
        dry_run: whether to write nothing, and say whose marks would change.
        unsafe: whether to grade even if this machine cannot isolate submissions.

    Raises:
        AutograderError: something cannot be read, written or graded; what was graded is kept.
    """
    if any(source.resolve() == out.resolve() for source in sources):
        raise GradebookError(f"{out} holds the submissions: name another folder with --out")
    console = Console(highlight=False)
    with (
        _place(out, dry_run=dry_run) as staging,
        Gradebook.open_for(out, assignment.name, scratch=dry_run) as book,
    ):
        found, missing, remarks = _found(sources, assignment, staging, roster)
        before = all_marks(book, assignment) if dry_run else []
        entries = [(one, content_sha256(one.path)) for one in found.work]
        work = book.enter(entries, missing)
        plan = make_plan(book, work, assignment)
        stop = _carried_out(plan, book, assignment, unsafe=unsafe)
        marks = all_marks(book, assignment)
        if dry_run:
            show_changes(changes(before, marks), console)
        else:
            left_out = publish(out, marks)
            show_class(marks, remarks, console)
            console.print(_what_was_done(plan, out))
            if left_out and len(left_out) < sum(mark.points is not None for mark in marks):
                console.print(
                    f"{CANVAS} leaves out {len(left_out)} whom Canvas could not tell: add a roster"
                )
    if isinstance(stop, AutograderError):
        stop.add_note("what was graded is kept: give the same command again to go on")
        raise stop
    if stop is not None:
        click.echo(
            "autograder: interrupted; what was graded is kept: give the same command again to go on",
            err=True,
        )
        raise click.exceptions.Exit(130)
    if any(mark.standing is Standing.UNGRADED for mark in marks):
        raise click.exceptions.Exit(1)


def _found(
    sources: Sequence[Path], assignment: Assignment, staging: Path, roster: Path | None
) -> tuple[Class, tuple[Student, ...], tuple[str, ...]]:
    found = find_work(sources, assignment.name, staging)
    if roster is None:
        return found, (), found.remarks
    found, missing, remarks = match(read_roster(roster), found)
    return found, missing, (*found.remarks, *remarks)


def _carried_out(
    plan: Plan, book: Gradebook, assignment: Assignment, *, unsafe: bool
) -> BaseException | None:
    """Carry out a plan, and return what stopped that, if anything did."""
    try:
        with Progress(len(plan.to_grade)) as progress:

            def on_result(_: Work, result: Result) -> None:
                progress.advance(result)

            carry_out(plan, book, assignment, on_result, unsafe=unsafe)
    except (AutograderError, KeyboardInterrupt) as stop:
        return stop
    return None


def _what_was_done(plan: Plan, out: Path) -> str:
    parts = [
        f"{count} {what}"
        for count, what in (
            (len(plan.to_grade), "graded"),
            (len(plan.to_rescore), "scored anew without running anything"),
            (len(plan.current), "as before"),
        )
        if count
    ]
    return f"{', '.join(parts) or 'nothing was handed in'}; {out}/ has {MARKS}, {CANVAS} and {FEEDBACK}/"


@contextlib.contextmanager
def _place(out: Path, *, dry_run: bool) -> Iterator[Path]:
    """Give a folder for what is unpacked; nobody else grades into `out` meanwhile."""
    if dry_run:
        with tempfile.TemporaryDirectory() as staging:
            yield Path(staging)
    else:
        with grading(out):
            yield out / _UNPACKED
