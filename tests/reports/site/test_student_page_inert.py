"""Whatever a student or a person wrote is text on the page of a student: nothing in it acts."""

from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.marks import Mark, QuestionMark, Standing, Student
from autograder.reports.site.student_page import student_page
from autograder.reports.site.view import (
    ClassView,
    Cluster,
    CodeCell,
    Difference,
    Example,
    HandIn,
    StudentView,
)
from autograder.results import Line, QuestionResult, Status
from autograder.text import scrub
from tests.reports.marks import NASTY
from tests.reports.site.document import Document, read
from tests.samples import outcome, result


def full_page(text: str) -> str:
    """Return a page with a text wherever a person or a submission can put one, in one line."""
    line = " ".join(f"a{text}z".split("\n"))
    at = Line(label=scrub(line, 300), number=1)
    test = outcome(Status.ERROR, title=line, message=f"{line}\n{line}!", note=f"{line}?", at=at)
    case = outcome(id=f"test_hidden::test_reef[{line}]", title=f"Reef [{line}]", message=line)
    asked = QuestionResult(
        id="reef",
        title=line,
        points=1.5,
        max_points=3.0,
        tests=(test, case),
        message=line,
        explanation=f"{line}.",
        diagnosis=line,
        note=line,
        faults=(line,),
        fingerprint="f",
    )
    decided = QuestionMark(id="reef", title=line, points=1.5, max_points=3.0, by_hand=True, reason=line)
    graded_line = result(asked, messages=(line,), notes=(line,))
    own = Mark(
        student=Student(key="k", name=line, sid=line, email=line, login=line, section=line),
        title=line,
        standing=Standing.GRADED,
        questions=(decided,),
        points=1.5,
        max_points=3.0,
        result=graded_line,
        submission=line,
        handed_in=line,
        partners=(line,),
        remarks=(line,),
    )
    other = dataclasses.replace(own, student=Student(key="o", name=line))
    due = np.arange(400.0).reshape(20, 20)
    plane = Difference(plane=line, given=due + 1, due=due, right=np.zeros((20, 20), dtype=bool))
    call = Example(
        test=line, function=line, call=line, given=line, due=line, differs=line, difference=plane
    )
    whole = ClassView(
        course=line,
        title=line,
        as_of="",
        marks=(other, own, dataclasses.replace(own, student=Student(key="p", name=line))),
        pages={"k": "a1", "o": "a2", "p": "a3"},
        clusters=(Cluster(question="reef", fingerprint="f", students=("k", "o")),),
    )
    view = StudentView(
        mark=own,
        page="a1",
        examples={"reef": (call,)},
        code=(CodeCell(label=line, source=line, failing={1: line}, wrong={1: line}),),
        code_note=line,
        history=(HandIn(submission=line, handed_in=line, points=1.0, max_points=3.0, counts=True),),
    )
    return student_page(view, whole)


def skeleton(document: Document) -> list[tuple[str, list[str]]]:
    """Return the elements of a page and the names of their attributes, but not the words of code."""
    plain = [one for one in document.elements if one.name != "span" or "id" in one.attributes]
    return [(one.name, sorted(one.attributes)) for one in plain]


@given(NASTY)
@settings(deadline=None, max_examples=20)
def test_any_text_is_text(text: str) -> None:
    """No element and no attribute comes of it, and no address but those of the site."""
    document = read(full_page(text))
    assert skeleton(document) == skeleton(read(full_page("b")))
    assert {name for one in document.elements if one.name == "span" for name in one.attributes} <= {
        "class",
        "id",
        "data-number",
        "aria-hidden",
    }
    targets = [one.attributes["href"] for one in document.all("a")]
    assert all(one.startswith(("#", "../index.html", "a")) and ":" not in one for one in targets)


@given(st.sampled_from(["\x00", "\u202e", "\ud800", "\x1b[2J", "\u200b"]))
@settings(deadline=None)
def test_what_cannot_be_seen_is_made_visible(text: str) -> None:
    """Marks of direction, control characters and surrogates: nowhere in a page."""
    document = read(full_page(text))
    values = [value for one in document.elements for value in one.attributes.values()]
    assert not any(text[0] in value for value in [document.all("body")[0].text, *values])


def test_a_page_is_the_same_each_time() -> None:
    """For the same views, so that a report that is written again does not change."""
    assert full_page("b") == full_page("b")
