"""Moodle's grading worksheet with the points of a class in it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from autograder.batch.worksheet import Worksheet, filled_in
from autograder.errors import AutograderError
from autograder.marks import Mark, Standing, Student
from tests.batch.place import Place
from tests.grading.command import run

HEADER = (
    "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments"
)
REST = 'Yes,"Friday, 27 November 2026, 10:02 AM",-," <p>well, ""fine""</p>\n"'


def mark(points: float | None, **known: str) -> Mark:
    """Return the mark of a student."""
    student = Student(key=next(iter(known.values())), **known)
    standing = Standing.MISSING if points is None else Standing.GRADED
    return Mark(
        student=student, title="Bends", standing=standing, questions=(), points=points, max_points=12.5
    )


ADA = mark(7.25, email="ada@example.org", name="Ada Lovelace")
JO = mark(12.5, email="jo@example.org", name="Jo Smith")
LIN = mark(None, name="Lin Chen")


def fill(tmp_path: Path, text: str, *marks: Mark, encoding: str = "utf-8") -> Worksheet:
    """Fill in a worksheet with this content."""
    path = tmp_path / "worksheet.csv"
    path.write_bytes(text.encode(encoding))
    return filled_in(path, marks)


def test_grades_are_filled_in_and_all_else_stays(tmp_path: Path) -> None:
    """To the letter: Moodle takes a comment with one space less for another one."""
    lines = [
        HEADER,
        f"Participant 1,Ada Lovelace,ada@example.org,Submitted,-,12.50,{REST}",
        f"Participant 2,Jo Smith,jo@example.org,Submitted,3.00,12.50,{REST}",
        f"Participant 3,Lin Chen,lin@example.org,No submission,1.00,12.50,{REST}",
    ]
    text = "\r\n".join([*lines, ""])
    filled = fill(tmp_path, f"\ufeff{text}", ADA, JO, LIN)
    due = text.replace("Submitted,-", "Submitted,7.25").replace("Submitted,3.00", "Submitted,12.5")
    rows = list(csv.reader(io.StringIO(filled.data.decode(), newline="")))
    assert rows == list(csv.reader(io.StringIO(due, newline="")))
    assert (filled.filled, filled.remarks) == (2, ())
    assert filled.data.isascii()


def test_those_whose_names_are_hidden_are_found_by_their_numbers(tmp_path: Path) -> None:
    """All else that the worksheet has of them is the same for each."""
    text = "Identifier,Status,Grade,Maximum grade\nParticipant 21,x,,12.5\nParticipant 2,x,,12.5\n"
    filled = fill(tmp_path, text, mark(1, login="Participant 2"), mark(2, login="Participant 21"))
    assert filled.data.decode().splitlines()[1:] == ["Participant 21,x,2,12.5", "Participant 2,x,1,12.5"]


def test_a_german_worksheet_keeps_its_names_and_gets_commas(tmp_path: Path) -> None:
    """Moodle finds columns by the words of the language in which the worksheet was downloaded."""
    header = "ID;Vollständiger Name;E-Mail-Adresse;Bewertung;Bestwertung;Zuletzt geändert (Bewertung)"
    text = f"{header}\nTeilnehmer/in5;Jo Smith;jo@example.org;;12,50;-\n"
    filled = fill(tmp_path, text, JO, encoding="cp1252")
    due = f"{header}\nTeilnehmer/in5;Jo Smith;jo@example.org;12.5;12,50;-\n".replace("12,50", '"12,50"')
    assert filled.data.decode().splitlines() == due.replace(";", ",").splitlines()


def test_what_cannot_be_told_is_left_and_named(tmp_path: Path) -> None:
    """A row that may be of two, one of nobody, and who has points and no row."""
    namesakes = mark(3, email="a@x", name="Jo Smith"), mark(4, email="b@x", name="Jo Smith")
    text = "Full name,Grade,Maximum grade\nJo Smith,-,12.5\nAl Nobody,-\nAda Lovelace,-,12.5\n"
    filled = fill(tmp_path, text, *namesakes, ADA)
    assert filled.data.decode().splitlines()[1:] == [
        "Jo Smith,-,12.5",
        "Al Nobody,-,",
        "Ada Lovelace,7.25,12.5",
    ]
    two, nobody, left = filled.remarks
    assert two.startswith("line 2 is as it was: no student of the gradebook is certain to be meant")
    assert nobody.startswith("line 3 is as it was: ")
    assert left == "not on the worksheet: Jo Smith and Jo Smith"
    with_keys = "key,Full name,Grade\nb@x,Jo Smith,\na@x,Jo Smith,\n"
    rows = fill(tmp_path, with_keys, *namesakes).data.decode().splitlines()
    assert rows[1:] == ["b@x,Jo Smith,4", "a@x,Jo Smith,3"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "has no column `Grade`"),
        ("Full name,Points\nJo Smith,1\n", "has no column `Grade`"),
        ("Full name,Grade,Maximum grade\nJo Smith,,100.00\n", "at most 100.00 points, .* worth 12.5"),
        ("Full name,Grade,Maximum grade\nJo Smith,,Good\n", "at most Good points"),
        ("Full name,Grade,Maximum grade\nJo Smith,,nan\n", "at most nan points"),
        ("Full name,Grade\nJo Smith,\nSmith Jo,\n", "lines 2 and 3 are both of Jo Smith"),
    ],
)
def test_what_moodle_would_not_take_is_refused(tmp_path: Path, text: str, why: str) -> None:
    """It leaves a grade above its maximum out, without a word."""
    with pytest.raises(AutograderError, match=why):
        fill(tmp_path, text, JO)


@pytest.mark.slow
def test_marks_fill_in_a_worksheet(tmp_path: Path) -> None:
    """Through the real command; a worksheet that will not do changes nothing."""
    place = Place(tmp_path)
    place.grade()
    worksheet = tmp_path / "Grades-Knots-712.csv"
    worksheet.write_text("Full name,Grade,Maximum grade\nalice,,3.00\nbob,,3.00\n", encoding="utf-8")
    done = run("marks", place.out, "--moodle", worksheet, "--course", place.course)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "moodle.csv has the points of 2" in " ".join(done.stdout.split())
    assert "not on the worksheet: carol" in done.stdout
    assert "alice,3,3.00\r\nbob,0,3.00" in place.content()["moodle.csv"].decode()
    before = place.content()
    worksheet.write_text("Full name,Grade,Maximum grade\nalice,,100\n", encoding="utf-8")
    done = run("marks", place.out, "--moodle", worksheet, "--course", place.course)
    assert done.returncode != 0
    assert "give it that maximum in Moodle" in " ".join(done.stderr.split())
    assert place.content() == before
