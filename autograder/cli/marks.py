"""`autograder marks`: a gradebook as it stands, its files written anew."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.options import course_option, grades_argument


@click.command(name="marks")
@grades_argument
@click.option(
    "--canvas", "title", help="What Canvas calls the assignment, from now on: `Title (12345)`."
)
@course_option
def command(grades: Path, title: str | None, course: Path | None) -> None:
    """Show how the class in GRADES did, and write marks.csv and the other files there anew."""
    from rich.console import Console  # noqa: PLC0415 -- slow to load, as is what follows

    from autograder.batch.publish import publish  # noqa: PLC0415
    from autograder.cli.grades import Grades  # noqa: PLC0415
    from autograder.reports.canvas_csv import canvas_csv  # noqa: PLC0415
    from autograder.reports.overview import show_class  # noqa: PLC0415

    with Grades(grades, course) as opened:
        if title is not None:
            canvas_csv([], title)  # which refuses what cannot be one
            opened.book.name_for_canvas(title)
        published = publish(opened.book, opened.assignment)
        show_class(published.marks, (), Console(highlight=False, markup=False))
