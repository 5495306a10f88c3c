"""Grades beside Otter, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from autograder.assignment import Assignment
from autograder.errors import AutograderError
from autograder.results import Result, from_json
from autograder.text import scrub

_COMMAND: Final = (sys.executable, "-P", "-c", "from autograder.cli import main; main()")
_QUOTED: Final = 4000


def grade_apart(assignment: Assignment, path: Path, seconds: float) -> Result:
    """Grade a submission by `autograder grade`: who grades forks, and Otter has threads.

    Args:
        assignment: what is graded for.
        path: where the submission lies.
        seconds: after which it is given up.

    Raises:
        AutograderError: there is no result; the text is for staff.
    """
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        written = Path(folder, "result.json")
        options = ("--course", assignment.folder.parent, "--json", written)
        try:
            done = subprocess.run(  # noqa: S603 -- our own command
                [*_COMMAND, "grade", assignment.name, path, *options],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise AutograderError(f"grading took more than {seconds:g} seconds") from error
        except OSError as error:
            raise AutograderError(f"grading could not be started: {error.strerror}") from error
        if not written.is_file():
            said = scrub(done.stderr.decode("utf-8", "replace")[-_QUOTED:], _QUOTED)
            raise AutograderError(f"`autograder grade` ended with code {done.returncode}: {said}")
        return from_json(written.read_bytes())
