"""The processes in which workers of a cluster grade, without a cluster."""

from __future__ import annotations

import dataclasses
import fcntl
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.assignment import load_assignment, load_course
from autograder.batch.backends.messages import Answer, Ending, Job, Terms, encode
from autograder.batch.backends.parcel import pack
from autograder.batch.backends.slot import _alone
from autograder.batch.backends.slots import Slots
from autograder.batch.backends.versions import versions
from autograder.errors import ResultError
from autograder.grading.graded import from_bytes
from tests.batch.dask_cluster import until
from tests.batch.place import RIGHT, WRONG
from tests.grading.test_orphans import all_end, children
from tests.samples import lay_course

pytestmark = pytest.mark.slow
# A process that has a slot grade something.
OWNER = """
import sys
from pathlib import Path
from autograder.batch.backends.slots import Slots
terms, job = (Path(path).read_bytes() for path in sys.argv[1:])
Slots().answer(terms, job)
"""
HANGS = "import time\n\ntime.sleep(60)\n"


@pytest.fixture(name="terms")
def _terms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terms:
    """Return what slots grade for; their temporary files are in a folder of the test's."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    course = lay_course(tmp_path / "solutions")
    info = load_assignment(load_course(course), "bends").info
    return Terms(
        versions=versions(["numpy", "not-there"]),
        course=os.fsencode(course),
        assignment="bends",
        sha256=info.sha256,
        judging_sha256=info.judging_sha256,
        device="cpu",
        data_folder=None,
        private=(),
        seconds=60.0,
        unsafe=False,
    )


@pytest.fixture(name="slots")
def _slots(terms: Terms, tmp_path: Path) -> Iterator[Slots]:
    """Give slots, which leave nothing when they are closed."""
    slots = Slots()
    before = children(os.getpid())
    yield slots
    mine = children(os.getpid()) - before
    slots.close()
    assert all_end(mine)
    until(lambda: not list((tmp_path / "temporary").iterdir()))


def job(folder: Path, source: str, known: tuple[bytes, ...] | None = ()) -> bytes:
    """Return the job of grading a file."""
    path = folder / "bends.py"
    path.write_text(source, encoding="utf-8")
    parcel = pack(path)
    assert parcel is not None
    return encode(Job(parcel, known))


def points(answer: Answer) -> float | None:
    """Return what a submission got."""
    assert answer.ending is Ending.GRADED, answer.why
    return from_bytes(answer.content).result.points


def new_child(before: set[int]) -> int:
    """Wait for a slot that grades, and return its process."""
    until(lambda: any(len(children(slot)) > 1 for slot in children(os.getpid()) - before))
    return next(slot for slot in children(os.getpid()) - before if len(children(slot)) > 1)


def _first(before: set[int], parent: int | None = None) -> int:
    """Wait for a child of a process, this one unless another is named, and return it."""
    until(lambda: children(parent or os.getpid()) - before)
    return next(iter(children(parent or os.getpid()) - before))


def test_a_slot_grades_one_after_the_other(slots: Slots, terms: Terms, tmp_path: Path) -> None:
    """In the same process; evidence comes but for what is known, and if it is wanted."""
    before = children(os.getpid())
    assert points(slots.answer(encode(terms), job(tmp_path, RIGHT))) == 3
    (slot,) = children(os.getpid()) - before
    wrong = slots.answer(encode(terms), job(tmp_path, WRONG))
    assert points(wrong) == 0
    assert from_bytes(wrong.content).evidence is not None
    assert from_bytes(slots.answer(encode(terms), job(tmp_path, WRONG, None)).content).evidence is None
    assert children(os.getpid()) - before == {slot}


def test_a_slot_that_is_gone_is_replaced(slots: Slots, terms: Terms, tmp_path: Path) -> None:
    """If it had nothing to do, nobody notices; what it was at is tried once more, and then given up."""
    before = children(os.getpid())
    assert points(slots.answer(encode(terms), job(tmp_path, RIGHT))) == 3
    (slot,) = children(os.getpid()) - before
    os.kill(slot, signal.SIGKILL)
    assert all_end({slot})
    answer = slots.answer(encode(terms), job(tmp_path, RIGHT))
    assert (points(answer), answer.again) == (3, False)
    answers: list[Answer] = []
    hanging = job(tmp_path, HANGS)
    thread = threading.Thread(target=lambda: answers.append(slots.answer(encode(terms), hanging)))
    thread.start()
    for _ in range(2):
        slot = new_child(before)
        os.kill(slot, signal.SIGKILL)
        assert all_end({slot})
    thread.join()
    assert (answers[0].ending, answers[0].again) == (Ending.FAILED, True)
    assert "ended with status -9" in answers[0].why


def test_a_slot_that_ends_at_its_start_is_started_once_more(
    slots: Slots, terms: Terms, tmp_path: Path
) -> None:
    """So is one whose zygote was killed: no submission has been run yet, and none loses anything."""
    answers: list[Answer] = []
    message = job(tmp_path, RIGHT)
    for zygote in (False, True):
        before = children(os.getpid())
        thread = threading.Thread(target=lambda: answers.append(slots.answer(encode(terms), message)))
        thread.start()
        victim = _first(before)
        os.kill(_first(set(), victim) if zygote else victim, signal.SIGKILL)
        thread.join()
        answer = answers.pop()
        assert (points(answer), answer.again) == (3, False)
        (slot,) = children(os.getpid()) - before
        os.kill(slot, signal.SIGKILL)
        assert all_end({slot})
        slots.sweep()
        assert children(os.getpid()) == before


def test_nothing_is_left_of_a_zygote_that_was_killed(slots: Slots, terms: Terms, tmp_path: Path) -> None:
    """Its slot removes its folder."""
    before = children(os.getpid())
    assert points(slots.answer(encode(terms), job(tmp_path, RIGHT))) == 3
    (slot,) = children(os.getpid()) - before
    (zygote,) = children(slot)
    arguments = Path(f"/proc/{zygote}/cmdline").read_bytes().split(b"\0")
    scratch = Path(json.loads(next(one for one in arguments if one.startswith(b"{")))["scratch"])
    assert scratch.is_dir()
    os.kill(zygote, signal.SIGKILL)
    slots.close()
    assert not scratch.exists()


def test_a_slot_that_hangs_is_ended(
    terms: Terms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped, for instance, it does not keep its own limits."""
    monkeypatch.setattr("autograder.batch.backends.slots._MARGIN_SECONDS", 0.5)
    slots = Slots()
    answer = slots.answer(encode(dataclasses.replace(terms, seconds=0.5)), job(tmp_path, HANGS))
    slots.close()
    assert (answer.ending, answer.again) == (Ending.FAILED, True)


def test_slots_that_are_closed_end_at_once(slots: Slots, terms: Terms, tmp_path: Path) -> None:
    """Also those that grade; there are no more."""
    before = children(os.getpid())
    answers: list[Answer] = []
    hanging = job(tmp_path, HANGS)
    thread = threading.Thread(target=lambda: answers.append(slots.answer(encode(terms), hanging)))
    thread.start()
    family = {new_child(before)}
    family |= {child for slot in family for child in children(slot)}
    slots.close()
    assert all_end(family)
    thread.join()
    assert answers[0].ending is Ending.REFUSED


def test_a_slot_ends_with_the_process_that_it_works_for(terms: Terms, tmp_path: Path) -> None:
    """However that ends, with all that it started; and what was handed in is removed."""
    for name, content in (("terms", encode(terms)), ("job", job(tmp_path, HANGS))):
        (tmp_path / name).write_bytes(content)
    owner = subprocess.Popen([sys.executable, "-c", OWNER, tmp_path / "terms", tmp_path / "job"])
    until(lambda: any(len(children(slot)) > 1 for slot in children(owner.pid)))
    (slot,) = children(owner.pid)
    family = {slot, *children(slot)}
    owner.kill()
    owner.wait()
    assert all_end(family)
    until(lambda: not list((tmp_path / "temporary").iterdir()))


def test_slots_take_turns_where_submissions_could_meet() -> None:
    """Whoever wants to grade waits for who does."""
    place = os.open("/tmp", os.O_RDONLY)
    with _alone(needed=False):
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(place, fcntl.LOCK_UN)
    with _alone(needed=True), pytest.raises(BlockingIOError):
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(place)


def test_a_suite_that_cannot_be_collected_is_refused(terms: Terms, tmp_path: Path) -> None:
    """What its author wrote wrong is said."""
    suite = Path(os.fsdecode(terms.course)) / "bends" / "test_hidden.py"
    suite.write_text("import nothing_of_that_name\n")
    info = load_assignment(load_course(suite.parents[1]), "bends").info
    terms = dataclasses.replace(terms, sha256=info.sha256, judging_sha256=info.judging_sha256)
    answer = Slots().answer(encode(terms), job(tmp_path, RIGHT))
    assert answer.ending is Ending.REFUSED
    assert "No module named 'nothing_of_that_name'" in answer.why


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"versions": [("cnn-autograder", "0")]}, ", and 0 is needed: install that there"),
        ({"versions": [("Python", "2.7")]}, "it has Python 3."),
        ({"versions": [("numpy", "1.0")]}, "it has numpy "),
        ({"sha256": "0"}, "is not as it is here"),
        ({"judging_sha256": "0"}, "is not as it is here"),
        ({"assignment": "hitches"}, "has no assignment 'hitches'"),
        ({"course": b"/nowhere"}, "/nowhere/course.toml is missing"),
    ],
)
def test_other_terms_are_refused(
    terms: Terms, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    """Before anything is run, and by whom is said by whoever asked."""
    other = encode(dataclasses.replace(terms, **change))  # type: ignore[arg-type]
    answer = Slots().answer(other, job(tmp_path, RIGHT))
    assert answer.ending is Ending.REFUSED
    assert said in answer.why
    with pytest.raises(ResultError):
        from_bytes(answer.content)
