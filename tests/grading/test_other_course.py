"""A second course, in another subject and without NumPy, needs no change of the package."""

from __future__ import annotations

from pathlib import Path

from autograder.results import Result, Status
from tests.grading.command import grade, grade_sources, outcomes, points, statuses
from tests.samples import lay_course

COURSE = Path(__file__).resolve().parents[1] / "courses" / "texts"
MASTER = (COURSE / "words" / "words.py").read_text(encoding="utf-8")


def grade_words(folder: Path, source: str) -> Result:
    """Grade a script with the course on texts, from a folder that is not the course's."""
    path = folder / "words.py"
    path.write_text(source, encoding="utf-8")
    return grade("words", [path], folder, "--course", COURSE, cwd=folder)[0]


def test_its_master_earns_everything(tmp_path: Path) -> None:
    """Strings, dicts, callables and objects pass the wire."""
    result = grade_words(tmp_path, MASTER)
    assert points(result) == {"word_counts": 5, "longest": 3, "counter": 2}


def test_a_question_can_be_all_or_nothing(tmp_path: Path) -> None:
    """One wrong test of two costs all points."""
    result = grade_words(tmp_path, MASTER.replace("key(word) == most", "len(word) == most"))
    assert points(result) == {"word_counts": 5, "longest": 0, "counter": 2}


def test_reveal_decides_what_a_student_reads(tmp_path: Path) -> None:
    """A hint without values, everything, or nothing."""
    source = MASTER.replace("text.lower()", "text").replace("return self.total", "return -1")
    result = grade_words(tmp_path, source.replace("in order", "").replace("key(word) ==", "key(word) <"))
    (counts,) = [t for t in outcomes(result, "word_counts") if t.status is Status.FAILED]
    assert counts.message == "the answer has a key too many"
    assert "'one': 3" in counts.note
    (longest, _) = outcomes(result, "longest")
    assert "expected ['not']" in longest.message
    (counter,) = outcomes(result, "counter")
    assert (counter.message, counter.status) == ("", Status.FAILED)


def test_numpy_is_not_there_where_it_is_not_allowed(tmp_path: Path) -> None:
    """Its import fails as it would on a machine without it."""
    result = grade_words(tmp_path, "import numpy\n" + MASTER)
    assert result.points == result.max_points
    assert "No module named 'numpy' in this assignment" in "\n".join(result.messages)


def test_an_object_is_lost_with_its_process(tmp_path: Path) -> None:
    """A method that ends the process is a crash, and other questions go on."""
    result = grade_words(tmp_path, MASTER.replace("self.total += ", "import os; os._exit(3); x = "))
    assert statuses(result, "counter") == {Status.CRASHED}
    assert points(result)["word_counts"] == 5


WITH_BOXES = """
class Box:
    def __init__(self, number):
        self.number = number

    def get(self):
        return self.number


def boxes(count):
    return [Box(number) for number in range(count)]


def total(boxes, extra):
    return extra + sum(box.get() for box in boxes)
"""
SUITE_OF_BOXES = '''"""Objects inside of answers."""

import pytest

from autograder.suite import assert_equals


@pytest.mark.question("reef")
@pytest.mark.parametrize("extra", [0, 5], ids=["nothing", "five"])
def test_total(student, extra):
    """The numbers of all boxes, and something more."""
    assert_equals(student.total(student.boxes(3), extra), 3 + extra)


@pytest.mark.question("reef")
def test_nothing(student):
    """No box at all."""
    assert_equals(student.total([], 5), 5)
'''
FAULTS_OF_BOXES = """
from autograder.diagnosis import Operation, fault


class Total(Operation, of="total"):
    def start(self, extra):
        return extra

    def run(self, boxes, extra):
        return self.start(extra) + sum(box.get() for box in boxes)


@fault(Total, "start", title="What is extra is left out", hint="Where in your sum does it stand?")
def left_out(self, extra):
    return 0
"""


def test_objects_in_lists_of_answers_are_judged_and_diagnosed(tmp_path: Path) -> None:
    """A search for mistakes does not ask those whose worker has ended by then."""
    course = lay_course(
        tmp_path / "course", bends=WITH_BOXES, test_hidden=SUITE_OF_BOXES, faults=FAULTS_OF_BOXES
    )
    sources = {"right": WITH_BOXES, "wrong": WITH_BOXES.replace("extra + sum", "sum")}
    results = grade_sources("bends", sources, tmp_path, "--course", course)
    assert {name: result.points for name, result in results.items()} == {"right": 3, "wrong": 1}
    assert results["wrong"].questions[0].faults == ("left_out",)
