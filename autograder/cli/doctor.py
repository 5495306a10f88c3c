"""`autograder doctor`: what this machine offers to keep submissions where they belong."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import click

from autograder.cli.loading import loading
from autograder.cli.options import course_option
from autograder.cli.threads import keep_to_one_thread

_MEANINGS = {
    "A": "every layer: a submission opens nothing but its own folder",
    "B": "as A, but a submission can find out names and sizes of your files",
    "C": "a submission can read files that every user may read, so the course has to be private",
    "none": "a submission could read and change what you can: grading needs --unsafe here",
}
_ADVICE = {
    "landlock": "Landlock needs Linux 5.13 or newer with it switched on: `cat /sys/kernel/security/lsm` "
    "lists it, and `lsm=landlock,...` on the kernel's command line adds it. gVisor, on which Gradescope "
    "runs, has none. In Docker it needs version 23 or newer, or a seccomp profile that allows it.",
    "seccomp": "System-call filters need a 64-bit x86 or ARM Linux with CONFIG_SECCOMP_FILTER, and a "
    "container that allows prctl and seccomp.",
    "own uid": "A user for each submission needs root: grade in a container, or with sudo where that "
    "is acceptable. Python must then be readable for others, or root's alone as a whole.",
}


_WITH_GPU = (
    "training would run on the GPU ({model}): every layer above stays, but its driver is open to "
    "workers,\nand the grader bounds their memory, not the kernel."
)
_WITHOUT_GPU = "training would run on the CPU: {missing}"


@click.command(name="doctor")
@course_option
def command(course: Path | None) -> None:
    """Say how well this machine isolates submissions, and what would help.

    The exit code is 1 if `autograder grade` would refuse to grade here.
    """
    keep_to_one_thread()
    with loading():
        from autograder.assignment import find_course  # noqa: PLC0415
        from autograder.errors import CourseError, IsolationError  # noqa: PLC0415
        from autograder.sandbox.gpu import find_gpu  # noqa: PLC0415
        from autograder.sandbox.isolation import require_isolation  # noqa: PLC0415
        from autograder.sandbox.launcher import Zygote  # noqa: PLC0415

    with Zygote(()) as zygote:
        offer = zygote.offer()
    click.echo(f"isolation level {offer.level}: {_MEANINGS[offer.level]}\n")
    kernel = f"{platform.system()} {platform.release()} on {platform.machine()}"
    click.echo(f"  {kernel}, Python {platform.python_version()}, user {os.getuid()}")
    for layer in offer.layers:
        click.echo(f"  yes  {layer}")
    for layer, why in offer.missing.items():
        click.echo(f"  no   {layer}: {why}")
    if offer.passages:
        click.echo("  Python lies in a private folder; workers reach by a descriptor:")
        click.echo("".join(f"       {folder}\n" for folder in offer.passages), nl=False)
    for layer in offer.missing:
        click.echo(f"\n{_ADVICE[layer]}")
    gpu = find_gpu()
    click.echo(f"\n{(_WITH_GPU if gpu.usable else _WITHOUT_GPU).format_map(vars(gpu))}")
    private: list[Path] = []
    try:
        private = [course or find_course(Path.cwd())]
    except CourseError:
        click.echo("\nno course here to look at: name one with --course DIR")
    try:
        require_isolation(offer, private)
    except IsolationError as error:
        click.echo(f"\n{error}")
        raise click.exceptions.Exit(1) from None
