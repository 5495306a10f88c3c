"""Students who answered alike, where nobody knows the mistake."""

from __future__ import annotations

import dataclasses
from typing import Any

from autograder.batch.clusters import clusters
from autograder.marks import Mark, Standing, Student
from autograder.results import Status
from tests.samples import outcome, question, result


def marked(key: str, **more: Any) -> Mark:
    """Return the mark of a student with a wrong answer."""
    asked = question(outcome(Status.FAILED), **{"points": 0.0, "fingerprint": "f1", **more})
    return Mark(
        student=Student(key=key),
        title="Bends",
        standing=Standing.GRADED,
        questions=(),
        points=0.0,
        max_points=3.0,
        result=result(asked),
    )


def test_clusters_are_of_those_who_answered_alike() -> None:
    """The largest first; who made a known mistake, or lost nothing, is in none."""
    none = dataclasses.replace(marked("m"), result=None)
    right = marked("r", points=3.0)
    known = marked("k", faults=("one_added",))
    alone = marked("a", fingerprint="f0")
    found = clusters([none, alone, marked("x", explanation="why"), right, known, marked("y")])
    assert [(one.question, one.fingerprint, one.students) for one in found] == [
        ("reef", "f1", ("x", "y")),
        ("reef", "f0", ("a",)),
    ]
    assert found[0].explanation == "why"


def test_who_answered_nothing_is_in_no_cluster() -> None:
    """A function that is not written yet is no mistake to name."""
    errors = question(outcome(Status.ERROR), outcome(Status.TIMEOUT), points=0.0, fingerprint="f1")
    assert clusters([dataclasses.replace(marked("s"), result=result(errors))]) == ()
