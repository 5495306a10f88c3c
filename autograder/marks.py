"""Who is graded, what staff decided by hand, and the mark that comes of it: leaf data, and no rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from autograder.results import Result, schema_of

SCHEMA_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Student:
    """One student.

    Attributes:
        key: what she is known by within a gradebook; the first of sid, Canvas id, email and name that
            is known, so that it stays the same from one download to the next.
        name: as a person writes it.
        sid: the school's number of her, as text.
        email: her address.
        canvas_id: Canvas's number of her, the column `ID` of its gradebook.
        login: her name at the school's computers, Canvas's `SIS Login ID`.
        section: the group of the course that she is in.
    """

    key: str
    name: str = ""
    sid: str = ""
    email: str = ""
    canvas_id: str = ""
    login: str = ""
    section: str = ""

    @property
    def label(self) -> str:
        """What a person calls her: her name, or what else is known."""
        return self.name or self.sid or self.email or self.key


class Kind(StrEnum):
    """What staff can decide by hand."""

    OVERRIDE = "override"  # the points of one student in one question
    DROP = "drop"  # a test counts for nobody
    VOID = "void"  # a test counts as passed by everybody
    QUESTION = "question"  # a question that a person grades


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """One decision of staff, which later gradings do not touch.

    Attributes:
        id: its number in the gradebook, 0 before it is there.
        kind: what is decided.
        reason: why; students read it.
        student: her key (OVERRIDE).
        question: id of the question (OVERRIDE, QUESTION).
        test: id of the test (DROP, VOID).
        points: what she gets (OVERRIDE), or what the question is worth (QUESTION).
        title: of the question (QUESTION).
        was: what she would have had when that was decided (OVERRIDE), None for nothing.
        made_at: when, ISO 8601 in UTC.
    """

    kind: Kind
    reason: str
    id: int = 0
    student: str = ""
    question: str = ""
    test: str = ""
    points: float | None = None
    title: str = ""
    was: float | None = None
    made_at: str = ""


class Standing(StrEnum):
    """What became of one student's work."""

    GRADED = "graded"
    UNREADABLE = "unreadable"  # nothing that could be run: no points, and her message says why
    UNGRADED = "ungraded"  # the grader could not judge: a person has to look
    MISSING = "missing"  # nothing was handed in


@dataclass(frozen=True, kw_only=True)
class QuestionMark:
    """What one student has in one question.

    Attributes:
        points: None where nobody has judged yet.
        reason: of staff, where they decided by hand.
        by_hand: whether they did.
    """

    id: str
    title: str
    points: float | None
    max_points: float
    reason: str = ""
    by_hand: bool = False


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What one student has, adjustments included.

    Attributes:
        title: of the assignment.
        questions: those of the assignment, in order, then those that a person grades.
        points: their sum, None while one of them is not judged, or if nothing was handed in.
        result: what grading said of her work, as adjusted; None if nothing was handed in.
        submission: the name of what she handed in.
        handed_in: when, ISO 8601, or nothing if that is not known.
        late: whether the platform calls it late.
        partners: labels of those who handed it in with her.
        remarks: for staff: an override that is out of date, or a student who is not on the roster.
    """

    schema_version: int = SCHEMA_VERSION
    student: Student
    title: str
    standing: Standing
    questions: tuple[QuestionMark, ...]
    points: float | None
    max_points: float
    result: Result | None = None
    submission: str = ""
    handed_in: str = ""
    late: bool = False
    partners: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def to_json_line(mark: Mark) -> bytes:
    """Return a mark as one line of JSON, the result in it included."""
    return msgspec.json.encode(mark) + b"\n"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of such a line."""
    return schema_of(Mark, SCHEMA_VERSION)
