"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

course_option = click.option(
    "--course",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with course.toml. Default: solutions/ here or above.",
)
grades_argument = click.argument("grades", type=click.Path(path_type=Path, file_okay=False))
