"""`autograder release`: from what staff write to what students get."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from autograder.cli.interrupted import interrupted
from autograder.cli.loading import loading
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
    "--otter",
    is_flag=True,
    help="With tests/, by which Otter's `grader.check` runs the checks. --check sees by itself.",
)
@click.option(
    "--zip",
    "zips",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for a zip of each release as well, to hand out: all that students need is in it.",
)
@interrupted("each file that was written is whole: give the same command again for the others")
def command(
    assignments: tuple[str, ...],
    course: Path | None,
    target: Path | None,
    zips: Path | None,
    *,
    check: bool,
    otter: bool,
) -> None:
    """Build what students get, for ASSIGNMENTS or all of the course.

    Each release has a wheel of this package in it, which runs the checks. It is made of what is
    installed here, and is neither kept in git nor looked at by --check: so hand out zips that --zip
    wrote, and not what is in git.

    The exit code is 1 if --check finds a release that is not current, and if there are files in a folder
    that are none of a release's: they are left alone, and have to be deleted before it is handed out.
    """
    with loading():
        from autograder.assignment import find_course, load_assignment, load_course  # noqa: PLC0415
        from autograder.release import build, is_for_otter  # noqa: PLC0415

    if check and zips:
        raise click.UsageError("--check writes nothing, so there is no --zip")
    loaded = load_course(course or find_course(Path.cwd()))
    target = target or loaded.folder.absolute().parent / "assignments"
    # All are built before the first is written: an error leaves the old releases whole.
    names = assignments or loaded.assignments
    built = {
        name: build(
            load_assignment(loaded, name), otter=otter or (check and is_for_otter(target / name))
        )
        for name in names
    }
    if check:
        _compare(target, built)
    else:
        _write(target, built, zips)


def _compare(target: Path, built: Mapping[str, Mapping[str, bytes]]) -> None:
    from autograder.release import differences  # noqa: PLC0415

    stale = False
    for name, files in built.items():
        found = differences(target / name, files)
        stale = stale or bool(found)
        click.echo("\n  ".join([f"{name}: {'not current' if found else 'current'}", *found]))
    if stale:
        click.echo("run `autograder release` to write what is not current")
        raise click.exceptions.Exit(1)


def _write(target: Path, built: Mapping[str, Mapping[str, bytes]], zips: Path | None) -> None:
    from autograder.archive import zip_of  # noqa: PLC0415
    from autograder.release import remove_outdated, strays, write  # noqa: PLC0415
    from autograder.wheel import WHEEL_NAME, wheel  # noqa: PLC0415

    ours, foreign = {WHEEL_NAME: wheel()}, list[str]()
    for name, files in built.items():
        changed = write(target / name, {**files, **ours})
        changed += [f"{old} removed" for old in remove_outdated(target / name, {**files, **ours})]
        click.echo(f"{name}: {', '.join(changed) if changed else 'nothing changed'}")
        foreign += [f"{target / name}: {stray}" for stray in strays(target / name, files)]
    if zips is None:
        click.echo("students need the wheel, too, which is not in git: --zip FOLDER packs it all")
    else:
        for name, files in built.items():
            inside = {f"{name}/{file}": data for file, data in {**files, **ours}.items()}
            write(zips, {f"{name}.zip": zip_of(inside)})
            click.echo(zips / f"{name}.zip")
        click.echo("hand these out: each has all that students need, the wheel among it")
    if foreign:
        click.echo("\n".join(foreign), err=True)
        raise click.exceptions.Exit(1)
