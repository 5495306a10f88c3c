"""`autograder grade`: submissions in, results out."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.options import course_option
from autograder.cli.threads import keep_to_one_thread
from autograder.errors import AutograderError


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
    "--unsafe",
    is_flag=True,
    help="Grade even where this machine cannot isolate submissions: only for code that you trust.",
)
def command(
    assignment: str,
    submissions: tuple[Path, ...],
    course: Path | None,
    json_file: Path | None,
    *,
    unsafe: bool,
) -> None:
    """Grade SUBMISSIONS (.py, .ipynb, .zip or folders) of ASSIGNMENT.

    The exit code is 0 when grading worked, whatever the marks, 1 when a submission could not be judged,
    2 when nothing could be graded and 130 after an interruption.
    """
    if json_file is not None and json_file.suffix.lower() in (".py", ".ipynb", ".zip"):
        raise click.UsageError(f"--json {json_file} would overwrite a submission: name another file")
    keep_to_one_thread()
    from autograder.assignment import find_course, load_assignment, load_course  # noqa: PLC0415
    from autograder.grading import grade  # noqa: PLC0415
    from autograder.reports.files import ResultFile  # noqa: PLC0415
    from autograder.results import Result  # noqa: PLC0415

    loaded = load_assignment(load_course(course or find_course(Path.cwd())), assignment)
    results: list[tuple[Path, Result]] = []
    interrupt: KeyboardInterrupt | None = None
    broken: AutograderError | None = None
    try:
        with ResultFile(json_file, several=len(submissions) > 1) as file:

            def on_result(path: Path, result: Result) -> None:
                file.write(result)
                results.append((path, result))

            grade(loaded, submissions, on_result, unsafe=unsafe)
    except KeyboardInterrupt as error:
        interrupt = error
    except AutograderError as error:
        broken = error
    from autograder.reports.terminal import show  # noqa: PLC0415 -- rich is slow to load

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
