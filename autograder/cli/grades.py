"""A folder of grades that a command works on: opened, changed, and its files written anew."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.assignment import Assignment, Course, find_course, load_assignment, load_course
from autograder.batch.decisions import Decisions
from autograder.batch.gradebook import Gradebook
from autograder.batch.kept import Work
from autograder.batch.marking import all_marks, changes, without_effect
from autograder.batch.publish import publish
from autograder.diagnosis.evidence import TestRecord
from autograder.errors import AutograderError, GradebookError
from autograder.marks import Adjustment, Mark
from autograder.text import scrub

_TOLD = 5  # decisions of one command


class Grades:
    """The gradebook in a folder, with the assignment that it is of.

    Args:
        folder: which `autograder grade --out` wrote.
        course: the folder with course.toml, None to look for it.

    Raises:
        AutograderError: one of them cannot be used.
    """

    def __init__(self, folder: Path, course: Path | None) -> None:
        self.book = Gradebook.open(folder)
        self.course: Course = load_course(course or find_course(Path.cwd()))
        self.assignment: Assignment = load_assignment(self.course, self.book.assignment)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()

    @functools.cached_property
    def marks(self) -> list[Mark]:
        """The marks as they were when they were first asked for."""
        return all_marks(self.book, self.assignment)

    @property
    def decisions(self) -> Decisions:
        """What can be decided."""
        return Decisions(self.marks, self.book.adjustments())

    def decide(self, adjustments: Sequence[Adjustment]) -> None:
        """Keep decisions, write the files anew, and say what changed."""
        before = self.marks
        self.book.adjust(adjustments)
        for one in adjustments[:_TOLD]:
            click.echo(" ".join(part for part in (one.kind.value, *_about(one)) if part))
        self._publish(before)

    def undo(self, number: int) -> None:
        """Take a decision back, write the files anew, and say what changed.

        Raises:
            GradebookError: none of that number is in force.
        """
        before = self.marks
        if not self.book.undo(number):
            raise GradebookError(
                f"no decision {number} is in force: `autograder adjust list` shows them"
            )
        self._publish(before)

    def records(self, student: str) -> tuple[Work, dict[str, TestRecord]]:
        """Return the work of a student that counts, and what is kept of its tests, by their ids.

        Raises:
            AutograderError: there is no such student, or nothing is kept of her.
        """
        mark = self.decisions.student(student)
        work = next(work for one, work in self.book.students() if one.key == mark.student.key)
        kept = self.book.result(work) if work else None
        if work is None or kept is None:
            raise GradebookError(f"{mark.student.label} has no result")
        if kept.evidence is None:
            why = "that is done where points are lost" if kept.result.points else "nothing was called"
            raise GradebookError(f"no calls of {mark.student.label} are kept: {why}")
        records = self.book.evidence(kept.evidence)
        return work, {record.test: record for record in records if record.calls}

    def has_changed(self, work: Work) -> bool:
        """Tell whether the assignment's tests or master are others than those of a result."""
        kept = self.book.result(work)
        judging = kept and kept.result.assignment.judging_sha256
        return judging != self.assignment.judging_sha256()

    def show_decisions(self) -> None:
        """Print the decisions that are in force."""
        in_force = self.book.adjustments()
        lost = {one.id for one in without_effect(in_force, self.marks)}
        table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1, 0, 0))
        for header in ("number", "what", "about", "points", "why", "when"):
            table.add_column(header, overflow="fold")
        for one in in_force:
            points = "" if one.points is None else f"{one.points:g}"
            about = " ".join(_about(one)) + (" (no effect now)" if one.id in lost else "")
            cells = (f"{one.id}", one.kind.value, about, points, one.reason, one.made_at[:10])
            table.add_row(*(Text(scrub(cell, 300)) for cell in cells))
        Console(highlight=False).print(table)

    def _publish(self, before: Sequence[Mark]) -> None:
        try:
            after = publish(self.book, self.assignment).marks
        except (AutograderError, KeyboardInterrupt) as error:
            error.add_note("what was decided is kept: `autograder marks` writes the files")
            raise
        click.echo(
            f"{len(changes(before, after))} of {len(after)} marks changed; the files in "
            f"{self.book.folder}/ are current"
        )


def _about(one: Adjustment) -> list[str]:
    return [part for part in (one.student, one.question, one.test) if part]
