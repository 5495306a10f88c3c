"""`autograder diagnose`: known mistakes, looked for anew in what was recorded of a class."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.interrupted import interrupted
from autograder.cli.loading import loading
from autograder.cli.options import course_option, grades_argument
from autograder.cli.threads import keep_to_one_thread
from autograder.text import scrub

if TYPE_CHECKING:
    from autograder.batch.gradebook import Gradebook
    from autograder.batch.rediagnosis import Looked, Rediagnosis
    from autograder.cli.grades import Grades
    from autograder.diagnosis import Catalogue
    from autograder.marks import Mark

_GO_ON = "what was diagnosed is kept: give the same command again to go on"
_SHOWN = 10  # clusters, and failures


@click.command(name="diagnose")
@grades_argument
@click.option("--dry-run", is_flag=True, help="Write nothing, say what would change.")
@course_option
def command(grades: Path, *, dry_run: bool, course: Path | None) -> None:
    """Look anew for known mistakes in the class in GRADES, after `faults.py` was changed.

    Nobody's code is run: what each submission answered is in the gradebook. Marks stay as they are;
    diagnoses and hints follow, and the files in GRADES are written anew.
    """
    with interrupted("nothing was written" if dry_run else _GO_ON):  # also while all is loaded
        _run(grades, course, dry_run=dry_run)


def _run(grades: Path, course: Path | None, *, dry_run: bool) -> None:
    keep_to_one_thread()
    with loading():
        from autograder.batch.gradebook import Gradebook  # noqa: PLC0415 -- slow, as is what follows
        from autograder.batch.hold import grading  # noqa: PLC0415
        from autograder.batch.rediagnosis import Rediagnosis  # noqa: PLC0415
        from autograder.cli.grades import Grades  # noqa: PLC0415

    with contextlib.ExitStack() as stack:
        opened = stack.enter_context(Grades(grades, course))
        rediagnosis = Rediagnosis(opened.assignment)
        if dry_run:
            name = opened.assignment.name
            book = stack.enter_context(Gradebook.open_for(grades, name, scratch=True))
        else:
            book = opened.book
            stack.enter_context(grading(grades))
        summary, marks = _diagnose(opened, book, rediagnosis, dry_run=dry_run)
        _show(summary, marks, rediagnosis.catalogue)
        click.echo("nothing was written" if dry_run else f"the files in {grades}/ are current")


@dataclass
class _Summary:
    """What came of a class.

    Attributes:
        submissions: that lost points, and were looked at.
        questions: theirs that lost points.
        named: how many questions are newly explained by each fault.
        lost: how many are no longer.
        partly: how many were looked at with some of the calls alone.
        earlier: submissions that were judged by other tests.
        failures: why others were not looked at.
    """

    submissions: int = 0
    questions: int = 0
    named: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    partly: int = 0
    earlier: int = 0
    failures: list[str] = field(default_factory=list)

    def count(self, looked: Looked) -> None:
        self.submissions += not (looked.is_of_earlier or looked.failure)
        self.earlier += looked.is_of_earlier
        if looked.failure:
            last = looked.failure.strip().splitlines()[-1]
            self.failures.append(f"{looked.work.name}: {last}")
        for before, after in looked.questions:
            self.questions += 1
            self.named.update(set(after.faults) - set(before.faults))
            self.lost.update(set(before.faults) - set(after.faults))
            self.partly += bool(after.note)


def _diagnose(
    opened: Grades, book: Gradebook, rediagnosis: Rediagnosis, *, dry_run: bool
) -> tuple[_Summary, Sequence[Mark]]:
    """Diagnose all work that counts; files are written also after a part, if the run is stopped."""
    with loading():
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import track  # noqa: PLC0415

    from autograder.batch.marking import all_marks  # noqa: PLC0415
    from autograder.batch.publish import publish, published_if_stopped  # noqa: PLC0415

    works = list({work.id: work for _, work in book.students() if work is not None}.values())
    summary, console = _Summary(), Console(stderr=True)
    with contextlib.nullcontext() if dry_run else published_if_stopped(book, opened.assignment, _GO_ON):
        for looked in track(
            rediagnosis.of_class(book, works),
            description="diagnosing",
            total=len(works),
            console=console,
            auto_refresh=False,  # that would take a thread, and the children are forked
            transient=True,
            disable=not console.is_terminal,
        ):
            summary.count(looked)
    marks = all_marks(book, opened.assignment) if dry_run else publish(book, opened.assignment).marks
    return summary, marks


def _show(summary: _Summary, marks: Sequence[Mark], catalogue: Catalogue | None) -> None:
    known = catalogue.faults if catalogue else {}
    click.echo(
        f"looked at {summary.submissions} submissions, {summary.questions} questions that lost points"
    )
    for counts, what in ((summary.named, "now explained"), (summary.lost, "no longer explained")):
        click.echo(f"{what}: {counts.total()}")
        for name, count in counts.most_common():
            title = known[name].title if name in known else "not in the catalogue any more"
            click.echo(f"  {count:4}  {title} ({name})")
    _show_clusters(marks)
    if summary.partly:
        click.echo(
            f"{summary.partly} questions have a note: their calls are not all kept, or a search failed"
        )
    if summary.earlier:
        click.echo(
            f"{summary.earlier} submissions were graded for the tests or the master as they were before "
            "a change: grade first"
        )
    for failure in summary.failures[:_SHOWN]:
        click.echo(scrub(f"left as it was: {failure}", 300))
    if len(summary.failures) > _SHOWN:
        click.echo(f"... and {len(summary.failures) - _SHOWN} more")


def _show_clusters(marks: Sequence[Mark]) -> None:
    from autograder.batch.clusters import clusters  # noqa: PLC0415

    labels = {mark.student.key: mark.student.label for mark in marks}
    found = clusters(marks)
    click.echo(f"wrong answers that no known mistake explains: {len(found)} kinds")
    for one in found[:_SHOWN]:
        example = scrub(labels[one.students[0]], 60)
        click.echo(f"  {len(one.students):4}  {one.question}, for instance {example}")
