"""`autograder marks`: a gradebook as it stands, its files written anew."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.loading import loading
from autograder.cli.options import course_option, grades_argument


@click.command(name="marks")
@grades_argument
@click.option(
    "--canvas", "title", help="What Canvas calls the assignment, from now on: `Title (12345)`."
)
@click.option(
    "--moodle",
    "worksheet",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Moodle's grading worksheet: moodle.csv will be that with the points in it.",
)
@course_option
def command(grades: Path, title: str | None, worksheet: Path | None, course: Path | None) -> None:
    """Show how the class in GRADES did, and write marks.csv and the other files there anew."""
    with loading():
        from rich.console import Console  # noqa: PLC0415 -- slow to load, as is what follows

        from autograder.batch.publish import MOODLE, publish, publish_worksheet  # noqa: PLC0415
        from autograder.cli.grades import Grades  # noqa: PLC0415
        from autograder.reports.canvas_csv import canvas_csv  # noqa: PLC0415
        from autograder.reports.overview import show_class  # noqa: PLC0415

    with Grades(grades, course) as opened:
        if title is not None:
            canvas_csv([], title)  # which refuses what cannot be one
            opened.book.name_for_canvas(title)
        published = publish(opened.book, opened.assignment)
        console = Console(highlight=False, markup=False)
        show_class(published.marks, (), console)
        if worksheet is not None:
            filled = publish_worksheet(grades, worksheet, published.marks)
            for remark in filled.remarks:
                console.print(remark)
            console.print(f"{grades / MOODLE} has the points of {filled.filled}")
