"""`autograder adjust`: what staff decide by hand, which later gradings do not touch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.loading import loading
from autograder.cli.options import course_option, grades_argument
from autograder.marks import Kind

if TYPE_CHECKING:
    from autograder.cli.grades import Grades

_reason_option = click.option("--reason", required=True, help="Why; students read it.")


@click.group(name="adjust")
def command() -> None:
    """Decide by hand: override marks, drop or void tests, add questions that a person grades.

    GRADES is the folder that `autograder grade --out` wrote. What is decided here outlasts re-grading
    and new submissions, and can be undone.
    """


@command.command()
@grades_argument
@click.argument("student")
@click.argument("question")
@click.argument("points")
@_reason_option
@course_option
def override(
    grades: Path, student: str, question: str, *, points: str, reason: str, course: Path | None
) -> None:
    """Give STUDENT (key, sid, e-mail or name) so many POINTS in QUESTION, whatever grading says."""
    with _opened(grades, course) as opened:
        opened.decide([opened.decisions.override(student, question, _number(points), reason)])


@command.command()
@grades_argument
@click.argument("test")
@_reason_option
@course_option
def drop(grades: Path, test: str, reason: str, course: Path | None) -> None:
    """Let TEST count for nobody: the points of its question go by the other tests."""
    with _opened(grades, course) as opened:
        opened.decide([opened.decisions.for_everybody(Kind.DROP, test, reason)])


@command.command()
@grades_argument
@click.argument("test")
@_reason_option
@course_option
def void(grades: Path, test: str, reason: str, course: Path | None) -> None:
    """Let TEST count as passed by everybody whose submission could be run."""
    with _opened(grades, course) as opened:
        opened.decide([opened.decisions.for_everybody(Kind.VOID, test, reason)])


@command.command()
@grades_argument
@click.argument("question")
@click.argument("points")
@click.option("--title", default="", help="What students read. Default: QUESTION itself.")
@course_option
def question(grades: Path, question: str, points: str, title: str, course: Path | None) -> None:
    """Add QUESTION, worth POINTS, that a person grades: with `override` or `import`."""
    with _opened(grades, course) as opened:
        opened.decide([opened.decisions.added_question(question, title, _number(points))])


@command.command(name="import")
@grades_argument
@click.argument("question")
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@course_option
def import_table(grades: Path, question: str, table: Path, course: Path | None) -> None:
    """Give the points of TABLE in QUESTION: a CSV file with a row a student.

    It has `points`, perhaps `reason`, and who it is by the columns that a roster may have.
    """
    with loading():
        from autograder.batch.decisions import OWN_COLUMNS  # noqa: PLC0415 -- slow to load
        from autograder.batch.roster import columns_told  # noqa: PLC0415

    with _opened(grades, course) as opened:
        click.echo(columns_told(table, OWN_COLUMNS))
        opened.decide(opened.decisions.from_csv(table, question))


@command.command()
@grades_argument
@click.argument("number", type=click.IntRange(1, 2**62))
@course_option
def undo(grades: Path, number: int, course: Path | None) -> None:
    """Take back the decision NUMBER, as `list` shows it."""
    with _opened(grades, course) as opened:
        opened.undo(number)


@command.command(name="list")
@grades_argument
@course_option
def list_all(grades: Path, course: Path | None) -> None:
    """Show the decisions that are in force."""
    with _opened(grades, course) as opened:
        opened.show_decisions()


def _number(text: str) -> float:
    from autograder.batch.decisions import number_of_points  # noqa: PLC0415 -- slow to load

    return number_of_points(text)


def _opened(grades: Path, course: Path | None) -> Grades:
    with loading():
        from autograder.cli.grades import Grades  # noqa: PLC0415 -- slow to load

    return Grades(grades, course)
