"""`autograder grade --out`: a class into a gradebook."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from autograder.assignment import Assignment
from autograder.batch.backends.backend import Backend
from autograder.batch.backends.cluster import Cluster
from autograder.batch.gradebook import Gradebook
from autograder.batch.handed_in import Class
from autograder.batch.hold import grading
from autograder.batch.intake import content_sha256, find_work
from autograder.batch.kept import Work
from autograder.batch.marking import all_marks, changes, without_effect
from autograder.batch.matching import match
from autograder.batch.publish import (
    CANVAS,
    FEEDBACK,
    MARKS,
    publish,
    publish_remarks,
    published_if_stopped,
)
from autograder.batch.recognition import recognised
from autograder.batch.roster import columns_told, read_roster
from autograder.batch.run import Plan, carry_out, make_plan
from autograder.cli.interrupted import GO_ON
from autograder.cli.progress import Progress
from autograder.errors import GradebookError
from autograder.grading import grade_each
from autograder.marks import Mark, Standing, Student
from autograder.reports.overview import show_changes, show_class
from autograder.results import Result

_UNPACKED = ".submissions"  # which no class has a file of


def grade_class(
    assignment: Assignment,
    sources: Sequence[Path],
    out: Path,
    *,
    roster: Path | None,
    dry_run: bool,
    unsafe: bool,
    dask: str | None,
    dask_course: Path | None,
) -> None:
    """Grade what changed of a class, and write the gradebook and what comes of it.

    Args:
        assignment: what is graded for.
        sources: a folder or archive of a class, or submissions.
        out: the folder of the gradebook.
        roster: a CSV file of all students, None to take those who handed in something for all.
        dry_run: whether to write nothing, and say whose marks would change.
        unsafe: whether to grade even if this machine cannot isolate submissions.
        dask: the address of a Dask scheduler, None to grade on this machine.
        dask_course: where its workers have the course, None for where it is here.

    Raises:
        AutograderError: something cannot be read, written or graded; what was graded is kept.
    """
    if any(source.resolve() == out.resolve() for source in sources):
        raise GradebookError(f"{out} holds the submissions: name another folder with --out")
    with contextlib.ExitStack() as stack:
        if dry_run:
            staging = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        else:
            stack.enter_context(grading(out))
            staging = out / _UNPACKED
        found = find_work(sources, assignment.name, staging)
        missing: Sequence[Student] = ()
        remarks = [*found.remarks]
        if roster is not None:
            found, missing, said = match(read_roster(roster), found)
            click.echo(columns_told(roster))
            remarks += said
        book = stack.enter_context(Gradebook.open_for(out, assignment.name, scratch=dry_run))
        # Whoever was known by another number before is the same person still.
        known = [student for student, _ in book.students()]
        found, missing, said = recognised(known, found, missing)
        remarks += said
        grade: Backend = grade_each
        if dask is not None:
            grade = Cluster(dask, dask_course, remarks.append).grade_each
        fill = _Fill(book, assignment, found, missing, remarks, grade=grade, unsafe=unsafe)
        marks = fill.on_trial() if dry_run else fill.for_good()
    if any(mark.standing is Standing.UNGRADED for mark in marks):
        raise click.exceptions.Exit(1)


class _Fill:
    """Fills a gradebook with the results of a class.

    Args:
        remarks: for staff; more may come while submissions are graded.
        grade: what grades them.
    """

    def __init__(
        self,
        book: Gradebook,
        assignment: Assignment,
        found: Class,
        missing: Sequence[Student],
        remarks: list[str],
        *,
        grade: Backend,
        unsafe: bool,
    ) -> None:
        self._book = book
        self._assignment = assignment
        self._found = found
        self._missing = missing
        self._remarks = remarks
        self._grade = grade
        self._unsafe = unsafe
        self._console = Console(highlight=False, markup=False)

    def on_trial(self) -> Sequence[Mark]:
        """Say whose marks would change."""
        before = all_marks(self._book, self._assignment)
        self._carry_out(self._plan())
        after = all_marks(self._book, self._assignment)
        show_changes(changes(before, after), self._console)
        return after

    def for_good(self) -> Sequence[Mark]:
        """Write what comes of it, also of a part if the run is stopped, and say how the class did."""
        plan = self._plan()
        with published_if_stopped(self._book, self._assignment, GO_ON):
            self._carry_out(plan)
        published = publish(self._book, self._assignment)
        effectless = without_effect(self._book.adjustments(), published.marks)
        self._remarks += [
            f"decision {one.id} ({one.kind.value}) has no effect now" for one in effectless
        ]
        publish_remarks(self._book.folder, self._remarks)
        show_class(published.marks, self._remarks, self._console)
        self._console.print(_what_was_done(plan, self._book.folder))
        if published.left_out:
            self._console.print(
                f"{CANVAS} is without {len(published.left_out)} whom Canvas does not know"
            )
        return published.marks

    def _plan(self) -> Plan:
        entries = [(one, content_sha256(one.path)) for one in self._found.work]
        work, remarks = self._book.enter(entries, self._missing)
        self._remarks += remarks
        return make_plan(self._book, work, self._assignment)

    def _carry_out(self, plan: Plan) -> None:
        with Progress(len(plan.to_grade)) as progress:

            def on_result(_: Work, result: Result) -> None:
                progress.advance(result)

            carry_out(
                plan, self._book, self._assignment, on_result, unsafe=self._unsafe, grade=self._grade
            )


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
