"""The table of marks for staff."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.marks import Mark, Standing, Student
from autograder.reports.marks_csv import marks_csv
from tests.reports.marks import ALICE, mark, missing, nasty_marks, question_mark
from tests.reports.test_hostile import hold_is_harmless
from tests.samples import question, result


def rows(marks: Sequence[Mark]) -> list[list[str]]:
    """Return the cells of the table, as a strict reader finds them."""
    data = marks_csv(marks)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def cell(one: Mark, column: str) -> str:
    """Return one cell of the table of one mark."""
    header, row = rows([one])
    return row[header.index(column)]


def test_a_row_has_all_that_staff_look_up() -> None:
    """In columns that stay where they are."""
    reef = question(points=1.5, message="right, given a correct bend", diagnosis="Left over left.")
    graded = mark(
        result=result(reef),
        handed_in="2026-03-02T10:00:00Z",
        late=True,
        partners=("Bob", "Carol"),
        remarks=("an override is out of date", "not on the roster"),
    )
    assert marks_csv([graded]).decode("utf-8-sig") == (
        "name,sid,email,status,points,max,reef (/3),late,handed in,file,partners,diagnosis,remarks\r\n"
        "Alice Adams,1001,alice@example.org,graded,1.5,3,1.5,late,2026-03-02T10:00:00Z,alice.ipynb,"
        '"Bob, Carol","reef: right, given a correct bend Left over left.",'
        "an override is out of date | not on the roster\r\n"
    )


def test_columns_that_nobody_needs_are_not_there() -> None:
    """One student with a section, and all have the column."""
    bob = Student(key="7", name="Bob", canvas_id="7", section="Tuesday")
    header, first, second = rows([mark(), mark(student=bob)])
    assert header[:5] == ["name", "sid", "email", "canvas id", "section"]
    assert (first[3:5], second[3:5]) == (["", ""], ["7", "Tuesday"])
    assert "section" not in rows([mark()])[0]


def test_what_is_not_judged_is_empty_and_no_zero() -> None:
    """An empty cell is not counted by a spreadsheet's mean."""
    assert cell(missing(), "points") == cell(missing(), "reef (/3)") == ""
    assert cell(mark(points=0.0), "points") == "0"


@pytest.mark.parametrize(
    ("points", "shown"), [(2.0, "2"), (8.571429, "8.571429"), (0.1 + 0.2, "0.3"), (100.0, "100")]
)
def test_numbers_are_numbers(points: float, shown: str) -> None:
    """With all their digits, and none of a float's."""
    assert cell(mark(points=points), "points") == shown


def test_questions_that_one_mark_lacks_have_a_column() -> None:
    """One that a person grades can be new to some."""
    essay = question_mark(id="essay", points=4.0, max_points=5.0)
    header, first, second = rows([mark(), mark(questions=(question_mark(), essay))])
    assert header[6:8] == ["reef (/3)", "essay (/5)"]
    assert (first[6:8], second[6:8]) == (["1.5", ""], ["1.5", "4"])


def test_a_question_is_worth_the_most_that_anybody_can_have() -> None:
    """Results of before a change of points are still there, in any order."""
    marks = [mark(questions=(question_mark(max_points=most),)) for most in (3.0, 5.0, 4.0)]
    assert rows(marks)[0][6] == "reef (/5)"


@pytest.mark.parametrize(
    ("diagnosis", "said"), [("", "reef: as defined A row less."), ("A row.", "reef: as defined A row.")]
)
def test_what_is_known_is_told_to_staff(diagnosis: str, said: str) -> None:
    """Also where the assignment reveals nothing of it to students."""
    reef = question(message="as defined", explanation="A row less.", diagnosis=diagnosis)
    assert cell(mark(result=result(reef)), "diagnosis") == said


def test_numbers_that_nobody_expects_are_written() -> None:
    """More than the maximum is what staff gave; a maximum without end crashes nothing."""
    assert cell(mark(points=5.0, questions=(question_mark(points=5.0),)), "reef (/3)") == "5"
    endless = question_mark(points=None, max_points=float("inf"))
    assert cell(mark(points=None, max_points=float("inf"), questions=(endless,)), "points") == ""


def test_why_nothing_could_be_run_is_in_the_table() -> None:
    """Where a diagnosis would be."""
    unreadable = mark(
        standing=Standing.UNREADABLE,
        result=result(question(points=0.0), status="unreadable", messages=("it is\nempty",)),
    )
    assert cell(unreadable, "diagnosis") == "it is empty"


def test_there_may_be_nobody() -> None:
    """A header is a table too."""
    assert len(rows([])) == 1


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|'/C calc'!A0",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n =1",
        "\ufeff=1",
        "\uff1d1",
        "a; =1",
        "a;\t@SUM(1)",
    ],
    ids=ascii,
)
def test_no_text_is_a_formula(text: str) -> None:
    """An apostrophe tells spreadsheets so, after what separates cells for some of them as well."""
    for shown in (
        cell(mark(student=Student(key="1", name=text)), "name"),
        cell(mark(submission=text), "file"),
        cell(mark(remarks=(text,)), "remarks"),
        cell(mark(partners=(text,)), "partners"),
    ):
        for part in shown.split(";"):
            assert not re.match(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]", part)
    assert cell(mark(student=Student(key="1", name="=1")), "name") == "'=1"


def test_ordinary_text_is_as_it_is() -> None:
    """Addresses, negative numbers within a sentence, and names of all scripts."""
    name = "Anne-Marie O'Neill; 李雷 (a@b.org) = 1"
    assert cell(mark(student=Student(key="1", name=name)), "name") == name


@settings(deadline=None, max_examples=40)
@given(st.lists(nasty_marks(), max_size=2))
def test_any_text_leaves_the_table_whole(marks: list[Mark]) -> None:
    """As many rows and columns as there should be, each cell one harmless line."""
    header, *others = rows([*marks, mark(student=ALICE)])
    assert len(others) == len(marks) + 1
    for row in (header, *others):
        assert len(row) == len(header)
        for text in row:
            hold_is_harmless(text)
            assert not re.match(r"[=+\-@\t\r]", text)
            assert "\n" not in text
