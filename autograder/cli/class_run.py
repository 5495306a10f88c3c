"""`autograder grade --out`: a class into a gradebook."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Sequence
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
from autograder.marks import Mark, Standing, Student
from autograder.reports.overview import show_changes, show_class
from autograder.results import Result

_UNPACKED = "submissions"
_GO_ON = "what was graded is kept: give the same command again to go on"


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
    try:
        with contextlib.ExitStack() as stack:
            if dry_run:
                staging = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            else:
                stack.enter_context(grading(out))
                staging = out / _UNPACKED
            found, missing, remarks = _found(sources, assignment, staging, roster)
            book = stack.enter_context(Gradebook.open_for(out, assignment.name, scratch=dry_run))
            fill = _Fill(book, assignment, found, missing, unsafe=unsafe)
            marks = fill.on_trial() if dry_run else fill.for_good(out, remarks)
    except KeyboardInterrupt as interrupt:
        click.echo(f"autograder: interrupted; {_GO_ON}", err=True)
        raise click.exceptions.Exit(130) from interrupt
    if any(mark.standing is Standing.UNGRADED for mark in marks):
        raise click.exceptions.Exit(1)


def _found(
    sources: Sequence[Path], assignment: Assignment, staging: Path, roster: Path | None
) -> tuple[Class, Sequence[Student], Sequence[str]]:
    """Return what was handed in, who handed in nothing, and remarks for staff."""
    found = find_work(sources, assignment.name, staging)
    if roster is None:
        return found, (), found.remarks
    matched, missing, remarks = match(read_roster(roster), found)
    return matched, missing, (*found.remarks, *remarks)


class _Fill:
    """Fills a gradebook with the results of a class."""

    def __init__(
        self,
        book: Gradebook,
        assignment: Assignment,
        found: Class,
        missing: Sequence[Student],
        *,
        unsafe: bool,
    ) -> None:
        self._book = book
        self._assignment = assignment
        self._found = found
        self._missing = missing
        self._unsafe = unsafe
        self._console = Console(highlight=False)

    def on_trial(self) -> list[Mark]:
        """Say whose marks would change."""
        before = self._marks()
        self._carry_out(self._plan())
        after = self._marks()
        show_changes(changes(before, after), self._console)
        return after

    def for_good(self, out: Path, remarks: Sequence[str]) -> list[Mark]:
        """Write what comes of it, also of a part if the run is stopped, and say how the class did."""
        plan = self._plan()
        try:
            self._carry_out(plan)
        except (AutograderError, KeyboardInterrupt) as stop:
            publish(out, self._marks())
            stop.add_note(_GO_ON)
            raise
        marks = self._marks()
        left_out = publish(out, marks)
        show_class(marks, remarks, self._console)
        self._console.print(_what_was_done(plan, out))
        if left_out and len(left_out) < sum(mark.points is not None for mark in marks):
            self._console.print(
                f"{CANVAS} leaves out {len(left_out)} whom Canvas does not know: add a roster"
            )
        return marks

    def _marks(self) -> list[Mark]:
        return all_marks(self._book, self._assignment)

    def _plan(self) -> Plan:
        entries = [(one, content_sha256(one.path)) for one in self._found.work]
        work = self._book.enter(entries, self._missing)
        return make_plan(self._book, work, self._assignment)

    def _carry_out(self, plan: Plan) -> None:
        with Progress(len(plan.to_grade)) as progress:

            def on_result(_: Work, result: Result) -> None:
                progress.advance(result)

            carry_out(plan, self._book, self._assignment, on_result, unsafe=self._unsafe)


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
