"""Runs a submission as the grader would; a statement that hangs or ends the process loses no others."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.rehearsal.model import Checking, Checks, Found, Parameter, Rehearsal, Stumble
from autograder.rehearsal.process import Ended, run_child
from autograder.submission import Submission

SECONDS = 60.0  # for all cells, and again for the checks
_STARTS = 4
_NOT_HERE = (
    "nothing could be run, since a package that this assignment uses cannot be imported here "
    "({problem}): run `python -m pip install -r requirements.txt` in this folder"
)
_FRAME = re.compile(r'^  File "(.*)", line (\d+) in (.*)$', re.MULTILINE)


def rehearse(
    submission: Submission,
    allow: Sequence[str] | None,
    *,
    functions: Sequence[str] = (),
    checking: Checking | None = None,
    seconds: float = SECONDS,
    stopped: Callable[[], bool] = lambda: False,
) -> Rehearsal:
    """Run a submission from top to bottom in a process of its own, in an empty folder.

    Args:
        submission: what would be handed in.
        allow: distributions that may be imported; None where that is not known, and all may be.
        functions: qualified names of those to look at in the end.
        checking: the checks to run in the end, if any.
        seconds: on the clock, for all cells, and again for the checks.
        stopped: asked from time to time whether to give up.

    Raises:
        StoppedError: `stopped` said so.
    """
    cells = [
        {"label": cell.label, "source": cell.source, "demo": cell.is_demo} for cell in submission.cells
    ]
    job: dict[str, Any] = {
        "kind": submission.kind,
        "cells": cells,
        "modules": dict(submission.modules),
        "allow": None if allow is None else list(allow),
        "functions": list(functions),
        "seconds": seconds,
        "checks": None if checking is None else {**vars(checking), "folder": str(checking.folder)},
    }
    labels = [cell.label for cell in submission.cells]
    own = set(submission.texts)
    ends: dict[tuple[int, int], Stumble] = {}
    for _ in range(_STARTS):
        with tempfile.TemporaryDirectory(prefix="rehearsal-", ignore_cleanup_errors=True) as folder:
            ended = run_child({**job, "skip": list(ends)}, Path(folder), stopped)
        if ended.ran is not None:
            break
        if ended.position is None or ended.position[0] >= len(labels):
            return Rehearsal(problem=_no_start(ended), printed=ended.printed)
        cell, statement, line = ended.position
        ends[cell, statement] = _end(ended, labels[cell], line or None, own, seconds)
    else:
        last = "; ".join(f"{one.place}: {one.says}" for one in ends.values())
        return Rehearsal(problem=f"too many statements do not come to an end: {last}")
    if problem := ended.ran.get("problem"):
        return Rehearsal(problem=_NOT_HERE.format(problem=problem))
    failed = [(failure["at"], _stumble(failure, labels, own)) for failure in ended.ran["failures"]]
    stumbles = sorted([*failed, *((at, end) for (at, _), end in ends.items())], key=lambda pair: pair[0])
    empty = submission.kind == "script" and any(stumble.no_python for _, stumble in stumbles)
    return Rehearsal(
        stumbles=tuple(stumble for _, stumble in stumbles),
        skipped=tuple(cell.label for cell in submission.cells if cell.is_demo),
        names=frozenset(ended.ran["names"]),
        found={name: _found(value) for name, value in ended.ran["found"].items()},
        importable=frozenset(ended.ran["importable"]),
        checks=None if checking is None else _checks(ended, own, seconds, empty=empty),
        printed=ended.printed,
        seconds=ended.ran["seconds"],
    )


def _stumble(failure: Mapping[str, Any], labels: Sequence[str], own: set[str]) -> Stumble:
    cell = labels[failure["at"]]
    frames = [tuple(frame) for frame in failure["frames"]]
    line = next((line for label, line, _ in frames if label == cell), None)
    inner = frames[-1] if frames and frames[-1][:2] != (cell, line) else None
    inside = _inside(*inner) if inner is not None and inner[0] in own else ""
    return Stumble(cell, line, failure["name"], failure["message"], inside)


def _end(ended: Ended, cell: str, line: int | None, own: set[str], seconds: float) -> Stumble:
    """Return how a statement that has taken its process with it did that."""
    frames = _frames(ended.trace, own)
    inner = frames[0] if frames and frames[0][0] in own and frames[0][:2] != (cell, line) else None
    kind, message = _how(ended, seconds)
    return Stumble(cell, line, kind, message, _inside(*inner) if inner else "")


def _how(ended: Ended, seconds: float) -> tuple[str, str]:
    if ended.flooded:
        return "hang", "it printed without end and was stopped"
    if "Timeout (" in ended.trace or ended.code is None:
        return "hang", f"it had not come to an end after {seconds:g} seconds and was stopped"
    if "Fatal Python error" in ended.trace or "Windows fatal" in ended.trace:
        return "crash", "it crashed Python itself"
    if "Stack (most recent" in ended.trace:
        return "end", "it ended the whole process with os._exit"
    if ended.code < 0:
        return "crash", f"the process was killed (signal {-ended.code}), perhaps for want of memory"
    return "end", f"it ended the whole process (exit code {ended.code})"


def _frames(trace: str, own: set[str]) -> list[tuple[str, int, str]]:
    """Return the frames of her own code, innermost first."""
    found = ((file, int(line), function) for file, line, function in _FRAME.findall(trace))
    return [frame for frame in found if frame[0] in own]


def _inside(label: str, line: int, function: str) -> str:
    named = f", in {function}" if function and function != "<module>" else ""
    return f"in {label}, line {line}{named}"


def _no_start(ended: Ended) -> str:
    says = ended.printed.strip().splitlines()
    return f"Python could not be started for it: {says[-1] if says else f'exit code {ended.code}'}"


def _found(value: Mapping[str, Any]) -> Found:
    parameters = value["parameters"]
    known = None if parameters is None else tuple(Parameter(*parts) for parts in parameters)
    return Found(value["callable"], known)


def _checks(ended: Ended, own: set[str], seconds: float, *, empty: bool) -> Checks:
    """Return what the checks say; of a script that is no Python, nothing."""
    if ended.checks is None and empty:
        return Checks((), "", finished=False)
    if ended.checks is None:
        frames = _frames(ended.trace, own)
        where = f" ({_inside(*frames[0])})" if frames else ""
        text = f"the checks did not come to an end: {_how(ended, seconds)[1]}{where}"
        return Checks((), text, finished=False)
    if problem := ended.checks.get("problem"):
        return Checks((), problem, finished=False, refused=True)
    outcomes = tuple((question, status) for question, status in ended.checks["outcomes"])
    return Checks(outcomes, ended.checks["text"], notes=tuple(ended.checks["notes"]))
