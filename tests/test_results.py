"""Results on their way to JSON and back."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import ResultError
from autograder.results import (
    SCHEMA_VERSION,
    AssignmentInfo,
    Isolation,
    QuestionResult,
    Result,
    Status,
    SubmissionInfo,
    Telling,
    TestOutcome,
    from_json,
    json_schema,
    to_json,
    to_json_line,
)
from tests.samples import outcome, question, result

AMOUNTS = st.floats(0, 1e9) | st.just(5e-324)
TEXTS = st.text(max_size=20)
TESTS = st.builds(
    TestOutcome,
    id=TEXTS,
    title=TEXTS,
    public=st.booleans(),
    status=st.sampled_from(Status),
    weight=AMOUNTS,
    counts=st.booleans(),
    needs=st.none() | TEXTS,
    message=TEXTS,
    telling=st.none() | st.builds(Telling, full=TEXTS, hint=TEXTS, nothing=TEXTS),
    note=TEXTS,
    seconds=AMOUNTS,
)
QUESTIONS = st.builds(
    QuestionResult,
    id=TEXTS,
    title=TEXTS,
    points=st.none() | AMOUNTS,
    max_points=AMOUNTS,
    tests=st.lists(TESTS, max_size=3).map(tuple),
    message=TEXTS,
    explanation=TEXTS,
    diagnosis=TEXTS,
    judged_under=st.sampled_from(["full", "hint", "nothing"]),
)
RESULTS = st.builds(
    Result,
    assignment=st.builds(AssignmentInfo, name=TEXTS, title=TEXTS, sha256=TEXTS, judging_sha256=TEXTS),
    submission=st.builds(SubmissionInfo, name=TEXTS, graded_file=TEXTS, sha256=TEXTS),
    status=st.sampled_from(["graded", "unreadable", "ungraded"]),
    points=st.none() | AMOUNTS,
    max_points=AMOUNTS,
    questions=st.lists(QUESTIONS, max_size=3).map(tuple),
    messages=st.lists(TEXTS, max_size=2).map(tuple),
    notes=st.lists(TEXTS, max_size=2).map(tuple),
    versions=st.dictionaries(TEXTS, TEXTS, max_size=2),
    isolation=st.builds(Isolation, level=TEXTS, layers=st.lists(TEXTS, max_size=2).map(tuple)),
    seconds=AMOUNTS,
)
SAMPLE = result(question(outcome(), outcome(Status.FAILED, needs="reef", message="no")))
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


@given(RESULTS)
def test_a_result_comes_back_as_it_was(original: Result) -> None:
    """From a document and from a line, whatever it holds, and the schema admits it."""
    document, line = to_json(original), to_json_line(original)
    assert from_json(document) == from_json(line) == original
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    VALIDATOR.validate(json.loads(document))


def _set(*path: Any, to: Any) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for key in path[:-1]:
            document = document[key]
        if to is None:
            del document[path[-1]]
        else:
            document[path[-1]] = to

    return change


@pytest.mark.parametrize(
    "spoil",
    [
        _set("status", to="passed"),
        _set("points", to="3"),
        _set("points", to=-1),
        _set("max_points", to=None),
        _set("schema_version", to=None),
        _set("schema_version", to="1"),
        _set("schema_version", to=0),
        _set("schema_version", to=SCHEMA_VERSION + 1),
        _set("questions", to={}),
        _set("questions", 0, "tests", 0, "status", to="great"),
        _set("questions", 0, "tests", 0, "weight", to=-1),
        _set("questions", 0, "tests", 0, "public", to=1),
        _set("questions", 0, "tests", 0, "message", to=7),
        _set("questions", 0, "tests", 0, "telling", to="no"),
        _set("questions", 0, "judged_under", to="everything"),
        _set("assignment", "judging_sha256", to=None),
        _set("isolation", "layers", to=[1]),
        _set("versions", to=[]),
    ],
)
def test_reader_and_schema_refuse_what_is_broken(spoil: Callable[[Any], None]) -> None:
    """A file that somebody edited, or another program wrote, is refused by both."""
    document = json.loads(to_json(SAMPLE))
    VALIDATOR.validate(document)
    spoil(document)
    assert not VALIDATOR.is_valid(document)
    with pytest.raises(ResultError):
        from_json(json.dumps(document).encode())


def test_a_newer_result_asks_for_an_upgrade() -> None:
    """Even if nothing else in it is known to this version."""
    with pytest.raises(ResultError, match=r"has schema version 2, .* up to 1: upgrade cnn-autograder"):
        from_json(b'{"schema_version": 2, "marks": {}}')


def test_what_a_later_version_adds_is_passed_over() -> None:
    """A key that is not known does no harm as long as the schema's version is."""
    document = json.loads(to_json(SAMPLE)) | {"colour": "red"}
    VALIDATOR.validate(document)
    assert from_json(json.dumps(document).encode()) == SAMPLE


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b"NaN",
        b"\xff\xfe",
        b'{"schema_version": "\xff"}',
        b'{"schema_version": NaN}',
        b'{"schema_version": 1}',
        b"[" * 200_000,
        b'{"schema_version":1,"a":' + b"[" * 200_000,
        to_json(SAMPLE)[:-20],
        to_json(SAMPLE) * 2,
        to_json(SAMPLE).replace(b'"weight": 1.0', b'"weight": null'),
        to_json(SAMPLE).replace(b'"weight": 1.0', b'"weight": 1e999'),
        to_json(SAMPLE).replace(b"Bends", b"\\ud800"),
        to_json(SAMPLE).replace(b"Bends", b"\x00"),
    ],
)
def test_garbage_is_no_result(garbage: bytes) -> None:
    """Whatever the bytes are, one error says that they are no result."""
    with pytest.raises(ResultError, match="not a result of autograder"):
        from_json(garbage)


@given(st.binary(max_size=60))
def test_random_bytes_are_no_result(garbage: bytes) -> None:
    """No input makes the reader fail in another way."""
    with pytest.raises(ResultError):
        from_json(garbage)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda number: result(seconds=number),
        lambda number: result(points=number),
        lambda number: result(max_points=number),
        lambda number: result(question(points=number)),
        lambda number: result(question(max_points=number)),
        lambda number: result(question(outcome(weight=number))),
        lambda number: result(question(outcome(seconds=number))),
    ],
)
def test_a_number_that_is_not_finite_is_never_written(
    spoil: Callable[[float], Result], number: float
) -> None:
    """JSON has none, and a null in its place could not be read back."""
    with pytest.raises(ResultError, match="not finite"):
        to_json(spoil(number))


def test_text_that_is_not_unicode_is_never_written() -> None:
    """Half of a surrogate pair has no bytes; who builds a result scrubs it before."""
    for write in (to_json, to_json_line):
        with pytest.raises(ResultError, match="not Unicode"):
            write(dataclasses.replace(SAMPLE, messages=("\ud800",)))


def test_a_result_cannot_be_changed() -> None:
    """What was graded stays as it was."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        SAMPLE.points = 100.0  # type: ignore[misc]
