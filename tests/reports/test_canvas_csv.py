"""The file for Canvas's gradebook, read as Canvas reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import AutograderError
from autograder.marks import Mark, Student
from autograder.reports.canvas_csv import canvas_csv
from tests.reports.marks import mark, missing, nasty_marks

TITLE = "Bends (12345)"


def rows(marks: Sequence[Mark], title: str = TITLE) -> list[list[str]]:
    """Return the cells of the file."""
    text = canvas_csv(marks, title).data.decode()
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def of(**student: str) -> Mark:
    """Return the mark of a student of whom this is known."""
    return mark(student=Student(key="k", name="Alice Adams", **student))


def test_the_file_is_what_canvas_exports() -> None:
    """Its header, what the assignment is worth, and a row a student."""
    student = {"canvas_id": "77", "sid": "1001", "login": "alice", "section": "Tuesday, 10:00"}
    assert canvas_csv([of(**student)], TITLE).data == (
        b"Student,ID,SIS User ID,SIS Login ID,Section,Bends (12345)\r\n"
        b"    Points Possible,,,,,3\r\n"
        b'Alice Adams,77,1001,alice,"Tuesday, 10:00",1.5\r\n'
    )


@pytest.mark.parametrize("known", ["canvas_id", "sid", "login"])
def test_one_thing_that_canvas_knows_is_enough(known: str) -> None:
    """Its own number, the school's, or the name at the school's computers."""
    grades = canvas_csv([of(**{known: "77"})], TITLE)
    assert grades.left_out == ()
    assert b"Alice Adams," in grades.data


def test_whoever_canvas_cannot_know_is_told() -> None:
    """A name alone could be somebody else's, and an address is nothing that it looks for."""
    grades = canvas_csv([of(), of(email="alice@example.org"), of(sid="1")], TITLE)
    assert grades.left_out == ("Alice Adams", "Alice Adams")
    assert grades.data.count(b"Alice Adams") == 1


def test_who_has_no_mark_has_no_row() -> None:
    """Canvas would delete the score that it has, if the cell were empty."""
    grades = canvas_csv([mark(), missing(student=Student(key="2", name="Bob", sid="2"))], TITLE)
    assert grades.left_out == ()
    assert b"Bob" not in grades.data


def test_a_zero_is_a_mark() -> None:
    """Unlike none."""
    assert rows([mark(points=0.0)])[2][-1] == "0"


@pytest.mark.parametrize("number", ["12x", "x", "-5", "1.5", "\u0661", "9" * 30])
def test_a_number_that_is_none_is_not_used(number: str) -> None:
    """Canvas takes `12x` for the number 12."""
    assert canvas_csv([of(canvas_id=number)], TITLE).left_out == ("Alice Adams",)
    assert rows([of(canvas_id=number, sid="1")])[2][1:3] == ["", "1"]


@pytest.mark.parametrize("text", ["=1", "a\nb", " a", "a\u200bb"], ids=ascii)
def test_what_a_cell_cannot_hold_identifies_nobody(text: str) -> None:
    """Changed, it could be somebody else's."""
    assert canvas_csv([of(sid=text, login=text)], TITLE).left_out == ("Alice Adams",)


def test_nobodys_name_sets_what_an_assignment_is_worth() -> None:
    """Canvas takes any row for that whose first cell holds the words."""
    table = rows([mark(student=Student(key="1", sid="1", name="my Points  Possible"))])
    assert [("Points Possible" in row[0]) for row in table] == [False, True, False]


@pytest.mark.parametrize("title", ['Bends, part "two" (5)', "=Bends", "Schläge; zwei", " Bends "])
def test_a_title_is_taken_as_it_is(title: str) -> None:
    """Canvas compares it."""
    assert rows([mark()], title)[0][-1] == title


@pytest.mark.parametrize("title", ["", "  ", "a\nb", "a\x00", "\ud800"], ids=ascii)
def test_a_title_that_cannot_be_one_is_refused(title: str) -> None:
    """In words that a terminal can show."""
    with pytest.raises(AutograderError, match="cannot be the title of an assignment") as caught:
        canvas_csv([mark()], title)
    str(caught.value).encode()


def test_numbers_that_nobody_expects_are_written() -> None:
    """More than the maximum is what staff gave; who has nothing has no row, whatever it is worth."""
    assert [row[-1] for row in rows([mark(points=5.0, student=Student(key="1", sid="1"))])[1:]] == [
        "3",
        "5",
    ]
    assert len(rows([mark(points=None, max_points=float("inf"))])) == 2


def test_there_may_be_nobody() -> None:
    """The file is one that Canvas reads."""
    assert rows([]) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", TITLE],
        ["    Points Possible", "", "", "", "", ""],
    ]


@settings(deadline=None, max_examples=40)
@given(st.lists(nasty_marks(), max_size=2))
def test_any_text_leaves_the_file_whole(marks: list[Mark]) -> None:
    """Everybody with a mark is in it or is told, and each row has its cells."""
    grades = canvas_csv(marks, TITLE)
    table = rows(marks)
    assert len(table) - 2 + len(grades.left_out) == sum(one.points is not None for one in marks)
    for row in table[2:]:
        assert len(row) == 6
        assert "Points Possible" not in row[0]
        assert any(row[1:4])
        assert not any("\n" in text or text.startswith(("=", "+", "-", "@")) for text in row)
