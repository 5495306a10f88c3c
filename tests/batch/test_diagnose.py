"""`autograder diagnose`: from a cluster to a fault, and nobody's code is run for it."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest

from autograder.assignment import load_assignment, load_course
from autograder.batch.clusters import clusters
from autograder.batch.gradebook import Gradebook
from autograder.batch.marking import all_marks
from autograder.diagnosis import load_catalogue
from autograder.diagnosis.template import fault_template
from autograder.diagnosis.wrong_call import wrong_calls
from autograder.grading.setting import load_reference
from autograder.reports.site.view import Cluster
from tests.batch.place import Place, wait_for_results
from tests.batch.unexplained import FAULTS, LOST_SIGN, SIGN_FAULT, SUITE, THREE
from tests.grading.command import AUTOGRADER, ROOT, run

pytestmark = pytest.mark.slow


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Place:
    """A class: three with a mistake that is in no catalogue, and one with another that is."""
    place = Place(tmp_path)
    folder = place.course / "bends"
    (folder / "test_hidden.py").write_text(SUITE, encoding="utf-8")
    (folder / "faults.py").write_text(FAULTS, encoding="utf-8")
    for name in THREE:
        place.hand_in(name, LOST_SIGN.format(name))
    return place


def diagnose(place: Place, *options: str, code: int = 0) -> str:
    """Give the command, and return what was printed."""
    done = run("diagnose", place.out, "--course", place.course, *options)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def write_faults(place: Place, *more: str) -> None:
    """Write the catalogue, with more faults."""
    text = "\n".join([FAULTS, *more])
    (place.course / "bends" / "faults.py").write_text(text, encoding="utf-8")


def told(place: Place, text: str) -> set[str]:
    """Return whose feedback holds a text."""
    files = (place.out / "feedback").glob("*.md")
    return {path.stem.split("_")[0] for path in files if text in path.read_text(encoding="utf-8")}


def template_of(place: Place) -> tuple[Cluster, str]:
    """Return the largest cluster of a class, and the template of a fault for it."""
    assignment = load_assignment(load_course(place.course), "bends")
    functions = vars(load_reference(assignment))
    with Gradebook.open(place.out) as book:
        cluster = clusters(all_marks(book, assignment))[0]
        work = next(work for student, work in book.students() if student.key == cluster.students[0])
        assert work is not None
        kept = book.result(work)
        assert kept is not None
        assert kept.evidence is not None
        wrong = wrong_calls(book.evidence(kept.evidence), functions, 60.0)[0]
    catalogue = load_catalogue(assignment.folder)
    return cluster, fault_template(wrong, cluster.fingerprint, catalogue, functions)


def test_from_a_cluster_to_a_fault(place: Place) -> None:
    """A template is pasted, completed, and names the mistake of three, whose work is gone by now."""
    place.grade()
    shutil.rmtree(place.work)
    points, before = place.points(), place.content()
    cluster, template = template_of(place)
    assert {key.split(":")[-1] for key in cluster.students} == set(THREE)
    assert "reef(-2)" in template

    write_faults(place, template)
    assert "needs a title and a hint" in diagnose(place, code=2)
    assert place.content() == before

    completed = template.replace('title=""', 'title="The sign is lost"')
    completed = completed.replace('hint=""', 'hint="What is twice -2?"')
    completed = completed.replace("return Reef.count(self, turns)", "return abs(turns)")
    write_faults(place, completed)
    said = diagnose(place, "--dry-run")
    assert re.search(r"now explained: 3\n +3 +The sign is lost \(mistake_", said)
    assert "nothing was written" in said
    assert place.content() == before

    said = diagnose(place)
    assert "now explained: 3" in said
    assert "no longer explained: 0" in said
    assert "no known mistake explains: 0 kinds" in said
    assert told(place, "The sign is lost") == told(place, "What is twice -2?") == set(THREE)
    assert told(place, "One is added") == {"bob"}
    assert place.points() == points
    assert "now explained: 0" in diagnose(place)

    write_faults(place)
    assert "no longer explained: 3" in diagnose(place)
    assert told(place, "The sign is lost") == set()
    assert place.points() == points


def test_a_fault_that_is_wrong_where_a_test_was_passed_names_nobody(place: Place) -> None:
    """It gives the wrong answers, and not the right ones."""
    place.grade()
    write_faults(place, SIGN_FAULT.format("if turns == 3: return 4"))
    assert "now explained: 0" in diagnose(place)
    assert told(place, "The sign is lost") == set()


@pytest.mark.parametrize("body", ["while True: pass", "while True: 1 / 0", "raise RuntimeError"])
def test_a_fault_that_hangs_or_raises_costs_nobody_a_diagnosis(place: Place, body: str) -> None:
    """What was named before stays, and marks do anyway."""
    place.grade()
    points = place.points()
    write_faults(place, SIGN_FAULT.format(body))
    diagnose(place)
    assert told(place, "One is added") == {"bob"}
    assert told(place, "The sign is lost") == set()
    assert place.points() == points


def test_a_fault_that_ends_the_process_is_said(place: Place) -> None:
    """Those whose search it ends are left as they were."""
    place.grade()
    write_faults(place, SIGN_FAULT.format("raise SystemExit"))
    assert "left as it was: dora.py: " in diagnose(place)
    assert told(place, "One is added") == {"bob"}


def test_results_of_other_tests_are_left_alone(place: Place) -> None:
    """They were judged by other tests than the reference would be asked now."""
    place.grade()
    suite = place.course / "bends" / "test_hidden.py"
    suite.write_text(SUITE + "\n# changed\n", encoding="utf-8")
    write_faults(place, SIGN_FAULT.format("pass"))
    said = diagnose(place)
    assert "looked at 0 submissions" in said
    assert "grade first" in said
    place.grade()
    assert told(place, "The sign is lost") == set(THREE)


def test_points_that_change_later_keep_the_diagnosis(place: Place) -> None:
    """What is scored anew is the result that was diagnosed."""
    place.grade()
    write_faults(place, SIGN_FAULT.format("pass"))
    diagnose(place)
    toml = place.course / "bends" / "assignment.toml"
    text = toml.read_text(encoding="utf-8").replace("points = 3", "points = 8")
    toml.write_text(text, encoding="utf-8")
    assert "6 scored anew without running anything" in place.grade()
    assert told(place, "The sign is lost") == set(THREE)
    assert place.points()["dora"] == "6"


def _start(place: Place) -> subprocess.Popen[str]:
    """Start to diagnose a class on whom that takes a while, and wait until a part of it is kept."""
    many = [f"student{number:02}" for number in range(60)]
    for name in many:
        place.hand_in(name, LOST_SIGN.format(name))
    place.grade()
    busy = "import time; end = time.process_time() + 0.03\n    while time.process_time() < end: pass"
    write_faults(place, SIGN_FAULT.format(busy))
    graded = results(place)
    command: list[str | Path] = [AUTOGRADER, "diagnose", place.out, "--course", place.course]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_for_results(place.out, graded + 3)
    return process


def results(place: Place) -> int:
    """Return how many results are kept."""
    database = sqlite3.connect(place.out / "gradebook.db")
    (count,) = database.execute("SELECT count(*) FROM results").fetchone()
    database.close()
    return int(count)


def test_a_run_that_was_killed_goes_on(place: Place) -> None:
    """Each result is kept once, and in the end it is as if nobody had killed it."""
    process = _start(place)
    process.kill()
    process.communicate()
    assert results(place) < 66 + 63
    diagnose(place)
    assert len(told(place, "The sign is lost")) == 63
    assert results(place) == 66 + 63


def test_ctrl_c_keeps_what_was_diagnosed(place: Place) -> None:
    """It is published, and the command says how to go on."""
    process = _start(place)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "give the same command again to go on" in error
    assert "Traceback" not in error
    assert 3 <= len(told(place, "The sign is lost")) < 63
    diagnose(place)
    assert results(place) == 66 + 63


def test_a_fault_of_the_course_is_found_again(tmp_path: Path) -> None:
    """Taken out of the catalogue, and put back: it is named for exactly those who make the mistake."""
    course, work, out = tmp_path / "solutions", tmp_path / "work", tmp_path / "grades"
    shutil.copytree(ROOT / "solutions", course)
    faults, master = course / "pooling" / "faults.py", course / "pooling" / "pooling.py"
    whole, right = (path.read_text(encoding="utf-8") for path in (faults, master))
    without, removed = re.subn(r'@fault\(Largest, "rank".*?\n\n\n', "", whole, flags=re.DOTALL)
    from_zero = right.replace(
        "np.full((*x.shape[:2], oh, ow), -np.inf)", "np.zeros((*x.shape[:2], oh, ow))"
    )
    ignored = right.replace("stride = size if stride is None else stride", "stride = size")
    assert removed == 1
    assert right not in (from_zero, ignored)
    work.mkdir()
    sources = {"ada": from_zero, "ben": from_zero, "cy": from_zero, "dee": ignored, "eve": right}
    for name, source in sources.items():
        (work / f"{name}.py").write_text(f"{source}\n# {name}\n", encoding="utf-8")
    faults.write_text(without, encoding="utf-8")
    done = run("grade", "pooling", work, "--out", out, "--course", course)
    assert done.returncode == 0, done.stderr
    said = run("diagnose", out, "--course", course).stdout
    assert re.search(r"^ +3  max_pool_forward, for instance ada$", said, re.MULTILINE), said
    shutil.rmtree(work)
    faults.write_text(whole, encoding="utf-8")
    said = run("diagnose", out, "--course", course).stdout
    assert "The maximum starts from 0 (zero_start)" in said
    assert "no longer explained: 0" in said
    named = {
        path.stem.split("_")[0]
        for path in (out / "feedback").glob("*.md")
        if "The maximum starts from 0" in path.read_text(encoding="utf-8")
    }
    assert named == {"ada", "ben", "cy"}
