"""`results.json` keeps to the specification and says what is to be said, of whatever was handed in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from autograder.platforms.gradescope.handed_in import HandedIn, read_handed_in
from autograder.platforms.gradescope.results import not_judged_json, results_json
from autograder.results import Status
from tests.platforms.gradescope import SCHEMA, read, scores, seen_at_once
from tests.platforms.test_entries import public
from tests.samples import outcome, question, result

METADATA: dict[str, Any] = {
    "id": 123456,
    "created_at": "2018-07-01T14:22:32.365935-07:00",
    "assignment": {
        "due_date": "2018-07-31T23:00:00.000000-07:00",
        "group_size": 4,
        "group_submission": True,
        "id": 25828,
        "course_id": 1234,
        "late_due_date": None,
        "release_date": "2018-07-02T00:00:00.000000-07:00",
        "title": "Programming Assignment 1",
        "total_points": "20.0",
    },
    "submission_method": "upload",
    "users": [{"email": "student@example.com", "id": 1234, "name": "Student User"}],
    "previous_submissions": [
        {"submission_time": "2017-04-06T14:24:48.087023-07:00", "score": 0.0, "results": {}}
    ],
}


def handed_in(folder: Path, content: object) -> HandedIn:
    """Return what a submission_metadata.json says."""
    path = folder / "submission_metadata.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return read_handed_in(path)


def test_a_graded_submission_is_told_in_full() -> None:
    """Every field that there is something for, and none that Gradescope does not know."""
    tests = (public(), outcome(), outcome(Status.FAILED, message="off by one"))
    told = read(results_json(result(question(*tests, points=1.5)), "visible", HandedIn()))
    assert (told["score"], told["execution_time"], told["visibility"]) == (1.5, 0, "visible")
    assert (told["output_format"], told["stdout_visibility"]) == ("md", "hidden")
    points, checks = told["tests"]
    assert (points["score"], points["max_score"], points["status"]) == (1.5, 3.0, "failed")
    assert (points["number"], checks["number"]) == ("1", "1.1")
    assert (points["name_format"], points["output_format"]) == ("text", "md")
    assert "score" not in checks
    assert checks["status"] == "passed"
    assert "off by one" in points["output"]


@pytest.mark.parametrize("when", ["after_due_date", "after_published", "hidden"])
def test_hidden_outcomes_are_seen_when_the_assignment_says(when: Any) -> None:
    """Public checks at once; nothing of points or hidden tests before."""
    tests = (public(), outcome(Status.FAILED, title="Hidden turns.", message="off by one"))
    told = read(results_json(result(question(*tests, points=0.0)), when, HandedIn()))
    assert [test["visibility"] for test in told["tests"]] == [when, "visible"]
    for private in ("Hidden", "off by one", "0 of 3", "0 points"):
        assert private not in seen_at_once(told)


def test_what_could_not_be_judged_is_no_silent_zero() -> None:
    """The sum of what was judged, said to be no mark; the open question has no score and no status."""
    judged = question(outcome(), id="bowline", points=3.0)
    unjudged = question(outcome(Status.UNGRADED), points=None)
    told = read(results_json(result(judged, unjudged), "after_published", HandedIn()))
    assert told["score"] == 3.0
    assert "not your mark" in seen_at_once(told)
    assert scores(told) == {"bowline": 3.0}
    row = told["tests"][1]
    assert not {"score", "max_score", "status"} & set(row)
    assert "not judged" in row["tags"]


def test_what_could_not_be_read_says_why_at_once() -> None:
    """Zero points, and what to do."""
    unread = result(
        question(outcome(Status.ERROR), points=0.0), status="unreadable", messages=("line 3 is torn",)
    )
    told = read(results_json(unread, "after_published", HandedIn()))
    assert told["score"] == 0.0
    assert "line 3 is torn" in told["output"]
    assert "could not read" in told["output"]


def test_without_a_result_there_is_a_file_all_the_same() -> None:
    """It says what happened in its output and in a row that staff find by its tag."""
    told = read(not_judged_json("Grading ended early."))
    assert "Grading ended early." in told["output"]
    assert "not your mark" in told["output"]
    (row,) = told["tests"]
    assert (row["visibility"], row["tags"]) == ("visible", ["not judged"])
    assert not {"score", "status"} & set(row)


def test_student_text_is_no_markup() -> None:
    """In messages as in tests, a fence of backticks included."""
    hostile = "```\n<img src=x onerror=alert(1)>\n```\n# big"
    judged = question(outcome(Status.FAILED, message=hostile), points=0.0, message="<b>bold</b>")
    told = read(results_json(result(judged, messages=(hostile,)), "visible", HandedIn()))
    assert "<b>" not in told["tests"][0]["output"]
    for text in (told["output"], told["tests"][0]["output"]):
        assert "````\n```\n<img" in text  # verbatim, between longer fences


def test_the_schema_refuses_what_the_specification_does_not_have() -> None:
    """A misspelt field, an unknown visibility, neither score nor tests."""
    for wrong in (
        {"score": 1, "colour": "red"},
        {"score": 1, "visibility": "sometimes"},
        {},
        {"tests": [{"name": "without a score"}]},
        {"score": 1, "tests": [{"status": "maybe"}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            read(json.dumps(wrong).encode())
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_documented_metadata_is_read(tmp_path: Path) -> None:
    """Who, when, and the how-manyth hand-in it is."""
    read_in = handed_in(tmp_path, METADATA)
    assert read_in.by == ("Student User <student@example.com>",)
    assert (read_in.at, read_in.late) == ("2018-07-01T14:22:32.365935-07:00", False)
    assert read_in.number == 2
    late = {**METADATA, "created_at": "2018-08-02T00:00:00Z"}
    assert handed_in(tmp_path, late).late is True
    told = read(results_json(result(question(outcome())), "visible", handed_in(tmp_path, late)))
    assert "Hand-in number 2, after the due date." in told["output"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[[[",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"created_at": 1' + b"0" * 5000 + b"}",
        [],
        "text",
        None,
        {"users": {}, "assignment": [], "previous_submissions": 7, "created_at": 3},
        {"users": [None, 3, {"name": ["x"]}], "assignment": {"due_date": False}, "created_at": "soon"},
        {"assignment": {"due_date": "2018-07-31"}, "created_at": "2018-07-01T14:22:32-07:00"},
    ],
)
def test_odd_metadata_is_as_if_there_were_none(tmp_path: Path, content: object) -> None:
    """Nothing of it decides a mark, so nothing of it can cost one."""
    read_in = handed_in(tmp_path, content)
    assert (read_in.by, read_in.late, read_in.number) == ((), None, 1)


def test_missing_metadata_is_no_fault(tmp_path: Path) -> None:
    """Nor are names that would write across the screen of staff."""
    assert read_handed_in(tmp_path / "submission_metadata.json") == HandedIn()
    hostile = {"users": [{"name": "\x1b[31mEve\n\u202eroot"}]}
    (name,) = handed_in(tmp_path, hostile).by
    assert not set("\x1b\n\u202e") & set(name)
