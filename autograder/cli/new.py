"""`autograder new`: an assignment to begin with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.loading import loading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from autograder.starting import Started

_NEXT = """
It works as it is. CHANGE stands where your own subject begins; {about} says which file is what.
Then, each time:

  python -m pytest {folder}
  autograder release {name}{option}
  autograder verify {name}{option}
  autograder export gradescope {name}{option}
"""


@click.command(name="new")
@click.argument("name")
@click.option("--title", help="What students read. Default: NAME as words.")
@click.option(
    "--course",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with course.toml, which is made if it is not there. Default: solutions/ here or above, "
    "or a new solutions/ here.",
)
def command(name: str, *, title: str | None, course: Path | None) -> None:
    """Write a small assignment called NAME that works, to be changed into your own.

    It comes with suites, a catalogue of mistakes and golden cases, and is entered in the course. Where
    there is no course, one is begun, with a secret of its own. Nothing that is there is overwritten.
    """
    with loading():
        from autograder.starting import default_title, start  # noqa: PLC0415

    folder = course or _found() or Path("solutions")
    started = start(folder, name, default_title(name) if title is None else title.strip())
    click.echo("\n".join(_said(started, folder, name)))
    option = "" if _same(_found(), folder) else f" --course {_shown(folder)}"
    about = _shown(folder / name / "assignment.toml")
    click.echo(
        _NEXT.format(name=name, folder=_shown(folder / name), about=about, option=option), nl=False
    )


def _said(started: Started, folder: Path, name: str) -> Iterator[str]:
    """Give a line for each thing that was written."""
    for path in started.written:
        yield f"wrote {_shown(path)}"
    if started.new_course:
        yield "the course has a new secret, which seeds hidden inputs: it never leaves staff"
    if started.listed:
        yield f"added {name} to the list in {_shown(folder / 'course.toml')}"
    if not started.written and not started.listed:
        yield f"{name} is there already, as this command wrote it: nothing was changed"


def _found() -> Path | None:
    """Return the course that other commands would find from here."""
    from autograder.assignment import find_course  # noqa: PLC0415
    from autograder.errors import CourseError  # noqa: PLC0415

    try:
        return find_course(Path.cwd())
    except CourseError:
        return None


def _same(one: Path | None, other: Path) -> bool:
    return one is not None and one.resolve() == other.resolve()


def _shown(path: Path) -> str:
    """Return a path as one would type it here."""
    relative = os.path.relpath(path)
    return relative if not relative.startswith("..") else str(path.absolute())
