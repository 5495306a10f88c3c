"""What a student is sent, as she reads it."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.marks import Mark, Standing, Student
from autograder.reports.feedback import feedback_html, feedback_markdown, feedback_name
from autograder.results import Status
from tests.reports.hostile import TEXTS
from tests.reports.marks import NASTY, mark, missing, question_mark
from tests.reports.test_hostile import hold_is_harmless
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
    test = outcome(Status.FAILED, id="test_hidden::test_SECRET", note="SECRET", message="of values")
    reef = question(test, note="SECRET", faults=("SECRET",), fingerprint="SECRET", points=0.0)
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


@FORMATS
def test_points_read_well(render: Render) -> None:
    """Two digits at most, and one point is no points."""
    one = mark(points=2 / 3, max_points=1.0, questions=())
    assert "Alice Adams: 0.67 of 1 point<" in render(one).replace("**\n", "<")


def named(key: str, name: str = "Alice Adams") -> str:
    """Return the name of a file of feedback."""
    return feedback_name(missing(student=Student(key=key, name=name)))


@pytest.mark.parametrize(
    ("key", "name", "expected"),
    [
        ("1001", "Alice Adams", "1001_alice-adams"),
        ("alice@example.org", "", "alice@example.org"),
        ("u1", "Zoë O'Neill-李", "u1_zoë-o-neill-李"),
        ("1001", "../../etc/passwd\0", "1001_etc-passwd"),
        ("alice", "Alice", "alice"),
    ],
)
def test_files_of_feedback_have_names_to_read(key: str, name: str, expected: str) -> None:
    """The key first, so that they sort and can be looked up."""
    assert named(key, name) == expected


@pytest.mark.parametrize(
    "key", ["", "A", "a/b", "..", ".a", "a_b", "con", "nul.x", "com1", "a" * 300, "é"]
)
def test_a_key_that_no_file_can_have_gets_a_digest(key: str) -> None:
    """And what resembles it before that."""
    assert re.fullmatch(r"[a-z0-9-]+~[0-9a-f]{12}_alice-adams", named(key))


def test_a_name_stays_as_it_is() -> None:
    """Else each run would write files beside those of the one before."""
    assert named("Alice A") == "alice-a~34f06a745360_alice-adams"


@settings(deadline=None)
@given(st.tuples(NASTY, NASTY), st.tuples(NASTY, NASTY))
@example(("a", "b c"), ("a_b", "c"))
@example(("a-b", "c"), ("a", "b-c"))
@example(("ABC", ""), ("abc", ""))
@example(("con", ""), ("CON", ""))
@example(("x" * 400, ""), ("x" * 401, ""))
@example((TEXTS["surrogate"], "\u3164"), ("", ""))
def test_two_students_have_two_files_on_any_machine(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    """Also where case does not count, and never outside the folder."""
    for key, name in (one, other):
        stem = named(key, name)
        assert re.fullmatch(r"[\w@.~-]+", stem)
        assert stem[0].isalnum()
        assert len(f"{stem}.html.partial".encode()) <= 255
        hold_is_harmless(stem)
        assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", stem)
    if one[0] != other[0]:
        assert named(*one).casefold() != named(*other).casefold()
