"""The marks of a class as a table for staff: a row a student, a column a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.marks import Mark, Standing
from autograder.reports.cells import number_cell, text_cell, to_csv

_MAX_DIAGNOSIS = 10_000  # a cell of a spreadsheet holds 32,767 characters


def marks_csv(marks: Sequence[Mark]) -> bytes:
    """Return the table as UTF-8 with the mark at its start by which Excel knows it."""
    questions: dict[str, float] = {}
    for question in (question for mark in marks for question in mark.questions):
        questions[question.id] = max(question.max_points, questions.get(question.id, 0.0))
    with_canvas_id = any(mark.student.canvas_id for mark in marks)
    with_section = any(mark.student.section for mark in marks)
    header = [
        *("name", "sid", "email"),
        *(["canvas id"] if with_canvas_id else []),
        *(["section"] if with_section else []),
        *("status", "points", "max"),
        *(text_cell(f"{name} (/{number_cell(most)})") for name, most in questions.items()),
        *("late", "handed in", "file", "partners", "diagnosis", "remarks"),
    ]
    rows = [header]
    for mark in marks:
        student = mark.student
        points = {question.id: question.points for question in mark.questions}
        row = [
            *(text_cell(text) for text in (student.label, student.sid, student.email)),
            *([text_cell(student.canvas_id)] if with_canvas_id else []),
            *([text_cell(student.section)] if with_section else []),
            *(mark.standing.value, number_cell(mark.points), number_cell(mark.max_points)),
            *(number_cell(points.get(name)) for name in questions),
            *("late" if mark.late else "", text_cell(mark.handed_in), text_cell(mark.submission)),
            text_cell(", ".join(mark.partners)),
            text_cell(" | ".join(_diagnoses(mark)), _MAX_DIAGNOSIS),
            text_cell(" | ".join(mark.remarks)),
        ]
        rows.append(row)
    return to_csv(rows).encode("utf-8-sig")


def _diagnoses(mark: Mark) -> Iterator[str]:
    """Give what is known of each question, also what the student is not told, or why nothing is."""
    if mark.result is None:
        return
    if mark.standing is not Standing.GRADED:
        yield from mark.result.messages
    for question in mark.result.questions:
        known = question.diagnosis or question.explanation
        if said := " ".join(text for text in (question.message, known) if text):
            yield f"{question.id}: {said}"
