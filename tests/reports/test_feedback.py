"""What a student is sent, as she reads it."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from autograder.marks import Mark, Standing
from autograder.reports.feedback import feedback_html, feedback_markdown
from autograder.results import Status, Telling
from tests.reports.marks import mark, missing, question_mark
from tests.samples import outcome, question, result

FORMATS = pytest.mark.parametrize("render", [feedback_markdown, feedback_html], ids=["markdown", "html"])
Render = Callable[[Mark], str]


def words(text: str) -> str:
    """Return what a person reads of either format, in one line."""
    if text.startswith("<!DOCTYPE"):
        text = html.unescape(re.sub("<[^>]*>", " ", text.partition("</style>")[2]))
    return " ".join(re.sub(r"\\(?=\W|_)", "", text).split())


def graded(*tests: Any, points: float | None = 1.5, **more: Any) -> Mark:
    """Return a mark of one question with these tests."""
    return mark(points=points, result=result(question(*tests, points=points, **more)))


def test_markdown_reads_well() -> None:
    """As a whole, once: a heading, what counts, and what to do next."""
    failed = outcome(Status.FAILED, title="A turn more.", message="got 3,\nexpected 4")
    reef = question(outcome(), failed, points=1.5, message="judged as defined", diagnosis="One less.")
    essay = question_mark(
        id="essay", title="Essay", points=4.0, max_points=5.0, by_hand=True, reason="Good_"
    )
    whole = mark(
        questions=(question_mark(), essay),
        points=5.5,
        max_points=8.0,
        result=result(reef, messages=("cell 3 failed",)),
        handed_in="2026-03-02T10:00:00Z",
        late=True,
        partners=("Bob",),
    )
    assert (
        feedback_markdown(whole)
        == """# Bends

**Alice Adams: 5.5 of 8 points**

Handed in: alice.ipynb, 2026-03-02T10:00:00Z, late, together with Bob

```
cell 3 failed
```

## The reef knot: 1.5 of 3 points

**judged as defined**

**One less.**

1 of 2 tests passed.

- wrong answer: A turn more.

```
got 3,
expected 4
```

## Essay: 4 of 5 points

We decided these points by hand: Good\\_
"""
    )


@FORMATS
def test_nothing_for_staff_alone_is_told(render: Render) -> None:
    """Notes can hold hidden inputs, and names of tests what is hidden in them."""
    test = outcome(
        Status.FAILED,
        id="test_hidden::test_SECRET",
        note="SECRET",
        message="of values",
        telling=Telling(full="SECRET", hint="SECRET", nothing="SECRET"),
    )
    reef = question(
        test, note="SECRET", explanation="SECRET", faults=("SECRET",), fingerprint="SECRET", points=0.0
    )
    for standing in Standing:
        one = mark(
            standing=standing,
            result=result(reef, messages=("read",), notes=("SECRET",), versions={"SECRET": "SECRET"}),
            remarks=("SECRET",),
        )
        assert "SECRET" not in render(one)
    assert "of values" in render(dataclasses.replace(one, standing=Standing.GRADED))


@FORMATS
def test_tests_that_failed_alike_are_told_together(render: Render) -> None:
    """A few by their titles, the rest as a number; the message once."""
    alike = [outcome(Status.ERROR, title=f"Title {n}.", message="ValueError") for n in range(20)]
    text = words(render(graded(outcome(), *alike, points=0.1)))
    assert text.count("ValueError") == 1
    assert text.count("error in the code: Title") == 5
    assert "error in the code: 15 more tests" in text
    assert "1 of 21 tests passed." in text


@FORMATS
def test_tests_that_passed_are_a_number(render: Render) -> None:
    """Their titles say nothing that is to be done."""
    text = render(graded(outcome(), outcome(), points=3.0))
    assert "2 of 2 tests passed." in text
    assert outcome().title not in text


@FORMATS
@pytest.mark.parametrize(
    ("test", "said"),
    [
        (outcome(counts=False, message="needs more"), "passed, but does not count: Right over"),
        (outcome(Status.FAILED, counts=False), "wrong answer, but does not count: Right over"),
        (outcome(Status.FAILED, weight=0.0), "wrong answer, but does not count: Right over"),
        (outcome(Status.FAILED, weight=0.0, public=True), "wrong answer, in a public check: Right over"),
        (outcome(message="counts as passed"), "passed: Right over"),
    ],
    ids=["passed", "failed", "dropped", "public", "void"],
)
def test_what_does_not_count_says_so(render: Render, test: Any, said: str) -> None:
    """Public checks are known to carry no points."""
    text = words(render(graded(outcome(), test)))
    assert said in text
    assert test.message in text


@FORMATS
@pytest.mark.parametrize("status", [status for status in Status if status is not Status.PASSED])
def test_every_outcome_has_words(render: Render, status: Status) -> None:
    """Not the program's own."""
    text = words(render(graded(outcome(status))))
    assert re.search(r"passed\. - [a-z ]+: Right over|passed\. [a-z ]+: Right over", text)


@FORMATS
@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing.MISSING, "We have nothing of yours for this assignment."),
        (Standing.UNREADABLE, "We could not read what you handed in"),
        (Standing.UNGRADED, "one of us will look at it"),
    ],
)
def test_whoever_has_no_mark_is_told_why(render: Render, standing: Standing, said: str) -> None:
    """Kindly, with what the reader of submissions said."""
    handed_in = None if standing is Standing.MISSING else result(question(), messages=("it is empty",))
    text = words(render(mark(standing=standing, points=None, result=handed_in)))
    assert said in text
    assert "not decided yet, of 3 points" in text
    assert ("it is empty" in text) == (standing is not Standing.MISSING)


@FORMATS
def test_what_was_not_run_is_not_listed(render: Render) -> None:
    """A hundred tests that failed because a file is broken say nothing; a decision by hand does."""
    test = outcome(Status.ERROR)
    by_hand = question_mark(id="essay", title="Essay", points=2.0, by_hand=True, reason="sent by mail")
    unreadable = mark(
        standing=Standing.UNREADABLE,
        questions=(question_mark(points=0.0), by_hand),
        result=result(question(test, points=0.0)),
    )
    text = words(render(unreadable))
    assert test.title not in text
    assert "The reef knot" not in text
    assert "Essay: 2 of 3 points" in text
    assert "We decided these points by hand: sent by mail" in text


ESSAY = question_mark(id="essay", title="Essay", points=None, max_points=5.0)


@FORMATS
@pytest.mark.parametrize("standing", [Standing.GRADED, Standing.UNREADABLE])
def test_what_a_person_has_still_to_grade_is_said(render: Render, standing: Standing) -> None:
    """Whether or not the rest could be run; the whole is open for that one question."""
    reef = result(question(outcome(), points=1.5))
    one = mark(standing=standing, questions=(question_mark(), ESSAY), points=None, result=reef)
    text = words(render(one))
    assert "Alice Adams: not decided yet, of 3 points" in text
    assert "Essay: not decided yet, of 5 points" in text
    assert ("one of us will look at it" in text) == (standing is Standing.GRADED)
    assert ("The reef knot: 1.5 of 3 points" in text) == (standing is Standing.GRADED)


@FORMATS
def test_who_handed_in_nothing_is_not_told_of_questions(render: Render) -> None:
    """Nobody is about to grade them."""
    assert "Essay" not in render(missing(questions=(question_mark(points=None), ESSAY)))


@FORMATS
@pytest.mark.parametrize("standing", [Standing.GRADED, Standing.UNGRADED])
def test_what_was_decided_by_hand_needs_no_result(render: Render, standing: Standing) -> None:
    """Work that was not run and that a person graded all of waits for nothing."""
    by_hand = question_mark(points=2.0, by_hand=True, reason="read on paper")
    text = words(render(mark(standing=standing, questions=(by_hand,), points=2.0, result=None)))
    assert "Alice Adams: 2 of 3 points" in text
    assert "The reef knot: 2 of 3 points" in text
    assert "We decided these points by hand: read on paper" in text
    assert "one of us will look at it" not in text


@FORMATS
def test_a_test_that_a_person_stood_in_for_waits_for_nothing(render: Render) -> None:
    """It could not be judged, and the points are decided."""
    by_hand = question_mark(points=3.0, by_hand=True, reason="it is right")
    one = mark(
        questions=(by_hand,), points=3.0, result=result(question(outcome(Status.UNGRADED), points=None))
    )
    text = words(render(one))
    assert "yet" not in text
    assert "not judged by the program: Right over" in text


@FORMATS
def test_numbers_that_nobody_expects_are_told(render: Render) -> None:
    """More than the maximum is what staff gave; a maximum without end crashes nothing."""
    above = question_mark(points=5.0, by_hand=True, reason="a bonus")
    assert "The reef knot: 5 of 3 points" in words(render(mark(points=5.0, questions=(above,))))
    endless = mark(points=None, max_points=float("inf"))
    assert "not decided yet, of inf points" in words(render(endless))


@FORMATS
def test_points_read_well(render: Render) -> None:
    """Two digits at most, and one point is no points."""
    one = mark(points=2 / 3, max_points=1.0, questions=())
    assert "Alice Adams: 0.67 of 1 point<" in render(one).replace("**\n", "<")
