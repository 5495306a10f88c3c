"""The submissions that an assignment is tried with, and what they earned."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.assignment import Assignment
from autograder.grading import grade
from autograder.grading.setting import load_reference
from autograder.results import Result, Status, TestOutcome
from autograder.text import scrub

_SHOWN_CHARACTERS = 200
_SHOWN_TESTS = 4


@dataclass(frozen=True)
class Trial:
    """A submission, in memory.

    Attributes:
        name: by which its result is found.
        file: what it is called when it is handed in.
        beside: other files of the folder that is then handed in, by their names.
    """

    name: str
    file: str
    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)


def run_trials(assignment: Assignment, trials: Sequence[Trial]) -> Mapping[str, Result]:
    """Grade all trials in one run, which collects the suite once, and return the results by name.

    Raises:
        SuiteError: the master cannot be executed, or the suite cannot be collected.
        SandboxError: the sandbox does not work on this machine.
    """
    load_reference(assignment)  # before anything is written
    results: dict[str, Result] = {}
    with tempfile.TemporaryDirectory(prefix="autograder-verify-") as folder:
        names: dict[Path, str] = {}
        for number, trial in enumerate(trials):
            # The folder is handed in where there is more than a file: its name is in the result.
            path = Path(folder) / str(number) / "submission" / trial.file
            path.parent.mkdir(parents=True)
            for file, data in {trial.file: trial.data, **trial.beside}.items():
                (path.parent / file).write_bytes(data)
            names[path.parent if trial.beside else path] = trial.name
        grade(
            assignment,
            list(names),
            lambda path, result: results.update({names[path]: result}),
            unsafe=True,  # what staff wrote themselves
        )
    return results


def outcomes(result: Result, *statuses: Status) -> list[TestOutcome]:
    """Return the tests that ended in one of these ways, in all questions."""
    return [test for each in result.questions for test in each.tests if test.status in statuses]


def reason(test: TestOutcome) -> str:
    """Return in one line why a test did not pass."""
    lines = (test.note or test.message).strip().split("\n")
    # A traceback says last what the matter is.
    line = scrub(lines[-1 if test.status is Status.UNGRADED else 0])
    if (place := _place(test)) and not line.startswith(place):
        line = f"{place}: {line}"
    return line if len(line) <= _SHOWN_CHARACTERS else line[:_SHOWN_CHARACTERS] + " ..."


def _place(test: TestOutcome) -> str:
    """Return where in its suite a test broke, nothing if it did not."""
    if test.status is not Status.UNGRADED:
        return ""
    file = f"{test.id.partition('::')[0]}.py"
    lines = re.findall(rf'File "(?:.*/)?{re.escape(file)}", line (\d+)', test.note)
    return f"{file}, line {lines[-1]}" if lines else ""


def unjudged(who: str, result: Result) -> list[str]:
    """Say what of a result a person has to look at."""
    tests = outcomes(result, Status.UNGRADED)
    if result.status == "ungraded" and not any(reason(test) for test in tests):
        return [f"{who} could not be judged: {' '.join(result.notes) or 'nobody said why'}"]
    return [f"{who} could not be judged by {test.id}: {reason(test)}" for test in tests]


def listed(tests: Sequence[TestOutcome]) -> str:
    """Name tests, the first few of many."""
    more = len(tests) - _SHOWN_TESTS
    ids = ", ".join(test.id for test in tests[:_SHOWN_TESTS])
    return f"{ids} and {more} more" if more > 0 else ids
