"""Grades one submission within Gradescope's container, and writes `results.json` whatever comes of it.

What is printed is for staff: Gradescope shows it to them alone, since the file says so.
"""

from __future__ import annotations

import dataclasses
import os
import traceback
from pathlib import Path

import click

from autograder.assignment import Assignment, load_assignment, load_course
from autograder.errors import AutograderError
from autograder.grading import grade_each
from autograder.grading.graded import Graded
from autograder.platforms.gradescope.handed_in import HandedIn, read_handed_in
from autograder.platforms.gradescope.results import not_judged_json, results_json
from autograder.platforms.gradescope.room import Room, undecided_where_starved
from autograder.reports.atomic import write_atomically
from autograder.results import Result, to_json

COURSE = "source/course"  # below the root
_FAILED = (
    "Your work could not be judged, by a fault that is not yours. You need not do anything: one of us "
    "will look at it."
)
_NOTHING = (
    "Gradescope gave us no files of yours, so there was nothing to judge. Please hand in again, and "
    "write to us if you read this again."
)


def run(root: Path, assignment: str, room: Room) -> None:
    """Grade the submission below Gradescope's root folder, and write `results/results.json`.

    Args:
        root: `/autograder`.
        assignment: its name.
        room: what there is for grading.

    Raises:
        AutograderError: the file cannot be written.
    """
    handed_in = read_handed_in(root / "submission_metadata.json")
    _tell(handed_in)
    try:
        data = _graded(root, assignment, room, handed_in)
    except AutograderError as error:
        click.echo(f"not judged: {error}")
        data = not_judged_json(_FAILED)
    except Exception:  # noqa: BLE001 -- whatever fails here, the student gets an answer
        click.echo(f"not judged, by a fault of the grader:\n{traceback.format_exc()}")
        data = not_judged_json(_FAILED)
    write_atomically(root / "results" / "results.json", data)


def _graded(root: Path, name: str, room: Room, handed_in: HandedIn) -> bytes:
    assignment = load_assignment(load_course(root / COURSE), name)
    submission = root / "submission"
    if not submission.is_dir():
        click.echo(f"not judged: {submission} is not there")
        return not_judged_json(_NOTHING)
    there = room.limits(assignment.limits)
    found = _result(dataclasses.replace(assignment, limits=there), root)
    result = undecided_where_starved(found, assignment.limits, there)
    click.echo(f"isolation: level {result.isolation.level} ({', '.join(result.isolation.layers)})")
    click.echo(to_json(result).decode())
    return results_json(result, assignment.hidden_outcomes, handed_in)


def _result(assignment: Assignment, root: Path) -> Result:
    # What was found of the hand-in before is in it.
    private = [path for path in (root / "submission_metadata.json",) if os.path.lexists(path)]
    found: list[Result] = []

    def on_graded(_: int, graded: Graded) -> None:
        found.append(graded.result)

    grade_each(assignment, [root / "submission"], on_graded, private=private)
    return found[0]


def _tell(handed_in: HandedIn) -> None:
    late = {True: ", late", False: "", None: ", due date unknown"}[handed_in.late]
    by = ", ".join(handed_in.by) or "somebody whom Gradescope does not name"
    click.echo(f"hand-in {handed_in.number} by {by}, {handed_in.at or 'at a time unknown'}{late}")
