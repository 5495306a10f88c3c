"""The page of one student: what she has and why, for staff, and nothing in it that acts."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from autograder.marks import Mark, Standing
from autograder.reports.site.student_page import student_page
from autograder.reports.site.view import (
    ClassView,
    Cluster,
    CodeCell,
    Difference,
    HandIn,
    KnownFault,
    StudentView,
)
from autograder.results import Line, Status, TestOutcome
from tests.reports.marks import ALICE, mark, missing, question_mark
from tests.reports.site.document import Document, Element, read
from tests.reports.site.views import class_view, example, graded
from tests.samples import outcome, question, result


def page_of(own: Mark, *, whole: ClassView | None = None, **more: Any) -> Document:
    """Return what is on the page of a student, with a space between elements."""
    view = StudentView(mark=own, page="alice", **more)
    return read(student_page(view, whole or class_view([own])).replace("<", " <"))


def with_tests(*tests: TestOutcome, **more: Any) -> Mark:
    """Return a mark of one question with these tests."""
    return mark(result=result(question(*tests, points=1.5, **more)))


def many(count: int, status: Status = Status.FAILED, **more: Any) -> list[TestOutcome]:
    """Return cases of one test that ended alike."""
    return [
        outcome(
            status,
            id=f"test_hidden::test_reef[{number}]",
            title=f"Right over left. [{number}]",
            **more,
        )
        for number in range(count)
    ]


def classed(document: Document, name: str) -> list[Element]:
    """Return the elements of a class."""
    return [one for one in document.elements if name in one.attributes.get("class", "").split()]


def words(text: str) -> str:
    """Return a text in one line."""
    return " ".join(text.split())


def texts(elements: list[Element]) -> list[str]:
    """Return the texts of elements, a line each."""
    return [words(element.text) for element in elements]


def test_a_page_says_whose_it_is_and_what_she_has() -> None:
    """Her name and numbers, points, work, when, with whom, and that the page is for staff."""
    own = mark(
        handed_in="2026-03-02T10:00:00Z",
        late=True,
        partners=("Bob",),
        remarks=("reef was set to 1 by hand",),
    )
    document = page_of(own)
    assert texts(document.all("h1")) == ["Alice Adams"]
    text = words(document.all("body")[0].text)
    for part in (
        "1001 · alice@example.org",
        "For staff alone: hidden inputs",
        "points 1.5 of 3",
        "standing graded",
        "handed in 2026-03-02 10:00 alice.ipynb late",
        "Handed in together with Bob.",
        "staff only reef was set to 1 by hand",
    ):
        assert part in text


def test_neighbours_are_those_of_the_class() -> None:
    """In its order, the first without one before her."""
    marks = [graded(key, "p", name=name) for key, name in (("b", "Bea"), ("a", "Abe"), ("c", "Cleo"))]
    whole = class_view(marks, pages={"b": "bea", "a": "a b#", "c": "cleo"})
    ways = [
        [(words(one.text), one.attributes["href"]) for one in page_of(own, whole=whole).all("a")[1:4]]
        for own in marks
    ]
    home = ("All students", "../index.html")
    assert ways[0][:2] == [home, ("Abe →", "a%20b%23.html")]
    assert ways[1] == [home, ("← Bea", "bea.html"), ("Cleo →", "cleo.html")]
    assert ways[2][:2] == [home, ("← Abe", "a%20b%23.html")]


def test_what_was_told_and_what_is_for_staff_are_told_apart() -> None:
    """Each with a word before it, never by colour alone."""
    failed = outcome(Status.FAILED, message="off by one", note="off by one\ngot 3 for reef(9)")
    own = with_tests(
        failed,
        message="judged as defined",
        diagnosis="one turn less",
        explanation="one turn less, left",
        note="the search was cut",
    )
    document = page_of(own)
    told, staff = (texts(classed(document, name)) for name in ("told", "staff"))
    assert told == [
        "the student was told judged as defined",
        "the student was told: diagnosis one turn less",
        "the student was told off by one",
    ]
    assert staff == [
        "staff only: diagnosis one turn less, left",
        "staff only the search was cut",
        "staff only got 3 for reef(9)",
    ]


def test_tests_that_ended_alike_are_one_group() -> None:
    """A stub's hundred failures are one row, with its cases and what is said of them said once."""
    at = Line(label="code cell 3", number=2)
    tests = many(100, Status.ERROR, message="NotImplementedError\n  code cell 3", note="TODO", at=at)
    document = page_of(with_tests(*tests, outcome()))
    failed, passed = document.all("details")
    assert "open" in failed.attributes
    assert "open" not in passed.attributes
    assert texts(document.all("summary")) == [
        "✗ error in the code 100 tests 0.0 ms",
        "✓ passed 1 test 0.0 ms",
    ]
    assert len(classed(document, "tests")) == 2
    assert words(failed.text).count("Right over left.") == 1
    assert words(failed.text).count("NotImplementedError") == 1
    assert len([one for one in classed(document, "cases")[0].text.split() if one.isdigit()]) == 100


def test_of_many_different_rows_the_first_are_shown() -> None:
    """The others are folded, and all are there."""
    tests = [
        dataclasses.replace(one, note=f"note {number}")
        for number, one in enumerate(many(20, message="no"))
    ]
    document = page_of(with_tests(*tests))
    assert texts(document.all("summary"))[1] == "and 14 more that ended alike"
    assert [words(one.text)[-7:] for one in classed(document, "staff")][-1] == "note 19"


@pytest.mark.parametrize("status", Status)
def test_each_status_has_a_sign_and_words(status: Status) -> None:
    """A person tells them apart without colours."""
    document = page_of(with_tests(outcome(status, message="so")))
    sign = {"passed": "✓", "ungraded": "?"}.get(status.value, "✗")
    assert texts(document.all("summary"))[0].startswith(f"{sign} ")


def test_an_outcome_links_to_the_line_that_failed() -> None:
    """Which is marked, with its reason as text; a line that is not shown is only named."""
    at = [Line(label="code cell 3", number=2), Line(label="code cell 9", number=1)]
    tests = [outcome(Status.ERROR, message="IndexError", at=one) for one in at]
    cell = CodeCell(
        label="code cell 3",
        source="def reef(n):\n    return [][n]\n",
        failing={2: "IndexError"},
        wrong={1: "`reef` answers wrongly"},
    )
    document = page_of(with_tests(*tests), code=(cell,))
    (link,) = [one for one in document.all("a") if words(one.text) == "code cell 3, line 2"]
    line = document.by_id(link.attributes["href"].removeprefix("#"))
    assert line.attributes["class"] == "line failing"
    assert words(line.text) == "return [][ n ] ✗ line 2 failed: IndexError"
    assert texts(document.all("mark")) == ["return [][ n ]"]
    assert document.by_id("code-1-1").text.split()[-4:] == ["≠", "`reef`", "answers", "wrongly"]
    assert "at code cell 9, line 1" in words(document.all("main")[0].text)


def test_examples_show_where_they_differ() -> None:
    """Numbers in tables with headers, and a wrong one has a word for who sees no frame."""
    document = page_of(mark(), examples={"reef": (example("reef(3)"),)})
    (figure,) = classed(document, "example")
    assert "reef in test_hidden::test_0" in words(figure.text)
    tables = [one for one in document.all("table") if one.text.split()[0] in {"due", "given"}]
    assert texts(tables) == [
        "due 0 1 2 0 0 1 2 1 3 4 5",
        "given 0 1 2 0 0 1 2 1 3 5 wrong 5",
    ]
    assert {one.attributes.get("scope") for one in document.all("th")} == {"col", "row"}


def test_a_large_difference_is_an_image_with_words() -> None:
    """In the page itself, for who can see it and who cannot."""
    due = np.arange(900.0).reshape(30, 30)
    plane = Difference(plane="", given=due + 1, due=due, right=np.zeros((30, 30), dtype=bool))
    large = dataclasses.replace(example(), difference=plane)
    images = page_of(mark(), examples={"reef": (large,)}).all("img")
    assert all(one.attributes["src"].startswith("data:image/png;base64,") for one in images)
    assert [one.attributes["alt"] for one in images if "map" in one.attributes.get("class", "")] == [
        "due: 0 to 899",
        "given: 1 to 900",
        "how far apart: up to 1, at 900 values",
    ]


def test_known_mistakes_have_their_titles() -> None:
    """One that has left the catalogue has its id."""
    own = with_tests(outcome(Status.FAILED), faults=("left", "gone"))
    faults = {"left": KnownFault(id="left", title="Left over left", hint="")}
    document = page_of(own, whole=class_view([own], faults=faults))
    assert texts(classed(document, "staff")) == [
        "staff only: a known mistake explains every answer Left over left left",
        "staff only: a known mistake explains every answer gone gone",
    ]


def test_who_answered_alike_is_named() -> None:
    """Eight of them, with the way to their pages, and how many more there are."""
    own = with_tests(outcome(Status.FAILED), fingerprint="f")
    others = [graded(f"k{number}", "f") for number in range(10)]
    keys = (ALICE.key, *(one.student.key for one in others))
    cluster = Cluster(question="reef", fingerprint="f", students=keys)
    document = page_of(own, whole=class_view([own, *others], clusters=(cluster,)))
    (said,) = [text for text in texts(classed(document, "staff")) if "same answers" in text]
    assert "10 others gave exactly the same wrong answers" in said
    assert said.endswith("Student k7 and 2 more.")


def test_points_by_hand_say_why() -> None:
    """In the table, and as the student reads it."""
    decided = question_mark(points=2.0, by_hand=True, reason="both readings are right")
    document = page_of(mark(questions=(decided,)))
    text = words(document.all("main")[0].text)
    assert "by hand both readings are right" in text
    assert "These points were decided by hand: both readings are right" in text


def test_who_handed_in_nothing_has_a_page() -> None:
    """It says so."""
    text = words(page_of(missing()).all("main")[0].text)
    assert "standing nothing handed in" in text
    assert "points \N{EM DASH} of 3" in text
    assert text.count("Nothing was handed in.") == 2
    assert "There is no code to show." in text


def test_what_could_not_be_read_has_no_tests() -> None:
    """None was run, though each has an outcome; the message says what to do."""
    unread = result(question(*many(9), points=0.0), messages=("alice.ipynb is empty.",))
    own = mark(standing=Standing.UNREADABLE, result=unread, points=0.0)
    document = page_of(own, code_note="it could not be read")
    text = words(document.all("main")[0].text)
    assert "the student was told alice.ipynb is empty." in text
    assert "Nothing of it could be run." in text
    assert "it could not be read" in text
    assert document.all("details") == []


def test_what_was_not_judged_says_so() -> None:
    """Points that nobody has decided are none, not zero."""
    asked = question(outcome(Status.UNGRADED), points=None)
    open_mark = question_mark(points=None)
    own = mark(standing=Standing.UNGRADED, points=None, result=result(asked), questions=(open_mark,))
    text = words(page_of(own).all("main")[0].text)
    assert "standing not judged" in text
    assert "not decided of 3" in text
    assert "? not judged by the program 1 test" in text


def test_a_question_for_a_person_waits() -> None:
    """One that no test judges."""
    essay = question_mark(id="essay", title="Essay", points=None)
    text = words(page_of(mark(questions=(question_mark(), essay))).all("main")[0].text)
    assert "A person has to decide the points of this question." in text


def test_all_that_was_handed_in_is_listed() -> None:
    """With what it got, and which one counts."""
    first = HandIn(submission="a.py", handed_in="", points=None, max_points=3.0, counts=False)
    last = HandIn(
        submission="b.py", handed_in="2026-03-02T10:00:00Z", points=1.5, max_points=3.0, counts=True
    )
    section = page_of(mark(), history=(first, last)).by_id("history")
    assert words(section.text).endswith(
        "not known a.py not decided of 3 2026-03-02 10:00 b.py 1.5 of 3 counts"
    )
