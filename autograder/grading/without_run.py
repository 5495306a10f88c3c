"""Results of submissions of which nothing was run."""

from __future__ import annotations

import hashlib
from pathlib import Path

from autograder.grading.setting import Setting
from autograder.results import Isolation, Result, Status, SubmissionInfo
from autograder.scoring import max_total, score, total
from autograder.suite.judge import not_run
from autograder.text import scrub


def unreadable(setting: Setting, path: Path, why: str) -> Result:
    """Return the result of a submission that cannot be read; `why` is for the student."""
    return _without_run(setting, path, "unreadable", Status.ERROR, message=why)


def ungraded(setting: Setting, path: Path, note: str) -> Result:
    """Return the result of a submission over which the grader failed; `note` is for staff."""
    message = "this submission could not be judged; the teaching staff has been told"
    notes = (scrub(note, 20_000),)
    return _without_run(setting, path, "ungraded", Status.UNGRADED, message=message, notes=notes)


def _without_run(
    setting: Setting,
    path: Path,
    kind: str,
    status: Status,
    *,
    message: str,
    notes: tuple[str, ...] = (),
) -> Result:
    """Return the result of a submission of which nothing was run."""
    questions = setting.assignment.questions
    outcomes = {
        question.id: [
            not_run(case, status, "") for case in setting.cases if case.question == question.id
        ]
        for question in questions
    }
    results = score(questions, outcomes, {})
    return Result(
        assignment=setting.info,
        submission=SubmissionInfo(
            name=scrub(path.name, 255), graded_file="", sha256=_digest_of_file(path)
        ),
        status=kind,
        points=total(results),
        max_points=max_total(questions),
        questions=results,
        messages=(message,),
        notes=notes,
        versions=setting.versions,
        isolation=Isolation(level="not run", layers=()),
    )


def _digest_of_file(path: Path) -> str:
    if not path.is_file():
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
