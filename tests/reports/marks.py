"""Marks to test with, made on the spot, and such as nobody would make."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import strategies as st

from autograder.marks import Mark, QuestionMark, Standing, Student
from autograder.results import Status
from tests.reports.hostile import TEXTS
from tests.samples import outcome, question, result

ALICE = Student(key="1001", name="Alice Adams", sid="1001", email="alice@example.org")

# Any text, and more often what means something to a spreadsheet, to Markdown or to HTML.
NASTY = st.one_of(
    st.sampled_from(
        [*TEXTS.values(), "](javascript:alert(1))", "\n\n```\n<script>", "<!-- x", "1. a\n- b"]
    ),
    st.text(st.characters(exclude_categories=()), max_size=20),
    st.text(st.sampled_from("a1 \t\n\r\\`*_{}[]()#+-.!|<>&~$=:/@'\";,^%?"), max_size=30),
)


def mark(**more: Any) -> Mark:
    """Return Alice's mark of 1.5 of 3 points."""
    known: dict[str, Any] = {
        "student": ALICE,
        "title": "Bends",
        "standing": Standing.GRADED,
        "questions": (question_mark(),),
        "points": 1.5,
        "max_points": 3.0,
        "result": result(question(outcome(), outcome(Status.FAILED), points=1.5)),
        "submission": "alice.ipynb",
    }
    return Mark(**{**known, **more})


def missing(**more: Any) -> Mark:
    """Return the mark of somebody who handed in nothing."""
    known: dict[str, Any] = {
        "standing": Standing.MISSING,
        "questions": (question_mark(points=None),),
        "points": None,
        "result": None,
        "submission": "",
    }
    return mark(**{**known, **more})


def question_mark(**more: Any) -> QuestionMark:
    """Return what she has in the one question."""
    known: dict[str, Any] = {"id": "reef", "title": "The reef knot", "points": 1.5, "max_points": 3.0}
    return QuestionMark(**{**known, **more})


@st.composite
def nasty_marks(draw: st.DrawFn) -> Mark:
    """Give marks with any text wherever a person or a submission can put one."""

    def text() -> str:
        return draw(NASTY)

    test = outcome(draw(st.sampled_from(Status)), title=text(), message=text(), note=text())
    graded = result(
        dataclasses.replace(question(test, points=1.5), message=text(), diagnosis=text(), note=text()),
        messages=(text(),),
        notes=(text(),),
        assignment=dataclasses.replace(result().assignment, title=text()),
    )
    return mark(
        student=Student(
            key=text(),
            name=text(),
            sid=text(),
            email=text(),
            canvas_id=text(),
            login=text(),
            section=text(),
        ),
        standing=draw(st.sampled_from(Standing)),
        questions=(question_mark(title=text(), reason=text(), by_hand=True),),
        points=draw(st.sampled_from([None, 0.0, 1.5])),
        result=draw(st.sampled_from([None, graded])),
        submission=text(),
        handed_in=text(),
        late=draw(st.booleans()),
        partners=(text(),),
        remarks=(text(),),
    )
