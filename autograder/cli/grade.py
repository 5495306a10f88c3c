"""`autograder grade`: submissions in, results out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.interrupted import GO_ON, interrupted
from autograder.cli.loading import loading
from autograder.cli.options import course_option
from autograder.cli.threads import keep_to_one_thread
from autograder.errors import AutograderError

if TYPE_CHECKING:
    from autograder.assignment import Assignment, Device
    from autograder.results import Result


@click.command(name="grade")
@click.argument("assignment")
@click.argument("submissions", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@course_option
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the result here; with several submissions one result a line.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Grade a class into the gradebook in this folder, only what changed since the last time. "
    "SUBMISSIONS is then a folder or zip with one each, or a download of Gradescope or Canvas.",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="With --out: a CSV file of all students, to name those who handed in nothing.",
)
@click.option("--dry-run", is_flag=True, help="With --out: write nothing, say whose marks would change.")
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="With --out: grade on a Dask cluster; the address of its scheduler, tcp://HOST:PORT or "
    "tls://HOST:PORT, or its scheduler file.",
)
@click.option(
    "--dask-course",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="With --dask: where the workers have the course. Default: where it is here.",
)
@click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "cuda"]),
    default="auto",
    help="What computes where an assignment is measured on a GPU, too. Default: a GPU if there is one.",
)
@click.option(
    "--data",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Where an assignment trains networks: the folder of the full MNIST (IDX files, packed or not), "
    "with thresholds of its own.",
)
@click.option(
    "--unsafe",
    is_flag=True,
    help="Grade even where this machine cannot isolate submissions: only for code that you trust.",
)
def command(
    assignment: str,
    submissions: tuple[Path, ...],
    *,
    course: Path | None,
    json_file: Path | None,
    out: Path | None,
    roster: Path | None,
    dry_run: bool,
    dask: str | None,
    dask_course: Path | None,
    device: str,
    data: Path | None,
    unsafe: bool,
) -> None:
    """Grade SUBMISSIONS (.py, .ipynb, .zip or folders) of ASSIGNMENT.

    The exit code is 0 when grading worked, whatever the marks, 1 when a submission could not be judged,
    2 when nothing could be graded (or the outcome not be shown), 130 after an interruption and 141 when
    nobody reads the output any more.
    """
    if json_file is not None and json_file.suffix.lower() in (".py", ".ipynb", ".zip"):
        raise click.UsageError(f"--json {json_file} would overwrite a submission: name another file")
    if out is None and (roster is not None or dry_run or dask is not None):
        raise click.UsageError(
            "--roster, --dry-run and --dask are about a gradebook: name its folder with --out"
        )
    if dask is None and dask_course is not None:
        raise click.UsageError("--dask-course is about a cluster: name its scheduler with --dask")
    if out is not None and json_file is not None:
        raise click.UsageError("with --out the results are in its results.jsonl: leave --json away")
    kept = "nothing was written" if dry_run else "nothing was graded" if out is None else GO_ON
    with interrupted(kept):  # also while all is loaded, which takes a while
        keep_to_one_thread()
        with loading():
            from autograder.assignment import find_course, load_assignment, load_course  # noqa: PLC0415

        loaded = load_assignment(load_course(course or find_course(Path.cwd())), assignment)
        loaded = loaded.under(_chosen(device, loaded, on_cluster=dask is not None), data)
        if out is not None:
            with loading():
                from autograder.cli.class_run import grade_class  # noqa: PLC0415 -- more to load

            grade_class(
                loaded,
                submissions,
                out,
                roster=roster,
                dry_run=dry_run,
                unsafe=unsafe,
                dask=dask,
                dask_course=dask_course,
            )
    if out is None:
        _grade(loaded, submissions, json_file, unsafe=unsafe)


def _chosen(device: str, assignment: Assignment, *, on_cluster: bool) -> Device:
    """Return what computes: on a cluster, whose machines have one or not, a GPU where one is of use."""
    with loading():
        from autograder.sandbox.gpu import find_gpu  # noqa: PLC0415

    if device == "cpu" or (device == "auto" and not assignment.gpu):
        return "cpu"
    gpu = find_gpu()
    if device == "cuda" and not (on_cluster or gpu.usable):
        raise click.UsageError(f"--device cuda: {gpu.missing}")
    return "cuda" if on_cluster or gpu.usable else "cpu"


def _shower() -> Callable[[str], None]:
    """Return what shows one line at a time at a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda line: click.echo(f"\r\x1b[K{line}", nl=False, err=True)


def _grade(
    assignment: Assignment, submissions: Sequence[Path], json_file: Path | None, *, unsafe: bool
) -> None:
    with loading():
        from autograder.grading import grade  # noqa: PLC0415
        from autograder.reports.files import ResultFile  # noqa: PLC0415
        from autograder.reports.terminal import show  # noqa: PLC0415 -- rich is slow to load

    results: list[tuple[Path, Result]] = []
    watched = _shower()
    interrupt: KeyboardInterrupt | None = None
    broken: AutograderError | None = None
    try:
        with ResultFile(json_file, several=len(submissions) > 1) as file:

            def on_result(path: Path, result: Result) -> None:
                file.write(result)
                results.append((path, result))

            grade(assignment, submissions, on_result, unsafe=unsafe, show=watched)
    except KeyboardInterrupt as error:
        interrupt = error
    except AutograderError as error:
        broken = error
    watched("")
    show(results)
    if broken is not None:
        raise broken
    if interrupt is not None:
        left = len(submissions) - len(results)
        notes = [f"autograder: interrupted, {left} not graded", *getattr(interrupt, "__notes__", ())]
        click.echo("\n".join(notes), err=True)
        raise click.exceptions.Exit(130)
    if any(result.status == "ungraded" for _, result in results):
        raise click.exceptions.Exit(1)
