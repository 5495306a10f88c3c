"""Gradebooks, students and results to test with, made on the spot."""

from __future__ import annotations

from pathlib import Path

from autograder.assignment import Assignment, load_assignment, load_course
from autograder.batch.gradebook import Gradebook
from autograder.batch.handed_in import HandedIn
from autograder.batch.kept import Work
from autograder.grading.graded import Graded
from autograder.marks import Mark, Student
from autograder.results import Result, Status
from autograder.scoring import score, total
from tests.samples import lay_course, outcome, result

TWO_QUESTIONS = """schema_version = 1
title = "Bends"

[[questions]]
id = "reef"
title = "The reef knot"
points = 3

[[questions]]
id = "granny"
title = "The granny knot"
points = 2
"""

ALICE = Student(key="a1", name="Alice Ash", sid="a1", email="alice@example.org")
BOB = Student(key="b2", name="Bob Birch", sid="b2", canvas_id="17")


def assignment_in(folder: Path, **files: str) -> Assignment:
    """Return an assignment with the questions `reef` (3 points) and `granny` (2 points)."""
    lay_course(folder, **{"assignment": TWO_QUESTIONS, **files})
    return load_assignment(load_course(folder), "bends")


def result_for(assignment: Assignment, *, status: str = "graded", **tests: str) -> Result:
    """Return a result; a question's tests are given by a letter each.

    `p` passed, `f` failed, `u` could not be judged: `reef="pf"` is two tests, `reef-0` and `reef-1`.
    """
    kinds = {"p": Status.PASSED, "f": Status.FAILED, "u": Status.UNGRADED}
    outcomes = {
        question.id: [
            outcome(kinds[letter], id=f"test_hidden.py::test_{question.id}[{number}]")
            for number, letter in enumerate(tests.get(question.id, "p"))
        ]
        for question in assignment.questions
    }
    questions = score(assignment.questions, outcomes, {})
    return result(
        *questions,
        assignment=assignment.info,
        status="ungraded" if total(questions) is None else status,
        versions={"autograder": "1"},
    )


def hand_in(book: Gradebook, sha256: str, *students: Student) -> Work:
    """Note a piece of work in a gradebook."""
    handed_in = HandedIn(students=students, path=Path("/work.py"), name="work.py")
    (work,), _ = book.enter([(handed_in, sha256)], [])
    return work


def keep(book: Gradebook, work: Work, result: Result) -> None:
    """Keep a result."""
    book.add_result(work, Graded(result))


def by_question(mark: Mark) -> dict[str, float | None]:
    """Return the points of each question."""
    return {question.id: question.points for question in mark.questions}
