"""`autograder export gradescope`: the zip that is uploaded there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.loading import loading
from autograder.cli.options import course_option

if TYPE_CHECKING:
    from autograder.assignment import Assignment
    from autograder.platforms.gradescope.room import Room

_SHOWN = {
    "visible": """\
at once. Whoever may hand in again and again can then find the hidden
  tests out: limit how often that is, or choose `reveal = "nothing"`.""",
    "after_due_date": """\
after the due date, or the late one. Without a due date
  that is never.""",
    "after_published": "once you publish the grades.",
    "hidden": "never.",
}
_HIDES = """
  Until then students see their public checks and no total: one hidden row hides it."""
_NEXT = """\
wrote {target}: for staff alone, the hidden suite and the reference are in it

On Gradescope:
  1. Create Assignment > Programming Assignment, with {points:g} autograder points.
  2. Configure Autograder: upload the zip, base image Ubuntu 22.04, Update Autograder.
  3. Settings > Autograder: 0.5 CPU, {memory:g} GB RAM, timeout {minutes} minutes; more is fine, too.
  4. Test Autograder with a right, a wrong and an empty submission before students hand in.

assignment.toml has hidden_outcomes = "{visibility}":
  points and what hidden tests found are shown {shown}
What is printed there (all outcomes, notes, isolation) is for staff and hidden from students.
"""
_LESS_MEMORY = """
In that container a submission has {memory} MB, of the {all_memory} in assignment.toml. Where one runs
out of memory, questions that lost points are for a person to grade. To have all: --memory {enough}
"""
_LESS_TIME = """
What has not ended after {minutes} minutes there is not judged, says so, and is for a person to grade:
assignment.toml has {seconds:g} CPU seconds, which a submission that waits can stretch. To have time for
all: --minutes {enough}{too_long}
"""
_MOST_MINUTES = 40


@click.command(name="gradescope")
@click.argument("assignment")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write. Default: ASSIGNMENT-gradescope.zip.",
)
@click.option(
    "--memory",
    "memory_mb",
    type=click.IntRange(512, 2**20),
    default=768,
    show_default=True,
    help="MB of memory of the container that you choose on Gradescope.",
)
@click.option(
    "--minutes",
    type=click.IntRange(3, _MOST_MINUTES),
    default=10,
    show_default=True,
    help="Its timeout on Gradescope.",
)
@course_option
def command(
    assignment: str, *, out: Path | None, memory_mb: int, minutes: int, course: Path | None
) -> None:
    """Write the zip for a programming assignment on Gradescope that grades ASSIGNMENT.

    The hidden suite, the reference and the course's secret are in it: it is for staff alone.
    """
    with loading():
        from autograder.assignment import find_course, load_assignment, load_course  # noqa: PLC0415
        from autograder.platforms.gradescope.export import zip_for_gradescope  # noqa: PLC0415
        from autograder.platforms.gradescope.room import Room  # noqa: PLC0415
        from autograder.reports.atomic import write_atomically  # noqa: PLC0415

    loaded = load_assignment(load_course(course or find_course(Path.cwd())), assignment)
    room = Room.of_container(memory_mb, minutes)
    target = out or Path(f"{assignment}-gradescope.zip")
    write_atomically(target, zip_for_gradescope(loaded, room), private=True)
    visibility = loaded.hidden_outcomes
    click.echo(
        _NEXT.format(
            target=target,
            points=sum(question.points for question in loaded.questions),
            memory=memory_mb / 1024,
            minutes=minutes,
            visibility=visibility,
            shown=_SHOWN[visibility] + ("" if visibility == "visible" else _HIDES),
        ),
        nl=False,
    )
    click.echo(_less_room(loaded, room, minutes), nl=False)


def _less_room(assignment: Assignment, room: Room, minutes: int) -> str:
    """Say where there is less than assignment.toml gives a submission."""
    from autograder.platforms.gradescope.room import enough_memory_mb, enough_minutes  # noqa: PLC0415

    wanted, there = assignment.limits, room.limits(assignment.limits)
    said, enough = "", enough_minutes(wanted)
    if there.memory_mb < wanted.memory_mb:
        said += _LESS_MEMORY.format(
            memory=there.memory_mb, all_memory=wanted.memory_mb, enough=enough_memory_mb(wanted)
        )
    if minutes < enough:
        said += _LESS_TIME.format(
            minutes=minutes,
            seconds=wanted.total_seconds,
            enough=min(enough, _MOST_MINUTES),
            too_long="" if enough <= _MOST_MINUTES else ", which is the longest that there is",
        )
    return said
