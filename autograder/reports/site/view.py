"""What the pages of a report show, gathered and ready: leaf data of the site.

Texts in it may be a student's: pages escape all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from autograder.marks import Mark


@dataclass(frozen=True, kw_only=True, eq=False)
class Difference:
    """One plane of numbers that was answered, beside what was due.

    Attributes:
        plane: which one of a larger array, "[0, 2]", or nothing.
        given: the answer, of shape (rows, columns).
        due: of the same shape.
        right: which elements are right, of the same shape.
    """

    plane: str
    given: NDArray[np.generic]
    due: NDArray[np.generic]
    right: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Example:
    """One call that was answered wrongly. Hidden inputs: for staff alone.

    Attributes:
        test: id of the test that made it.
        function: which was called.
        call: as one would write it, over several lines where arrays are large.
        given: what was answered.
        due: what was due.
        differs: how they differ, in a sentence.
        difference: where, if both are arrays of one shape.
    """

    test: str
    function: str
    call: str
    given: str
    due: str
    differs: str = ""
    difference: Difference | None = None


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Students whose wrong answers in one question are the same, and are no known mistake's.

    Attributes:
        question: its id.
        fingerprint: of their answers.
        students: their keys.
        example: a call, None if none is kept.
        template: source text of a new fault to be written, or nothing.
        explanation: facts that hold of the answers, or nothing.
    """

    question: str
    fingerprint: str
    students: tuple[str, ...]
    example: Example | None = None
    template: str = ""
    explanation: str = ""


@dataclass(frozen=True, kw_only=True)
class KnownFault:
    """One mistake of the assignment's catalogue."""

    id: str
    title: str
    hint: str


def fault_of(name: str, faults: Mapping[str, KnownFault]) -> KnownFault:
    """Return a fault of a catalogue; one that has left it since still has its id."""
    return faults.get(name) or KnownFault(id=name, title=name, hint="")


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """One piece of work of a student, oldest first in a history.

    Attributes:
        submission: the name of what was handed in.
        handed_in: when, ISO 8601, or nothing if that is not known.
        points: what grading gave it the last time, None if it has no result or could not be judged.
        max_points: what it could have had.
        counts: whether it is the one that counts.
    """

    submission: str
    handed_in: str
    points: float | None
    max_points: float
    counts: bool


@dataclass(frozen=True, kw_only=True)
class CodeCell:
    """A cell of a notebook, or a file.

    Attributes:
        label: what a student calls it, "code cell 3".
        source: its text.
        failing: why a line failed, by its number, from 1.
        wrong: what is said of the first line of a function that answered wrongly, by its number.
    """

    label: str
    source: str
    failing: Mapping[int, str] = field(default_factory=dict)
    wrong: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StudentView:
    """What the page of one student shows.

    Attributes:
        mark: hers.
        page: the name of its file, without folders.
        examples: wrong calls by the ids of questions.
        code: what she handed in.
        code_note: why there is no code, or what was left out.
        history: all that she handed in, oldest first.
    """

    mark: Mark
    page: str
    examples: Mapping[str, tuple[Example, ...]] = field(default_factory=dict)
    code: tuple[CodeCell, ...] = ()
    code_note: str = ""
    history: tuple[HandIn, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClassView:
    """What the page of a class shows, and all pages have in common.

    Attributes:
        course: its title.
        title: of the assignment.
        as_of: when the newest result was graded, ISO 8601 in UTC, or nothing.
        marks: of all students, in the order in which they are listed.
        pages: the name of each student's page, without folders, by her key.
        faults: the catalogue, by the ids of its faults.
        clusters: the largest first.
        histories: by the keys of students.
        anonymous: whether names and numbers stand for other ones.
    """

    course: str
    title: str
    as_of: str
    marks: tuple[Mark, ...]
    pages: Mapping[str, str]
    faults: Mapping[str, KnownFault] = field(default_factory=dict)
    clusters: tuple[Cluster, ...] = ()
    histories: Mapping[str, tuple[HandIn, ...]] = field(default_factory=dict)
    anonymous: bool = False
