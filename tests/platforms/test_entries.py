"""What platforms show of a result, and what they do not."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from autograder.platforms.entries import Entry, entries
from autograder.results import Line, Result, Status, Telling, TestOutcome
from tests.samples import outcome, question, result


def public(status: Status = Status.PASSED, **more: Any) -> TestOutcome:
    """Return how a public test ended."""
    known = {"id": "test_public::test_reef", "title": "Two turns.", "public": True, "weight": 0.0}
    return outcome(status, **{**known, **more})


def shown(entry: Entry) -> str:
    """Return all that a student can read of an entry."""
    return f"{entry.title}\n{entry.markdown}"


def test_a_question_has_its_points_and_its_public_checks() -> None:
    """The first follows the assignment's visibility; the second carries no points and is always seen."""
    tests = (public(), outcome(), outcome(Status.FAILED, title="Five turns."))
    points, checks = entries(result(question(*tests, points=1.5)), "after_due_date")
    assert (points.question, points.title, points.points, points.max_points) == (
        "reef",
        "The reef knot",
        1.5,
        3.0,
    )
    assert (points.passed, points.visibility) == (False, "after_due_date")
    assert (checks.points, checks.max_points, checks.passed, checks.visibility) == (
        None,
        None,
        True,
        "visible",
    )


def test_without_public_tests_there_is_one_entry() -> None:
    """What has all its points has passed."""
    (entry,) = entries(result(question(outcome())), "hidden")
    assert (entry.passed, entry.visibility) == (True, "hidden")


def test_hidden_outcomes_are_told_in_the_words_of_feedback() -> None:
    """How the question was judged, its diagnosis, and tests that ended alike together."""
    tests = [outcome(Status.FAILED, title=f"Turn {n}.", message="off by one") for n in range(9)]
    judged = question(*tests, points=0.0, message="right, given a hand", diagnosis="One turn is missing")
    text = entries(result(judged), "visible")[0].markdown
    assert "**right, given a hand**" in text
    assert "**One turn is missing**" in text
    assert "0 of 9 tests passed." in text
    assert "- wrong answer: 4 more tests" in text
    assert text.count("off by one") == 1


def test_public_checks_tell_nothing_of_hidden_tests() -> None:
    """That a passed check does not count is decided by hidden tests of another question."""
    needy = public(counts=False, needs="bowline", message="does not count: question bowline has to earn")
    failed = public(Status.FAILED, title="Three turns.", message="got 4, expected 6")
    hidden = outcome(Status.FAILED, title="Hidden turns.", message="hidden hint")
    judged = question(needy, failed, hidden, points=0.0, message="clobbered", diagnosis="a mistake")
    checks = entries(result(judged), "after_published")[1]
    text = shown(checks)
    assert "1 of 2 tests passed." in text
    assert "got 4, expected 6" in text
    assert checks.passed is False
    for private in ("count", "bowline", "Hidden", "hidden", "clobbered", "mistake"):
        assert private not in text


def test_what_is_for_staff_alone_is_nowhere() -> None:
    """Notes, other levels of telling, explanations, and where her code raised."""
    told = Telling(full="staff: in full", hint="a hint", nothing="")
    test = outcome(
        Status.ERROR,
        message="a hint",
        telling=told,
        note="staff: note",
        at=Line(label="staff: cell", number=1),
    )
    judged = question(
        test, points=0.0, explanation="staff: why", note="staff: search", faults=("staff",)
    )
    one = result(judged, notes=("staff: notes",), messages=("for the student",))
    texts = [shown(entry) for entry in entries(one, "visible")]
    assert "staff" not in "\n".join(texts)
    assert "a hint" in texts[0]


def test_what_could_not_be_judged_is_neither_passed_nor_failed() -> None:
    """It says so at once, whenever hidden outcomes are shown, and tells none of them."""
    tests = (public(Status.UNGRADED), outcome(Status.UNGRADED), outcome(Status.FAILED, message="hint"))
    points, checks = entries(result(question(*tests, points=None)), "hidden")
    assert (points.points, points.passed, points.visibility) == (None, None, "visible")
    assert "has been judged yet" in points.markdown
    assert "hint" not in points.markdown
    assert checks.passed is None


def test_of_what_could_not_be_read_only_points_are_shown() -> None:
    """Nothing was run, so there are no outcomes to hide."""
    tests = (public(Status.ERROR), outcome(Status.ERROR))
    unread = result(question(*tests, points=0.0), status="unreadable", messages=("not a notebook",))
    (entry,) = entries(unread, "after_published")
    assert (entry.points, entry.passed, entry.visibility, entry.markdown) == (0.0, False, "visible", "")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[a](http://x.y)", "`a` **b** $c$", "# d"]
)
def test_no_text_of_a_student_is_markup(text: str) -> None:
    """In what is said of a question and in the titles of its tests."""
    judged = question(outcome(Status.FAILED, title=text), points=0.0, message=text)
    (entry,) = entries(result(judged), "visible")
    assert "<script" not in entry.markdown
    for plain in ("[a](", "`a`", "$c$", "\n# d"):
        assert plain not in entry.markdown


def test_entries_keep_the_order_of_questions() -> None:
    """As the assignment has them."""
    one: Result = result(question(outcome(), id="b"), question(public(), outcome(), id="a"))
    assert [entry.question for entry in entries(one, "visible")] == ["b", "a", "a"]
    assert dataclasses.is_dataclass(entries(one, "visible")[0])
