"""Views of classes to test with, made on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.marks import Mark, Standing, Student
from autograder.reports.site.view import ClassView, Cluster, Difference, Example, HandIn, KnownFault
from autograder.results import Status
from tests.reports.marks import mark, missing, question_mark
from tests.samples import outcome, question, result

STATUSES = {
    "p": Status.PASSED,
    "f": Status.FAILED,
    "u": Status.UNGRADED,
    "t": Status.TIMEOUT,
    "m": Status.MEMORY,
    "c": Status.CRASHED,
}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "javascript:alert(3)",
    "\u202egnp.exe\u2066",
    "{{ 7 * 7 }}{% raw %}",
    "' onmouseover='alert(4)",
    "</style></script></title><svg onload=alert(5)>",
)
NAMES = ("Ada", "Björn", "Chloé", "Dmitri", "Esra", "Femi", "Grace", "Hiro", "Ines", "José")


def student(key: str, name: str = "") -> Student:
    """Return somebody whose number is her key."""
    return Student(key=key, name=name or f"Student {key}", sid=key)


def graded(key: str, tests: str, *, name: str = "", faults: tuple[str, ...] = (), **more: Any) -> Mark:
    """Return the mark of a student in one question of a point a test, given by a letter each.

    `p` passed, `f` failed, `u` could not be judged, `t` ran into a limit of time, `m` of memory,
    `c` crashed.
    """
    outcomes = [
        outcome(
            STATUSES[letter],
            id=f"test_hidden::test_{number}",
            title=f"Knot {number} holds.",
            seconds=0.5 if letter == "t" else 0.01,
        )
        for number, letter in enumerate(tests)
    ]
    points = None if "u" in tests else float(tests.count("p"))
    most = float(len(tests))
    known: dict[str, Any] = {
        "student": student(key, name),
        "standing": Standing.UNGRADED if points is None else Standing.GRADED,
        "questions": (question_mark(points=points, max_points=most),),
        "points": points,
        "max_points": most,
        "result": result(question(*outcomes, points=points, max_points=most, faults=faults)),
    }
    return mark(**{**known, **more})


def unreadable(key: str, tests: int = 3) -> Mark:
    """Return the mark of a student whose work could not be run: all of its tests failed."""
    made = graded(key, "f" * tests)
    own = result(*(made.result.questions if made.result else ()), status="unreadable")
    return graded(key, "f" * tests, standing=Standing.UNREADABLE, result=own)


def absent(key: str, most: float = 3.0) -> Mark:
    """Return the mark of a student who handed in nothing."""
    return missing(
        student=student(key),
        questions=(question_mark(points=None, max_points=most),),
        max_points=most,
    )


def class_view(marks: Sequence[Mark], **more: Any) -> ClassView:
    """Return the view of a class."""
    known: dict[str, Any] = {
        "course": "Knots",
        "title": "Bends",
        "as_of": "2026-03-04T12:30:45+00:00",
        "pages": {mark.student.key: f"page-{number}" for number, mark in enumerate(marks)},
    }
    return ClassView(marks=tuple(marks), **{**known, **more})


def example(text: str = "reef(3)") -> Example:
    """Return a call that was answered wrongly in one place."""
    due = np.arange(6.0).reshape(2, 3)
    given = due + (due == 4)
    return Example(
        test="test_hidden::test_0",
        function="reef",
        call=text,
        given=f"{text} given",
        due=f"{text} due",
        differs=text,
        difference=Difference(plane="[0]", given=given, due=due, right=given == due),
    )


def hand_ins(*points: float | None) -> tuple[HandIn, ...]:
    """Return a history of pieces of work with so many points of three."""
    return tuple(
        HandIn(
            submission=f"{number}.py",
            handed_in=f"2026-03-0{number + 1}T10:00:00+00:00",
            points=value,
            max_points=3.0,
            counts=number == len(points) - 1,
        )
        for number, value in enumerate(points)
    )


def whole_class(size: int) -> ClassView:
    """Return a class in which everything occurs that a page can show, hostile text included."""
    patterns = ("ppp", "ppf", "pff", "fpf", "ppp", "ttp", "mpp", "cpp")
    marks: list[Mark] = []
    for number in range(size):
        name = f"{NAMES[number % len(NAMES)]} {number:04d}"
        faults = ("left_over_left",) if number % 8 == 2 else ()
        marks.append(graded(f"k{number}", patterns[number % 8], name=name, faults=faults))
    for number, text in enumerate(HOSTILE):
        marks[-1 - number] = graded(f"h{number}", "fff", name=text, remarks=(text,), faults=(text,))
    marks[0] = unreadable("k0")
    marks[1] = absent("k1")
    marks[2] = graded("k2", "upp", late=True)
    keys = [mark.student.key for mark in marks]
    return class_view(
        marks,
        faults={"left_over_left": KnownFault(id="left_over_left", title="Left over left", hint="")},
        clusters=tuple(
            Cluster(
                question="reef",
                fingerprint=f"{number}",
                students=tuple(keys[number : number + 5]),
                example=example(text),
                template=f"def new_fault():\n    {text}\n",
                explanation=text,
            )
            for number, text in enumerate(HOSTILE)
        ),
        histories={key: hand_ins(1.0, None, 2.0 + number % 2) for number, key in enumerate(keys[:20])},
    )
