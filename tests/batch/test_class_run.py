"""A class through the real command: what is graded, kept, written, and left alone."""

from __future__ import annotations

import os
import pty
import re
import signal
import sqlite3
import subprocess
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from autograder.marks import json_schema
from tests.batch.place import HANG, RIGHT, SLEEP, WRONG, Place, wait_for_results
from tests.grading.command import AUTOGRADER, run
from tests.samples import SUITE

pytestmark = pytest.mark.slow


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_class_is_graded_once(place: Place) -> None:
    """What is as it was is not run again; what changed is."""
    assert "3 graded" in place.grade()
    assert place.points() == {"alice": "3", "bob": "0", "carol": "0"}
    files = place.content()
    assert {"marks.csv", "canvas.csv", "results.jsonl"} <= set(files)
    assert len([name for name in files if name.startswith("feedback/")]) == 6
    validator = jsonschema.Draft202012Validator(json_schema())
    assert [error.message for line in place.lines() for error in validator.iter_errors(line)] == []
    assert "3 as before" in place.grade()
    place.hand_in("bob", RIGHT)
    assert "1 graded, 2 as before" in place.grade()
    assert place.points()["bob"] == "3"


def test_points_and_reveal_change_without_running_anything(place: Place) -> None:
    """The times of the calls are those of the first run, to the last digit."""
    place.grade()
    before = [line["result"] for line in place.lines()]
    toml = place.course / "bends" / "assignment.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace("points = 3", 'points = 6\nreveal = "nothing"'),
        encoding="utf-8",
    )
    assert "3 scored anew without running anything" in place.grade()
    assert place.points() == {"alice": "6", "bob": "0", "carol": "0"}
    after = [line["result"] for line in place.lines()]
    for old, new in zip(before, after, strict=True):
        assert isinstance(old, dict)
        assert isinstance(new, dict)
        assert old["seconds"] == new["seconds"]
    feedback = {name: data for name, data in place.content().items() if name.endswith(".md")}
    bob = next(data.decode() for name, data in feedback.items() if "bob" in name)
    assert "too small" not in bob


def test_a_change_of_the_suite_grades_all_again(place: Place) -> None:
    """And what is no longer right loses its marks."""
    place.grade()
    suite = place.course / "bends" / "test_hidden.py"
    suite.write_text(
        SUITE.replace("student.reef(3), reference.reef(3)", "student.reef(3), 7"), encoding="utf-8"
    )
    assert "3 graded" in place.grade()
    assert place.points()["alice"] == "0"


def test_a_dry_run_says_whose_marks_would_change(place: Place) -> None:
    """And writes nothing, neither the first time nor later."""
    assert "3 would change" in place.grade("--dry-run")
    assert not place.out.exists()
    place.grade()
    assert "nobody's marks would change" in place.grade("--dry-run")
    files = place.content()
    place.hand_in("bob", RIGHT)
    place.hand_in("alice", RIGHT + "# again\n")
    said = place.grade("--dry-run")
    assert "the marks of 1 would change" in said
    assert "bob" in said
    assert "alice" not in said
    assert place.content() == files


def test_decisions_outlast_grading_again(place: Place) -> None:
    """An override, a void test and a question that a person grades, until they are undone."""
    place.grade()
    assert "1 of 3 marks changed" in place.adjust(
        "override", "bob", "reef", "1,5", "--reason", "he showed it"
    )
    assert place.points()["bob"] == "1.5"
    place.hand_in("bob", WRONG.format(1))
    place.grade()
    assert place.points()["bob"] == "1.5"
    assert "3 of 3 marks changed" in place.adjust("question", "essay", "4", "--title", "The essay")
    assert place.points() == dict.fromkeys(place.points(), "")
    table = place.work.parent / "essay.csv"
    table.write_text("name,points\nalice,4\nbob,3\ncarol,0\n", encoding="utf-8")
    assert "essay.csv: read name and points" in place.adjust("import", "essay", str(table))
    assert place.points() == {"alice": "7", "bob": "4.5", "carol": "0"}
    assert "he showed it" in place.adjust("list")
    place.adjust("undo", "1")
    place.adjust("void", "test_reef", "--reason", "it was ambiguous")
    assert place.points() == {"alice": "7", "bob": "6", "carol": "3"}


def test_a_mistaken_decision_changes_nothing(place: Place) -> None:
    """It is an error that reads."""
    place.grade()
    files = place.content()
    assert "no student 'dave'" in place.adjust(
        "override", "dave", "reef", "1", "--reason", "why", code=2
    )
    assert "worth 0 to 3" in place.adjust("override", "bob", "reef", "30", "--reason", "why", code=2)
    assert "may be two" in place.adjust("override", "bob", "reef", "1,000", "--reason", "why", code=2)
    assert "no decision 7" in place.adjust("undo", "7", code=2)
    assert "no test would be left" in place.adjust("drop", "test_reef", "--reason", "why", code=2)
    assert place.content() == files


def test_a_roster_names_those_who_handed_in_nothing(place: Place) -> None:
    """They have a row, a feedback file, and no points."""
    roster = place.work.parent / "roster.csv"
    roster.write_text("Name,SID\nalice,1\nbob,2\ncarol,3\nDave Dogwood,4\n", encoding="utf-8")
    said = place.grade("--roster", roster)
    assert "1 missing" in said
    assert "Dave Dogwood" in said
    assert place.points() == {"alice": "3", "bob": "0", "carol": "0", "Dave Dogwood": ""}


def test_all_that_a_run_remarks_is_kept(place: Place) -> None:
    """In a file for staff, since the terminal shows a dozen of them; the next run has its own."""
    roster = place.work.parent / "roster.csv"
    roster.write_text("name\nDave Dogwood\n", encoding="utf-8")
    for number in range(11):
        place.hand_in(f"bob{number}", WRONG.format(0))
    said = place.grade("--roster", roster)
    assert "and 2 more, in remarks.txt and marks.csv" in said
    remarks = (place.out / "remarks.txt").read_text(encoding="utf-8").splitlines()
    assert len(remarks) == 14
    assert "carol (carol.py) is not on the roster" in remarks
    place.grade("--roster", roster, "--dry-run")
    place.adjust("override", "bob", "reef", "2", "--reason", "his mail")
    assert len((place.out / "remarks.txt").read_bytes().splitlines()) == 14
    place.grade()
    assert (place.out / "remarks.txt").read_bytes() == b""


def test_a_hang_holds_back_nobody(place: Place) -> None:
    """Those after it are done while it runs into its limit."""
    for number in range(6):
        place.hand_in(f"student{number}", RIGHT)
    place.hand_in("aaron", HANG)
    place.grade()
    database = sqlite3.connect(place.out / "gradebook.db")
    order = database.execute(
        "SELECT work.name FROM results JOIN work ON work.id = work ORDER BY results.id"
    )
    names = [name for (name,) in order]
    database.close()
    assert names[-1] == "aaron.py"
    assert place.points()["aaron"] == "0"


def test_a_change_reaches_those_who_are_not_in_this_download(place: Place) -> None:
    """Their work is where it was; where it is not, staff are told that their marks are of earlier."""
    place.grade()
    late = place.work.parent / "late"
    late.mkdir()
    (late / "zoe.py").write_text(RIGHT, encoding="utf-8")
    (place.work / "bob.py").unlink()
    suite = place.course / "bends" / "test_hidden.py"
    suite.write_text(suite.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    done = run("grade", "bends", late, "--out", place.out, "--course", place.course)
    assert done.returncode == 0, done.stderr
    assert "3 graded" in done.stdout
    assert "as it was before a change" in done.stdout
    assert place.points() == {"alice": "3", "bob": "0", "carol": "0", "zoe": "3"}


def test_a_student_stays_herself_when_more_is_known_of_her(place: Place) -> None:
    """An override is hers by whatever number she goes."""
    place.grade()
    place.adjust("override", "bob", "reef", "2", "--reason", "his mail")
    roster = place.work.parent / "roster.csv"
    roster.write_text("Name,SID\nalice,111\nbob,222\ncarol,333\n", encoding="utf-8")
    place.grade("--roster", roster)
    assert place.points() == {"alice": "3", "bob": "2", "carol": "0"}


def test_names_of_files_need_not_be_text(place: Place) -> None:
    """Whoever packed them on an old system loses nothing."""
    (place.work / os.fsdecode(b"m\xfcller.py")).write_text(RIGHT, encoding="utf-8")
    assert "4 graded" in place.grade()
    assert sorted(place.points().values()) == ["0", "0", "3", "3"]


def test_ctrl_c_keeps_what_was_graded(place: Place) -> None:
    """It says how to go on, and the next run does what is left."""
    toml = place.course / "bends" / "assignment.toml"
    toml.write_text(toml.read_text().replace("call_seconds = 2.0", "call_seconds = 30.0"))
    place.hand_in("zoe", HANG)
    for number in range(3):
        place.hand_in(f"student{number}", RIGHT)
    process = subprocess.Popen(
        [AUTOGRADER, "grade", "bends", place.work, "--out", place.out, "--course", place.course],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for_results(place.out, 6)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "give the same command again to go on" in error
    assert "Traceback" not in error
    assert place.points()["alice"] == "3"
    assert place.points()["zoe"] == ""
    place.hand_in("zoe", RIGHT)
    assert "1 graded, 6 as before" in place.grade()


def test_two_at_once_do_not_meet(place: Place) -> None:
    """The second says that the first is at work."""
    place.hand_in("zoe", SLEEP)
    first = subprocess.Popen(
        [AUTOGRADER, "grade", "bends", place.work, "--out", place.out, "--course", place.course],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for_results(place.out, 1)
    assert "wait until it is done" in place.grade(code=2)
    assert first.wait(timeout=60) == 0
    assert len(place.points()) == 4


def test_a_damaged_gradebook_loses_nothing(place: Place) -> None:
    """It is left as it is."""
    place.out.mkdir()
    (place.out / "gradebook.db").write_bytes(b"not a database at all, but somebody's notes")
    assert "damaged or is no gradebook" in place.grade(code=2)
    assert (place.out / "gradebook.db").read_bytes().startswith(b"not a database")


def test_a_recorded_call_is_made_again(place: Place) -> None:
    """What was answered then, what is now, and what is due; not if the file is another by now."""
    place.grade()
    done = run("replay", place.out, "bob", "test_reef", "--course", place.course)
    assert done.returncode == 0, done.stderr
    assert "reef(3)" in done.stdout
    assert re.search(r"answered then:\n  4\nanswered now:\n  the same\ndue:\n  6", done.stdout)
    place.hand_in("bob", WRONG.format(2))
    done = run("replay", place.out, "bob", "test_reef", "--course", place.course)
    assert done.returncode == 2
    assert "is not what was graded" in done.stderr


def test_progress_is_for_terminals(place: Place) -> None:
    """A pipe gets nothing but the outcome; a terminal sees how far it is."""
    done = run("grade", "bends", place.work, "--out", place.out, "--course", place.course)
    assert done.stderr == ""
    parent, child = pty.openpty()
    command: list[str | Path] = [
        AUTOGRADER,
        "grade",
        "bends",
        place.work,
        "--out",
        place.out.with_name("other"),
    ]
    with subprocess.Popen(
        [*command, "--course", place.course],
        stdout=subprocess.PIPE,
        stderr=child,
        env={**os.environ, "TERM": "xterm"},
    ) as process:
        process.communicate(timeout=60)
    os.close(child)
    shown = os.read(parent, 2**16).decode()
    os.close(parent)
    assert "3/3" in shown
    assert "unreadable" not in shown
