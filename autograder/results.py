"""What grading produces: Result > QuestionResult > TestOutcome, to and from JSON.

These are leaf data: they import nothing of the package but its errors, and every stored one carries
`schema_version`.
"""

from __future__ import annotations

import dataclasses
import enum
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from autograder.errors import ResultError

SCHEMA_VERSION = 1

# What the JSON Schema and a reader hold about a stored result.
Version = Annotated[int, Meta(ge=1)]
Amount = Annotated[float, Meta(ge=0)]
Verdict = Annotated[str, Meta(pattern="^(graded|unreadable|ungraded)$")]
Reveal = Literal["full", "hint", "nothing"]


class Status(enum.StrEnum):
    """How one test ended."""

    PASSED = "passed"
    FAILED = "failed"  # an answer came and it was wrong
    ERROR = "error"  # the student's code raised, or was not there to be called
    TIMEOUT = "timeout"  # the student's code ran into a time limit
    MEMORY = "memory"  # it needed more memory than it may have
    OUTPUT = "output"  # it printed more than it may
    FILES = "files"  # it wrote more, or more files, than it may
    CRASHED = "crashed"  # the student's process ended, or broke the protocol
    UNGRADED = "ungraded"  # the grader could not judge: a person has to look


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What the student is told of one test, for each level of `reveal`."""

    full: str
    hint: str
    nothing: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the code that was handed in."""

    label: str  # of the cell or file, as a student calls it
    number: Annotated[int, Meta(ge=1)]


@dataclass(frozen=True, kw_only=True)
class TestOutcome:
    """How one test of the suite ended for one submission."""

    __test__ = False  # the name starts with Test, and pytest would collect it

    id: str
    title: str
    public: bool
    status: Status
    weight: Amount
    counts: bool = True  # False where a question that this test `needs` earned less than half
    needs: str | None = None
    message: str = ""  # for the student: nothing hidden in it
    telling: Telling | None = None  # for staff alone: what other levels would tell, where they differ
    note: str = ""  # for staff alone: may hold hidden inputs and what the code printed
    at: Line | None = None  # for staff alone: where her code raised
    seconds: Amount = 0.0  # CPU seconds of the worker


@dataclass(frozen=True, kw_only=True)
class QuestionResult:
    """What one question earned. `points` is None where a test of it could not be judged."""

    id: str
    title: str
    points: Amount | None
    max_points: Amount
    tests: tuple[TestOutcome, ...]
    all_or_nothing: bool = False  # whether one failed test costs all points
    message: str = ""  # for the student: for instance which later cell clobbered the function
    explanation: str = ""  # for staff alone: which mistake it is, or what is true of the wrong answers
    diagnosis: str = ""  # for the student: the same, where `reveal` is not "nothing"
    judged_under: Reveal = "hint"  # `reveal` as it was then: those that show more are judged earlier
    note: str = ""  # for staff alone: what went wrong in the search for the mistake
    faults: tuple[str, ...] = ()  # ids of the known mistakes that explain every answer
    fingerprint: str = ""  # of the wrong answers: equal for two who answered all alike


@dataclass(frozen=True, kw_only=True)
class LeaderboardEntry:
    """One figure by which the submissions of a class are ranked. `best`: most of it, or least."""

    name: str
    value: float
    best: Literal["most", "least"]


@dataclass(frozen=True, kw_only=True)
class Isolation:
    """What stood between the student's code and the grader. `layers` lists what was applied."""

    level: str
    layers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SubmissionInfo:
    """Which submission this is; `sha256` is that of the file's bytes, wherever it lies."""

    name: str
    graded_file: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class AssignmentInfo:
    """Which assignment it was graded for.

    `sha256` covers everything that can change a mark, `judging_sha256` what decides how tests end: where
    the latter is the same, scoring again is enough.
    """

    name: str
    title: str
    sha256: str
    judging_sha256: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """The outcome of grading one submission for one assignment."""

    schema_version: Version = SCHEMA_VERSION
    assignment: AssignmentInfo
    submission: SubmissionInfo
    status: Verdict
    points: Amount | None  # None where a question could not be judged
    max_points: Amount
    questions: tuple[QuestionResult, ...]
    messages: tuple[str, ...] = ()  # for the student: cells that failed, which file was graded
    notes: tuple[str, ...] = ()  # for staff alone
    measured: tuple[str, ...] = ()  # for staff alone: figures, other ones each time
    leaderboard: tuple[LeaderboardEntry, ...] = ()
    versions: dict[str, str] = dataclasses.field(default_factory=dict)
    isolation: Isolation
    seconds: Amount = 0.0  # wall-clock seconds from reading to result


class _Versioned(msgspec.Struct):
    schema_version: Version


# msgspec drops what is raised while it looks a type up, and so Ctrl-C: here, all is only being loaded.
_VERSIONED, _RESULT = msgspec.json.Decoder(_Versioned), msgspec.json.Decoder(Result)


def to_json(result: Result) -> bytes:
    """Return the result as indented UTF-8 JSON, ending with a newline.

    Raises:
        ResultError: as for `to_json_line`.
    """
    return msgspec.json.format(to_json_line(result), indent=2) + b"\n"


def to_json_line(result: Result) -> bytes:
    """Return the result as one line of JSON, for files that hold many.

    Raises:
        ResultError: it holds what `from_json` would refuse: a number that is not finite, or text that
            is not Unicode.
    """
    if not all(map(math.isfinite, _numbers(result))):
        raise ResultError("a result holds a number that is not finite")
    try:
        return msgspec.json.encode(result) + b"\n"
    except UnicodeEncodeError as error:
        raise ResultError(f"a result holds text that is not Unicode: {error}") from error


def from_json(data: bytes) -> Result:
    """Read a result back.

    Raises:
        ResultError: not JSON, not a result, or written by a newer version of this package.
    """
    try:
        version = _VERSIONED.decode(data).schema_version
        if version > SCHEMA_VERSION:
            raise ResultError(
                f"the result has schema version {version}, this autograder reads up to "
                f"{SCHEMA_VERSION}: upgrade cnn-autograder"
            )
        return _RESULT.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ResultError(f"not a result of autograder: {error}") from error


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a stored result."""
    return schema_of(Result, SCHEMA_VERSION)


def schema_of(kind: type, version: int) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what is stored of a kind that has a `schema_version`.

    Args:
        kind: a dataclass.
        version: that of its schema.
    """
    schema = msgspec.json.schema(kind)
    whole = schema["$defs"][kind.__name__]
    whole["properties"]["schema_version"] = {"const": version}
    whole["required"] = ["schema_version", *whole["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{kind.__name__} of cnn-autograder",
        **schema,
    }


def _numbers(result: Result) -> Iterator[float]:
    yield from (result.seconds, result.points or 0.0, result.max_points)
    yield from (standing.value for standing in result.leaderboard)
    for question in result.questions:
        yield from (question.points or 0.0, question.max_points)
        for test in question.tests:
            yield from (test.weight, test.seconds)
