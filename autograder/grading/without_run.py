"""Results of submissions of which nothing was run."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import stat
from pathlib import Path

from autograder.grading.setting import Setting
from autograder.results import Isolation, Result, Status, SubmissionInfo, TestOutcome
from autograder.scoring import max_total, score, total
from autograder.suite.judge import not_run
from autograder.text import scrub

_MAX_DIGESTED = 256 * 2**20


def unreadable(setting: Setting, path: Path, why: str) -> Result:
    """Return the result of a submission that cannot be read; `why` is for the student."""
    return _without_run(setting, path, "unreadable", Status.ERROR, message=why)


def ungraded(setting: Setting, path: Path, note: str) -> Result:
    """Return the result of a submission over which the grader failed; `note` is for staff."""
    message = "this submission could not be judged; the teaching staff has been told"
    notes = (scrub(note, 20_000),)
    return _without_run(setting, path, "ungraded", Status.UNGRADED, message=message, notes=notes)


def without_words(result: Result) -> Result:
    """Return the result of a second try: marks, and nothing that the submission may have learned before.

    It might have left itself what hidden inputs it saw, where no jail looks: in the machine's timing.
    """
    questions = tuple(
        dataclasses.replace(
            question,
            tests=tuple(map(_without_words, question.tests)),
            message="",
        )
        for question in result.questions
    )
    again = "graded a second time after a fault of the grader; the teaching staff has the details"
    return dataclasses.replace(result, questions=questions, messages=(again,))


def _without_words(test: TestOutcome) -> TestOutcome:
    # Of a test that passed nothing is told, but perhaps that it does not count.
    if test.status is Status.PASSED:
        return test
    return dataclasses.replace(test, message="", telling=None)


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
    """Return the digest of a file that is no link and can be read in no time, or nothing."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 -- a descriptor is not a path
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_DIGESTED:
                return ""
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
