"""The report of a class, written by the real command."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from tests.batch.place import WRONG, Place
from tests.grading.command import AUTOGRADER, run
from tests.samples import SUITE

pytestmark = pytest.mark.slow  # several processes a test, and what draws pages takes a second to load

RAISING = "def reef(turns):\n    below = turns - 3\n    return 6 // below\n"
GRANNY = '''

@pytest.mark.question("reef")
def test_granny(student, reference):
    """Right over left, twice."""
    assert_equals(student.reef(5), reference.reef(5))
'''


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A class of three, of whom two are wrong."""
    return Place(tmp_path)


def report(place: Place, *options: str | Path, code: int = 0) -> str:
    """Write a report, and return what was printed."""
    done = run("report", place.out, "--course", place.course, *options)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def pages(folder: Path) -> dict[str, str]:
    """Return the pages of a report, by their names within it."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.html"))
    }


def test_a_report_has_a_page_of_the_class_and_one_a_student(place: Place) -> None:
    """All pages are there, for their owner alone, and the index is named."""
    place.grade()
    said = report(place)
    folder = place.out / "report"
    assert f"open {folder / 'index.html'}" in said
    found = pages(folder)
    assert sorted(found) == [
        "index.html",
        "students/alice.html",
        "students/bob.html",
        "students/carol.html",
    ]
    assert all(f'href="{name}"' in found["index.html"] for name in found if name != "index.html")
    assert stat.S_IMODE((folder / "index.html").stat().st_mode) == 0o600


def test_a_page_shows_the_wrong_call_and_where_the_code_went_wrong(place: Place) -> None:
    """The smallest wrong call, what was due, and the line that raised."""
    place.hand_in("dora", RAISING)
    place.grade()
    report(place)
    found = pages(place.out / "report")
    bob, dora = found["students/bob.html"], found["students/dora.html"]
    assert "reef(3)" in bob
    assert "reef gave a wrong answer" in bob
    assert "ZeroDivisionError" in dora
    assert "line 3 failed: ZeroDivisionError" in dora
    assert "reef gave a wrong answer" not in dora


def test_written_twice_a_report_is_the_same(place: Place) -> None:
    """Nothing in it depends on when or where it is written."""
    place.grade()
    report(place)
    first = pages(place.out / "report")
    report(place, "--out", place.out.parent / "elsewhere")
    assert pages(place.out.parent / "elsewhere") == first


def test_an_anonymous_report_names_nobody(place: Place) -> None:
    """Neither names nor files nor what is written in the code tells who it is."""
    place.hand_in("dora_dunn", WRONG.format("by Dora Dunn, with dora_dunn's friend Alice"))
    place.grade()
    report(place, "--anonymous")
    found = pages(place.out / "report-anonymous")
    assert len(found) == 5
    # In base64 three letters are there by chance.
    whole = re.sub(r"base64,[^\"]+", "", "\n".join([*found, *found.values()])).lower()
    for name in ("dora", "dunn", "bob", "carol"):
        assert name not in whole
    assert all(name.startswith("students/student-") for name in found if name != "index.html")


def test_pages_of_who_is_gone_are_gone(place: Place) -> None:
    """A report holds the pages of the class as it is."""
    place.grade()
    report(place)
    stray = place.out / "report" / "students" / "mallory.html"
    stray.write_text("old", encoding="utf-8")
    report(place)
    assert not stray.exists()


def test_a_folder_with_other_files_is_left_alone(place: Place) -> None:
    """Nothing is written or deleted where something else lies."""
    place.grade()
    other = place.out.parent / "website"
    (other / "students").mkdir(parents=True)
    (other / "students" / "list.html").write_text("mine", encoding="utf-8")
    said = report(place, "--out", other, code=2)
    assert "holds other files than a report" in said
    assert pages(other) == {"students/list.html": "mine"}


def test_code_that_is_gone_is_not_shown_and_the_page_says_so(place: Place) -> None:
    """What lies at that place now may be another's."""
    place.grade()
    place.hand_in("bob", WRONG.format("changed since"))
    report(place)
    bob = pages(place.out / "report")["students/bob.html"]
    assert "changed since" not in bob
    assert "what was graded is not where it was" in bob


def test_wrong_calls_of_another_suite_are_not_shown(place: Place) -> None:
    """What was due then may not be what is due now."""
    place.grade()
    suite = place.course / "bends" / "test_hidden.py"
    suite.write_text(SUITE + GRANNY, encoding="utf-8")
    report(place)
    bob = pages(place.out / "report")["students/bob.html"]
    assert "the suite or the master has changed since" in bob


def test_a_submission_that_cannot_be_shown_costs_nobody_else_a_page(place: Place) -> None:
    """A file that became a pipe is not waited for."""
    place.grade()
    (place.work / "bob.py").unlink()
    os.mkfifo(place.work / "bob.py")
    report(place)
    assert len(pages(place.out / "report")) == 4


def test_histories_have_all_that_was_handed_in(place: Place) -> None:
    """Handing in again adds to the history, and the page tells the points of each."""
    place.grade()
    place.hand_in("bob", "def reef(turns):\n    return turns * 2\n")
    place.grade()
    report(place)
    bob = pages(place.out / "report")["students/bob.html"]
    assert bob.count("bob.py") >= 2


def test_what_a_report_that_was_killed_has_left_is_removed(place: Place) -> None:
    """A page of a name must not lie in a report without names."""
    place.grade()
    report(place, "--anonymous")
    students = place.out / "report-anonymous" / "students"
    (students / "alice.html.partial").write_text("Alice", encoding="utf-8")
    report(place, "--anonymous")
    assert not list(students.glob("*.partial"))
    (students / "alice.html").mkdir()
    assert "cannot be removed" in report(place, "--anonymous", code=2)


def test_the_times_of_anonymous_pages_do_not_tell_the_order_of_names(place: Place) -> None:
    """They are written in the order of the names that stand for the others."""
    for name in ("dora", "emil", "fritz", "gerda"):
        place.hand_in(name, WRONG.format(name))
    place.grade()
    report(place, "--anonymous")
    written = (place.out / "report-anonymous" / "students").iterdir()
    names = [path.name for path in sorted(written, key=lambda path: path.stat().st_mtime_ns)]
    assert names == sorted(names)


def test_ctrl_c_says_how_to_get_a_whole_report(place: Place) -> None:
    """No page is half written, and the same command writes the rest."""
    for number in range(8):  # which takes seconds
        place.hand_in(f"long{number}", WRONG.format(number) + "x = [1, 2, 3]  # a line\n" * 2000)
    place.grade()
    words: list[str | Path] = [AUTOGRADER, "report", place.out, "--course", place.course]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not (place.out / "report" / "students").is_dir():
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "give the same command again" in said
    assert "Traceback" not in said
    report(place)
    assert len(pages(place.out / "report")) == 12
