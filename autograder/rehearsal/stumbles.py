"""Cells that fail when a work is run in order: which of them matter, and why files are not there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from autograder.rehearsal.finding import Finding
from autograder.rehearsal.functions import reason
from autograder.rehearsal.model import Rehearsal, Stumble
from autograder.rehearsal.work import Work
from autograder.submission import Submission

_SHOWN = 5
_NO_FILE = "FileNotFoundError"
_NO_MODULE = "ModuleNotFoundError"
_QUOTED = re.compile(r"'([^']+)'")


def stumble_findings(
    work: Work, submission: Submission, rehearsal: Rehearsal, refused: Collection[str]
) -> Iterator[Finding]:
    """Give the statements that fail, but for those that are told as the reason of something else.

    Args:
        work: the student's.
        submission: what would be graded.
        rehearsal: how it ran.
        refused: places of imports that are told already.
    """
    asked = work.released.functions if work.released is not None else {}
    missing = [name for name in asked if name not in rehearsal.found]
    told = [reason(name, submission, rehearsal) for name in missing]
    rest = [
        stumble
        for stumble in rehearsal.stumbles
        if (stumble not in told and not (stumble.kind == _NO_MODULE and stumble.place in refused))
        or (submission.kind == "script" and stumble.no_python)
    ]
    for stumble in rest[:_SHOWN]:
        fatal = stumble.fatal or (submission.kind == "script" and stumble.no_python)
        yield Finding(say(stumble, work.folder), loses=fatal)
    if len(rest) > _SHOWN:
        yield Finding(f"{len(rest) - _SHOWN} more statements fail when they are run in order")


def say(stumble: Stumble, folder: Path) -> str:
    """Return what went wrong and where; of a file that is here, why it is not where work is graded."""
    text = f"{stumble.place}: {stumble.says}"
    if stumble.kind != _NO_FILE:
        return text
    names = _QUOTED.findall(stumble.message)
    if names and (folder / names[-1]).exists():
        text += " (your work is graded in an empty folder: your functions must do without this file)"
    return text
