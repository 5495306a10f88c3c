"""`autograder release`: from what staff write to what students get."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.options import course_option


@click.command(name="release")
@click.argument("assignments", nargs=-1)
@course_option
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the releases. Default: assignments/ beside the course's folder.",
)
@click.option("--check", is_flag=True, help="Write nothing; say what is not current.")
@click.option(
    "--otter", is_flag=True, help="With tests/, by which Otter's `grader.check` runs the checks."
)
def command(
    assignments: tuple[str, ...],
    course: Path | None,
    target: Path | None,
    *,
    check: bool,
    otter: bool,
) -> None:
    """Build what students get, for ASSIGNMENTS or all of the course.

    The exit code is 1 if --check finds a release that is not current.
    """
    from autograder.assignment import find_course, load_assignment, load_course  # noqa: PLC0415
    from autograder.release import build, differences, write  # noqa: PLC0415

    loaded = load_course(course or find_course(Path.cwd()))
    target = target or loaded.folder.absolute().parent / "assignments"
    stale = False
    # All are built before the first is written: an error leaves the old releases whole.
    names = assignments or loaded.assignments
    built = {name: build(load_assignment(loaded, name), otter=otter) for name in names}
    for name, files in built.items():
        if check:
            found = differences(target / name, files)
            stale = stale or bool(found)
            click.echo("\n  ".join([f"{name}: {'not current' if found else 'current'}", *found]))
        else:
            changed = write(target / name, files)
            click.echo(f"{name}: {', '.join(changed) if changed else 'nothing changed'}")
    if stale:
        click.echo("run `autograder release` to write what is not current")
        raise click.exceptions.Exit(1)
