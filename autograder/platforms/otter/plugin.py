"""The plugin by which Otter asks this package for marks, and which keeps students' code from Otter."""

from __future__ import annotations

import io
import traceback
from pathlib import Path
from typing import Any

import nbformat
from rich.console import Console

from autograder.assignment import load_assignment, load_course
from autograder.grading.pool import most_seconds
from autograder.platforms.gradescope.handed_in import read_handed_in
from autograder.platforms.otter.grading import grade_apart
from autograder.platforms.otter.layout import (
    COURSE,
    FILES,
    INIT,
    METADATA,
    TESTS,
    blank,
    handed_in,
)
from autograder.platforms.otter.results import Results
from autograder.platforms.otter.version import require_otter
from autograder.reports.terminal import show

_WIDTH = 100
_CONTAINER_SECONDS = 540.0  # Gradescope ends one after ten minutes


class Plugin:
    """Grades what was handed in, in Otter's place.

    Args:
        submission_path: the file that Otter found; None while a zip is made.
        plugin_config: `assignment`, its name; and, where Otter was started on a blank notebook in the
            submission's stead, the folders `course` and `submission`.

    Raises:
        AutograderError: another version of Otter runs it.
    """

    def __init__(self, submission_path: str | None, _: object, plugin_config: dict[str, str]) -> None:
        require_otter()
        self._found = Path(submission_path or "")
        self._config = plugin_config
        self._root = self._found.parent.parent  # of the tree that Otter lays out, and removes
        self._aside = self._root / "handed_in"
        self._report = ""

    def before_grading(self, config: Any) -> None:
        """Take what was handed in out of Otter's way, which would unpickle, read and import it.

        What Otter is left with is a blank notebook, or a script without a line.
        """
        config.pdf, config.token, config.grade_from_log = False, None, False
        config.print_summary = config.print_score = False  # `generate_report` says more
        self._aside.mkdir(mode=0o700)
        for path in list(self._found.parent.iterdir()):
            if not _is_otters(path):
                path.rename(self._aside / path.name)
        self._found.write_text(blank(self._found.suffix), encoding="utf-8")

    def before_execution(self, _: object) -> Any:
        """Return a blank notebook: this is what Otter executes."""
        return nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]

    def after_grading(self, results: Any) -> None:
        """Grade what was handed in, and let that take the place of what Otter has.

        Whatever fails here, Otter goes on with results that say so.
        """
        try:
            made = self._graded()
        except Exception:  # noqa: BLE001 -- staff are told
            self._report = traceback.format_exc()
            made = Results.not_judged(self._report)
        # Otter goes on with the object that it has, and takes none in return.
        results.__class__ = Results
        vars(results).update(vars(made))

    def generate_report(self) -> str:
        """Return the result as `autograder grade` shows it."""
        return self._report

    def _graded(self) -> Results:
        course = load_course(Path(self._config.get("course", self._root / "source" / FILES / COURSE)))
        assignment = load_assignment(course, self._config["assignment"])
        apart = self._config.get("submission")
        submission = handed_in(Path(apart or self._aside))
        seconds = _CONTAINER_SECONDS if apart else most_seconds(assignment.limits)
        result = grade_apart(assignment, submission, seconds)
        with io.StringIO() as report:
            show([(submission, result)], Console(file=report, width=_WIDTH, highlight=False))
            self._report = report.getvalue()
        return Results.of(result, assignment.hidden_outcomes, read_handed_in(self._root / METADATA))


def _is_otters(path: Path) -> bool:
    """Return whether Otter has put that beside the submission."""
    return path.name in (TESTS, COURSE) or (path.name == INIT and not path.lstat().st_size)
