"""The gradebook: what is kept, what counts, and what a killed or broken database does."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from pathlib import Path

import numpy as np
import pytest

from autograder.batch.database import FILE
from autograder.batch.gradebook import Gradebook
from autograder.batch.handed_in import HandedIn
from autograder.diagnosis.evidence import TestRecord, pack
from autograder.diagnosis.trace import Answer, Call
from autograder.errors import GradebookError
from autograder.forked import Forked
from autograder.grading.graded import Graded
from autograder.marks import Adjustment, Kind, Student
from tests.batch.made import ALICE, BOB, assignment_in, hand_in, keep, result_for


def open_book(folder: Path) -> Gradebook:
    """Open the gradebook that the tests work on."""
    return Gradebook.open_for(folder / "grades", "bends")


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    """The whole result, by another process for all that it knows."""
    result = result_for(assignment_in(tmp_path), reef="pf")
    with open_book(tmp_path) as book:
        keep(book, hand_in(book, "aa", ALICE), result)
    with Gradebook.open(tmp_path / "grades") as book:
        ((student, work),) = book.students()
        assert student == ALICE
        assert work is not None
        kept = book.result(work)
        assert kept is not None
        assert kept.result == result


def test_the_latest_work_and_its_latest_result_count(tmp_path: Path) -> None:
    """What came before stays in the history."""
    assignment = assignment_in(tmp_path)
    with open_book(tmp_path) as book:
        first = hand_in(book, "aa", ALICE)
        keep(book, first, result_for(assignment, reef="f"))
        second = hand_in(book, "bb", ALICE)
        assert book.students() == [(ALICE, second)]
        assert book.result(second) is None
        keep(book, second, result_for(assignment, reef="f"))
        keep(book, second, result_for(assignment, reef="p"))
        kept = book.result(second)
        assert kept is not None
        assert kept.result.points == 5
        assert book.result(first) is not None


def test_work_that_is_older_than_what_counts_does_not_count(tmp_path: Path) -> None:
    """An earlier download that is graded late changes nobody's mark, and staff are told."""

    def dated(day: int) -> HandedIn:
        return HandedIn(
            students=(ALICE,),
            path=Path("/w"),
            name=f"of {day}",
            handed_in=f"2026-11-{day}T10:00:00+00:00",
        )

    with open_book(tmp_path) as book:
        (newer,), remarks = book.enter([(dated(12), "bb")], [])
        assert remarks == ()
        _, remarks = book.enter([(dated(11), "aa")], [])
        assert "older than what counts" in remarks[0]
        assert book.students() == [(ALICE, newer)]
        (newest,), remarks = book.enter([(dated(13), "aa")], [])
        assert book.students() == [(ALICE, newest)]


def test_outdated_names_of_feedback_are_told_once(tmp_path: Path) -> None:
    """Those of files that were written for a student under a name that she had."""
    with open_book(tmp_path) as book:
        book.enter([], [ALICE, BOB])
        assert book.rename_feedback({"a1": "alice", "b2": "bob"}) == set()
        assert book.rename_feedback({"a1": "alice_ash", "b2": "bob"}) == {"alice"}
        assert book.rename_feedback({"a1": "alice_ash", "b2": "bob"}) == set()


def test_a_path_need_not_be_text(tmp_path: Path) -> None:
    """It is found again byte for byte."""
    path = Path(os.fsdecode(b"/w/m\xfcller.py"))
    with open_book(tmp_path) as book:
        (work,), _ = book.enter([(HandedIn(students=(ALICE,), path=path, name="?"), "aa")], [])
        assert work.path == path


def test_work_that_comes_back_is_known(tmp_path: Path) -> None:
    """Keyed by author and content: an earlier file handed in again has its result already."""
    with open_book(tmp_path) as book:
        first = hand_in(book, "aa", ALICE)
        keep(book, first, result_for(assignment_in(tmp_path)))
        hand_in(book, "bb", ALICE)
        assert hand_in(book, "aa", ALICE).id == first.id
        assert hand_in(book, "aa", BOB).id != first.id


def test_a_group_shares_its_work(tmp_path: Path) -> None:
    """In whatever order its members are named."""
    with open_book(tmp_path) as book:
        work = hand_in(book, "aa", ALICE, BOB)
        assert hand_in(book, "aa", BOB, ALICE).id == work.id
        assert book.students() == [(ALICE, work), (BOB, work)]


def test_what_was_known_of_a_student_stays(tmp_path: Path) -> None:
    """A download without e-mail addresses does not take them away; a new name counts."""
    with open_book(tmp_path) as book:
        hand_in(book, "aa", ALICE)
        hand_in(book, "aa", Student(key="a1", name="Alice Alder"))
        ((student, _),) = book.students()
        assert (student.name, student.email) == ("Alice Alder", "alice@example.org")


def test_who_handed_in_nothing_is_there(tmp_path: Path) -> None:
    """And keeps what she handed in earlier."""
    with open_book(tmp_path) as book:
        work = hand_in(book, "aa", ALICE)
        book.enter([], [ALICE, BOB])
        assert book.students() == [(ALICE, work), (BOB, None)]


def test_evidence_is_kept_with_its_arrays(tmp_path: Path) -> None:
    """Also where an array is there already, or is said to be."""
    image = np.arange(4.0)
    record = TestRecord("t", (Call("f", (image,), {}),), (Answer(image * 2),), passed=False)
    evidence = pack([record])
    graded = Graded(result_for(assignment_in(tmp_path), reef="f"), evidence)
    with open_book(tmp_path) as book:
        for sha256 in ("aa", "bb"):
            book.add_result(hand_in(book, sha256, ALICE), graded)
        work = hand_in(book, "bb", ALICE)
        kept = book.result(work)
        assert kept is not None
        assert kept.evidence is not None
        (back,) = book.evidence(kept.evidence)
        assert np.array_equal(back.calls[0].args[0], image)
        assert np.array_equal(back.answers[0].value, image * 2)


def test_decisions_are_kept_and_taken_back(tmp_path: Path) -> None:
    """All of one import or none; what is undone is out of force for good."""
    decision = Adjustment(
        kind=Kind.OVERRIDE, reason="shown to me", student="a1", question="reef", points=2.5
    )
    with open_book(tmp_path) as book:
        book.adjust([decision, decision])
        first, second = book.adjustments()
        assert (first.student, first.points, first.kind) == ("a1", 2.5, Kind.OVERRIDE)
        assert first.made_at
        assert book.undo(first.id)
        assert not book.undo(first.id)
        assert book.adjustments() == [second]


def test_a_copy_can_be_spoilt(tmp_path: Path) -> None:
    """What a dry run does is gone afterwards, and there need not be a gradebook yet."""
    with Gradebook.open_for(tmp_path / "grades", "bends", scratch=True) as book:
        hand_in(book, "aa", ALICE)
    assert not (tmp_path / "grades").exists()
    with open_book(tmp_path) as book:
        hand_in(book, "aa", ALICE)
    with Gradebook.open_for(tmp_path / "grades", "bends", scratch=True) as book:
        hand_in(book, "bb", BOB)
        assert len(book.students()) == 2
    with open_book(tmp_path) as book:
        assert len(book.students()) == 1


def test_nobody_else_can_look_into_a_new_folder(tmp_path: Path) -> None:
    """Hidden inputs and everybody's work are in it."""
    open_book(tmp_path).close()
    assert (tmp_path / "grades").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"no database" * 100, b"SQLite format 3\0" + b"\xff" * 2000])
def test_a_damaged_gradebook_is_an_error_that_reads(tmp_path: Path, content: bytes) -> None:
    """And it is left as it is."""
    folder = tmp_path / "grades"
    folder.mkdir()
    (folder / FILE).write_bytes(content)
    with pytest.raises(GradebookError, match="damaged or is no gradebook"):
        open_book(tmp_path)
    assert (folder / FILE).read_bytes() == content


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """It has tables, and is none of ours."""
    (tmp_path / "grades").mkdir()
    with sqlite3.connect(tmp_path / "grades" / FILE) as other:
        other.execute("CREATE TABLE precious (value)")
    other.close()
    with pytest.raises(GradebookError, match="another program"):
        open_book(tmp_path)


def test_a_gradebook_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """With what to do."""
    open_book(tmp_path).close()
    with sqlite3.connect(tmp_path / "grades" / FILE) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(GradebookError, match="upgrade"):
        Gradebook.open(tmp_path / "grades")


def test_a_gradebook_is_that_of_one_assignment(tmp_path: Path) -> None:
    """Another one's marks would be lost among them."""
    open_book(tmp_path).close()
    with pytest.raises(GradebookError, match="gradebook of bends"):
        Gradebook.open_for(tmp_path / "grades", "knots")


def test_a_folder_without_a_gradebook_is_said_to_be_one(tmp_path: Path) -> None:
    """And none is made there."""
    with pytest.raises(GradebookError, match="holds no gradebook"):
        Gradebook.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_an_error_that_reads(tmp_path: Path) -> None:
    """What was written before stays."""
    with open_book(tmp_path) as book:
        hand_in(book, "aa", ALICE)
        (pages,) = book._connection.execute("PRAGMA page_count").fetchone()
        book._connection.execute(f"PRAGMA max_page_count = {pages}")
        many = [
            (HandedIn(students=(Student(key=f"k{n}" * 50),), path=Path("/w"), name="w"), f"{n}" * 60)
            for n in range(500)
        ]
        with pytest.raises(GradebookError, match="what was written before is kept"):
            book.enter(many, [])
        assert len(book.students()) == 1


def test_a_gradebook_that_was_write_protected_can_be_written_again() -> None:
    """Also if it was read meanwhile, by an ordinary user."""

    def by_a_user() -> bytes:
        if os.getuid() == 0:
            os.setuid(65534)  # root may write whatever is protected
        folder = Path(place)
        file = folder / "grades" / FILE
        open_book(folder).close()
        file.chmod(0o400)
        with Gradebook.open(folder / "grades") as book:
            assert book.students() == []
        file.chmod(0o600)
        with Gradebook.open(folder / "grades") as book:
            book.name_for_canvas("Bends (7)")
        return str(sorted(path.name for path in (folder / "grades").iterdir())).encode()

    with tempfile.TemporaryDirectory() as place:
        if os.getuid() == 0:
            os.chown(place, 65534, 65534)
        assert Forked(by_a_user, 30).result() == b"['gradebook.db']"
