"""`autograder export otter`: an assignment as a zip for otter-grader."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.loading import loading
from autograder.cli.options import course_option

_OTTERS_MB = 200  # of memory, beside what grading takes
_NEXT = """\
wrote {target}: for staff alone, the hidden suite and the reference are in it

One submission, where cnn-autograder[otter] is installed:
  otter run -a {target} submission.ipynb
A class, each in a container of its own:
  otter grade -n {name} -a {target} submissions/
On Gradescope:
  1. Configure Autograder: upload the zip, base image Ubuntu 22.04, Update Autograder.
  2. Settings > Autograder: {memory:.1f} GB RAM or more, timeout 10 minutes or more.
  3. Test Autograder with a right, a wrong and an empty submission before students hand in.

assignment.toml has hidden_outcomes = "{visibility}", which is when students on Gradescope see points
and what hidden tests found. What is printed there is for staff and hidden from students.
"""


@click.command(name="otter")
@click.argument("assignment")
@course_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write. Default: ASSIGNMENT-otter.zip.",
)
def command(assignment: str, *, course: Path | None, out: Path | None) -> None:
    """Write the zip by which `otter run`, `otter grade` and Gradescope grade ASSIGNMENT.

    The hidden suite, the reference and the course's secret are in it: it is for staff alone. Otter makes
    a part of it, so it has to be installed: the extra `otter` of this package.
    """
    with loading():
        from autograder.assignment import find_course, load_assignment, load_course  # noqa: PLC0415
        from autograder.platforms.gradescope.room import enough_memory_mb  # noqa: PLC0415
        from autograder.platforms.otter.export import to_zip  # noqa: PLC0415
        from autograder.reports.atomic import write_atomically  # noqa: PLC0415

    loaded = load_assignment(load_course(course or find_course(Path.cwd())), assignment)
    target = out or Path(f"{assignment}-otter.zip")
    write_atomically(target, to_zip(loaded), private=True)
    click.echo(
        _NEXT.format(
            target=target,
            name=assignment,
            memory=(enough_memory_mb(loaded.limits) + _OTTERS_MB) / 1024,
            visibility=loaded.hidden_outcomes,
        ),
        nl=False,
    )
