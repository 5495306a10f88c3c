"""What is written from a gradebook, also by several at once and for students who get another name."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from autograder.batch.gradebook import Gradebook
from autograder.batch.publish import publish
from autograder.errors import AutograderError
from autograder.marks import Student
from tests.batch.made import ALICE, assignment_in, hand_in, keep, result_for
from tests.batch.place import Place
from tests.grading.command import AUTOGRADER


def open_book(folder: Path) -> Gradebook:
    """Return a gradebook with one result."""
    book = Gradebook.open_for(folder / "grades", "bends")
    keep(book, hand_in(book, "aa", ALICE), result_for(assignment_in(folder), reef="pf"))
    return book


def feedback(folder: Path) -> set[str]:
    """Return the names of the feedback files."""
    return {path.name for path in (folder / "grades" / "feedback").iterdir()}


def test_a_student_with_a_new_name_has_one_feedback(tmp_path: Path) -> None:
    """Under that name; what staff put beside it stays."""
    assignment = assignment_in(tmp_path)
    with open_book(tmp_path) as book:
        publish(book, assignment)
        before = feedback(tmp_path)
        notes = tmp_path / "grades" / "feedback" / f"{next(iter(before)).partition('_')[0]}_notes.md"
        notes.write_text("mine", encoding="utf-8")
        book.enter([], [Student(key="a1", name="Alice Alder")])
        publish(book, assignment)
    after = feedback(tmp_path)
    assert notes.name in after
    assert len(before) == len(after - {notes.name}) == 2
    assert not before & after


def test_files_that_would_not_change_are_left_alone(tmp_path: Path) -> None:
    """Whoever watches the folder sees what is new."""
    assignment = assignment_in(tmp_path)
    with open_book(tmp_path) as book:
        publish(book, assignment)
        files = [path for path in (tmp_path / "grades").rglob("*.*") if path.suffix in {".md", ".csv"}]
        before = {path: path.stat().st_ino for path in files}
        publish(book, assignment)
    assert {path: path.stat().st_ino for path in files} == before


def test_files_are_for_staff_alone(tmp_path: Path) -> None:
    """Also in a folder that others may enter: they hold everybody's marks and hidden inputs."""
    (tmp_path / "grades").mkdir(mode=0o755)
    with open_book(tmp_path) as book:
        publish(book, assignment_in(tmp_path))
    files = [
        path for path in (tmp_path / "grades").iterdir() if path.suffix in {".db", ".csv", ".jsonl"}
    ]
    assert len(files) == 4
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []


def test_a_file_that_cannot_be_written_is_an_error_that_reads(tmp_path: Path) -> None:
    """The gradebook has everything."""
    with open_book(tmp_path) as book:
        (tmp_path / "grades" / "marks.csv").mkdir()
        with pytest.raises(AutograderError, match=r"marks\.csv"):
            publish(book, assignment_in(tmp_path))
        assert len(book.students()) == 1


@pytest.mark.slow
def test_decisions_at_the_same_time_are_all_written(tmp_path: Path) -> None:
    """The last to write knows what the others decided."""
    place = Place(tmp_path)
    place.grade()
    commands: list[list[str | Path]] = [
        [AUTOGRADER, "adjust", "override", place.out, name, "reef", points, "--reason", "why"]
        for name, points in (("alice", "1"), ("bob", "2"), ("carol", "0.5"))
    ]
    running = [
        subprocess.Popen([*command, "--course", place.course], stdout=subprocess.DEVNULL)
        for command in commands
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    assert place.points() == {"alice": "1", "bob": "2", "carol": "0.5"}
