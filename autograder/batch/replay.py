"""Runs one recorded call of one result again: for a dispute about what a submission answers."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment
from autograder.batch.wording import answer_in_words, call_in_words, difference_in_words
from autograder.diagnosis.answers import same_answer
from autograder.diagnosis.evidence import TestRecord
from autograder.diagnosis.recorded import Recorded
from autograder.diagnosis.trace import Call, Made, Raised, Unknown, raised
from autograder.errors import GradebookError
from autograder.grading.setting import classes_of, load_reference
from autograder.nested import replaced
from autograder.sandbox.isolation import require_isolation
from autograder.sandbox.stops import MissingFunctionError, StudentError, StudentStopped
from autograder.sandbox.zygotes import Zygotes
from autograder.submission import read_submission
from autograder.suite.attempt import Attempt
from autograder.suite.bounds import worker_bounds
from autograder.suite.recording import Recorder
from autograder.suite.remote import RemoteStudent


@dataclass(frozen=True)
class Replayed:
    """A call that was made again.

    Attributes:
        call: as one would write it.
        number: which of the test's calls it is, from 1.
        calls: how many the test made.
        then: what was answered when the submission was graded.
        now: what is answered now.
        due: what the reference answers.
        differs: where `now` differs from `due`, nothing where it does not.
        alike: whether `now` is what was answered then.
        printed: by the submission, now.
        as_defined: whether it took the globals as they stood after the cell that defines the function.
    """

    call: str
    number: int
    calls: int
    then: str
    now: str
    due: str
    differs: str
    alike: bool
    printed: str = ""
    as_defined: bool = False


def replay_call(
    assignment: Assignment, path: Path, record: TestRecord, number: int | None, *, unsafe: bool = False
) -> Replayed:
    """Make the calls of a test again, up to one of them, and say what came of that.

    Args:
        assignment: whose reference says what is due.
        path: the submission.
        record: the test.
        number: of the call, from 1; None for the first that was answered wrongly, or else the last.
        unsafe: whether to run the submission even if this machine cannot isolate it.

    Raises:
        AutograderError: there is no such call, or the submission cannot be run here.
    """
    module = load_reference(assignment)
    reference, classes = vars(module), classes_of(module)
    given = dict(enumerate(record.answers))
    recorded = Recorded(record.calls, given, reference, passed=False)
    chosen = _chosen(recorded, number)
    runs = []
    with contextlib.closing(Zygotes(assignment.allow)) as zygotes:
        if not unsafe:
            require_isolation(zygotes.offer(), [assignment.folder.parent])
        for as_defined in (False, True):
            again = _Again(assignment, path, zygotes, classes, as_defined=as_defined)
            value, printed = again.make(record.calls[: chosen + 1])
            alike = same_answer(_plain(value, chosen), given[chosen].value)
            runs.append((not alike, as_defined, value, printed))
            if alike:
                break
    other, as_defined, value, printed = min(runs, key=lambda run: run[:2])
    call, due = record.calls[chosen], recorded.due[chosen].value
    return Replayed(
        call=call_in_words(call),
        number=chosen + 1,
        calls=len(record.calls),
        then=answer_in_words(given[chosen].value),
        now=_text(value),
        due=answer_in_words(due),
        differs=difference_in_words(_plain(value, chosen), due),
        alike=not other,
        printed=printed,
        as_defined=as_defined and not other,
    )


def _chosen(recorded: Recorded, number: int | None) -> int:
    if number is None:
        return recorded.wrong[0] if recorded.wrong else len(recorded.trace) - 1
    if not 1 <= number <= len(recorded.trace):
        raise GradebookError(f"that test made {len(recorded.trace)} calls: name one of 1 to that")
    return number - 1


@dataclass(frozen=True)
class _Again:
    """One more run of a submission."""

    assignment: Assignment
    path: Path
    zygotes: Zygotes
    classes: Sequence[str]
    as_defined: bool

    def make(self, calls: Sequence[Call]) -> tuple[Any, str]:
        """Make calls in order, as a test did; return what the last gave, and what it printed."""
        submission = read_submission(self.path, self.assignment.name, self.assignment.files)
        limits = self.assignment.limits
        session = self.zygotes.request_worker(worker_bounds(limits))
        attempt = Attempt(session, submission, limits, classes=self.classes)
        attempt.as_defined = self.as_defined
        student = RemoteStudent(attempt, Recorder())
        made: dict[int, Any] = {}
        value: Any = Unknown()
        try:
            with contextlib.suppress(StudentStopped):
                attempt.start()
            for number, call in enumerate(calls):
                attempt.take_output()
                value = self._call(student, attempt, call, made)
                if hasattr(value, "type_name"):
                    made[number] = value
            return value, attempt.take_output()
        finally:
            attempt.close()
            session.close()

    def _call(
        self, student: RemoteStudent, attempt: Attempt, call: Call, made: Mapping[int, Any]
    ) -> Any:
        try:
            args, kwargs = replaced((call.args, call.kwargs), Made, lambda one: made[one.by])
            owner = made[call.owner.by] if call.owner else None
        except KeyError:
            return _Ended(Unknown(), "an object that it needs was not made this time")
        try:
            return student.call_(call.name, args, kwargs, owner)
        except StudentError as error:
            return _Ended(raised(error), attempt.sources.describe(error, with_message=True))
        except MissingFunctionError as error:
            return _Ended(raised(error), str(error))
        except StudentStopped as stop:
            return _Ended(Unknown(), str(stop))


@dataclass(frozen=True)
class _Ended:
    """A call that gave no value.

    Attributes:
        stands_for: what is recorded of such a call.
        text: for a person.
    """

    stands_for: Raised | Unknown
    text: str


def _plain(value: Any, number: int) -> Any:
    """Return what is recorded of a value that a call gave."""
    if isinstance(value, _Ended):
        return value.stands_for
    return Made(number) if hasattr(value, "type_name") else value


def _text(value: Any) -> str:
    if isinstance(value, _Ended):
        return value.text
    is_object = hasattr(value, "type_name")
    return f"an object of class {value.type_name}" if is_object else answer_in_words(value)
