"""`autograder report`: a class as pages of HTML."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.interrupted import interrupted
from autograder.cli.loading import loading
from autograder.cli.options import course_option, grades_argument
from autograder.cli.threads import keep_to_one_thread
from autograder.errors import AutograderError

_REPORT, _ANONYMOUS = "report", "report-anonymous"


@click.command(name="report")
@grades_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help=f"Where to write it. Default: {_REPORT}/ in GRADES, or {_ANONYMOUS}/.",
)
@click.option(
    "--anonymous", is_flag=True, help="Call students by other names, to show the report to others."
)
@course_option
@interrupted("give the same command again for a whole report")
def command(grades: Path, *, out: Path | None, anonymous: bool, course: Path | None) -> None:
    """Write a report of the class in GRADES, for staff: hidden inputs are in it.

    A page of the class with distributions, tests, common mistakes and unexplained answers, and a page a
    student with her outcomes, wrong calls and code. Open the file that is named at the end in a browser.
    """
    keep_to_one_thread()
    try:
        with loading():
            from autograder.batch.site import write_site  # noqa: PLC0415 -- slow to load
            from autograder.cli.grades import Grades  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name not in {"jinja2", "markupsafe", "matplotlib", "PIL", "pygments"}:
            raise
        raise AutograderError(
            f"a report needs {error.name}: install it with `pip install 'cnn-autograder[report]'`"
        ) from error
    with Grades(grades, course) as opened:
        folder = out or grades / (_ANONYMOUS if anonymous else _REPORT)
        site = write_site(opened.book, opened.course, opened.assignment, folder, anonymous=anonymous)
    click.echo(f"{site.pages} students; open {site.index} in a browser")
    for said in site.incomplete:
        click.echo(f"without wrong calls and code: {said}", err=True)
