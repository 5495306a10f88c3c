"""Grades one submission, in a child of the grader that ends with it."""

from __future__ import annotations

import contextlib
import dataclasses
import math
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.assignment import Limits
from autograder.diagnosis.evidence import TestRecord, pack
from autograder.errors import UnreadableSubmissionError
from autograder.grading.explaining import Explainer
from autograder.grading.graded import Graded
from autograder.grading.literals import long_literals
from autograder.grading.live import Live
from autograder.grading.setting import Setting, classes_of
from autograder.grading.without_run import unreadable
from autograder.measure.trainee import helpers as helpers_source
from autograder.results import Isolation, Result, SubmissionInfo
from autograder.sandbox.isolation import level
from autograder.sandbox.session import Session
from autograder.sandbox.stops import StudentStopped
from autograder.sandbox.zygotes import Zygotes
from autograder.scoring import max_total, score, total
from autograder.submission import Submission, read_submission
from autograder.suite.attempt import Attempt
from autograder.suite.bounds import worker_bounds
from autograder.suite.contest import Contest
from autograder.suite.plugin import BENCH, Bench
from autograder.suite.questions import Judged, judge_questions
from autograder.suite.recording import Recorder
from autograder.suite.remote import RemoteStudent
from autograder.suite.side import RemoteSide
from autograder.suite.submitted import Submitted


def grade_one(setting: Setting, path: Path, session: Session, zygotes: Zygotes, *, keep: bool) -> Graded:
    """Return the result of the submission at `path`, run by the worker that `session` was asked for.

    Args:
        setting: what it is graded for.
        path: where it lies.
        session: what asked for the worker.
        zygotes: what gives workers to the reference, where something is measured beside it.
        keep: whether to keep what was asked and answered, if points were lost.

    Raises:
        SandboxError: the zygote has ended.
    """
    assignment = setting.assignment
    try:
        submission = read_submission(path, assignment.name, assignment.files)
        _require_little_code(submission, assignment.limits)
    except UnreadableSubmissionError as error:
        return Graded(unreadable(setting, path, str(error)))
    helpers = helpers_source() if assignment.steps else ""
    live, gpu = Live(setting.show), assignment.on_gpu
    classes = classes_of(setting.reference)
    attempt = Attempt(session, submission, assignment.limits, helpers, classes, gpu=gpu, hear=live.hear)
    recorder = Recorder()
    stopped: tuple[str, ...] = ()
    with contextlib.ExitStack() as stack:

        def open_reference() -> RemoteSide:
            asked = zygotes.request_worker(worker_bounds(assignment.limits))
            stack.callback(asked.close)
            master = read_submission(assignment.master, assignment.name)
            return RemoteSide(Attempt(asked, master, assignment.limits, helpers, gpu=gpu))

        student = RemoteSide(attempt)
        contest = Contest(assignment, student, open_reference, live.begin, setting.data)
        if assignment.steps:
            stack.enter_context(contest.cores.shared())
        setting.config.stash[BENCH] = Bench(
            RemoteStudent(attempt, recorder),
            Submitted(submission.files.get),
            setting.reference,
            assignment.secret,
            assignment.name,
            contest,
        )
        try:
            attempt.start()
        except StudentStopped as stop:
            stopped = (f"the submission could not be run: {stop}",)
        judged, messages = judge_questions(assignment.questions, setting.cases, attempt, recorder)
        attempt.close()
    printed = (f"printed while the cells ran:\n{attempt.printed}",) if attempt.printed else ()
    outcomes = {name: [one.outcome for one in tests] for name, tests in judged.items()}
    results = score(assignment.questions, outcomes, messages)
    records = records_of(judged)
    explainer = Explainer(assignment, setting.reference, setting.catalogue, records)
    result = Result(
        assignment=setting.info,
        submission=SubmissionInfo(
            name=submission.name, graded_file=submission.graded_file, sha256=submission.sha256
        ),
        status="graded" if total(results) is not None else "ungraded",
        points=total(results),
        max_points=max_total(assignment.questions),
        questions=tuple(map(explainer.explain, results)),
        messages=(*submission.messages, *stopped, *(failure.text for failure in attempt.failures)),
        notes=(*setting.notes, *long_literals(submission, assignment), *printed),
        measured=tuple(contest.measured),
        leaderboard=tuple(contest.leaderboard.values()),
        versions=setting.versions,
        isolation=Isolation(level=level(attempt.layers), layers=attempt.layers),
    )
    if keep and result.points != result.max_points:
        return _with_evidence(result, records)
    return Graded(result)


def _require_little_code(submission: Submission, limits: Limits) -> None:
    """Make sure that a submission is no longer than it may be.

    Raises:
        UnreadableSubmissionError: it is.
    """
    size = sum(len(text.encode()) for text in submission.texts.values())
    if size > limits.code_kb * 1024:
        raise UnreadableSubmissionError(
            f"there are {math.ceil(size / 1024):,} KB of code, {limits.code_kb} are allowed: data "
            "cannot be handed in as code"
        )


def _with_evidence(result: Result, records: Mapping[str, Sequence[TestRecord]]) -> Graded:
    """Return a result with what was asked and answered; that it cannot be kept costs nobody a mark."""
    try:
        return Graded(result, pack([record for tests in records.values() for record in tests]))
    except Exception:  # noqa: BLE001 -- answers are of the submission's making
        note = f"what was asked and answered could not be kept:\n{traceback.format_exc()}"
        return Graded(dataclasses.replace(result, notes=(*result.notes, note)))


def records_of(judged: Mapping[str, Sequence[Judged]]) -> dict[str, list[TestRecord]]:
    """Return what was recorded of the tests of each question, but for those that were cut short.

    One that called nothing is among them: a test without a record is one of which something is lost.
    """
    return {
        name: [
            TestRecord(
                one.outcome.id,
                tuple(one.recording.calls),
                tuple(one.recording.answers),
                passed=one.passed,
                modified=one.modified,
            )
            for one in tests
            if one.recording.complete
        ]
        for name, tests in judged.items()
    }
