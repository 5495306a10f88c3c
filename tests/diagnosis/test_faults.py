"""Faults compose, and a catalogue is read strictly."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from autograder.assignment import load_assignment, load_course
from autograder.diagnosis import Operation, fault, load_catalogue
from autograder.diagnosis.answers import same_answer
from autograder.diagnosis.fault import composes, faulty
from autograder.diagnosis.trace import Made, Raised
from autograder.errors import CourseError
from tests.grading.command import ROOT


class Shape(Operation):
    """A base of operations: a width and a height."""

    def width(self, sides: list[int]) -> int:
        """Return the first side."""
        return sides[0]

    def height(self, sides: list[int]) -> int:
        """Return the second side."""
        return sides[1]


class Area(Shape, of="area"):
    """Width times height."""

    def run(self, sides: list[int]) -> int:
        """Return the area."""
        return self.width(sides) * self.height(sides)


class Girth(Shape, of="girth"):
    """Twice the sum of both."""

    def run(self, sides: list[int]) -> int:
        """Return the girth."""
        return 2 * (self.width(sides) + self.height(sides))


@fault(Shape, "width", title="One too wide", hint="Count the steps, not the posts.")
def one_too_wide(_: Shape, sides: list[int]) -> int:
    """Add one."""
    return sides[0] + 1


@fault(Shape, "height", title="Sides swapped", hint="Which side is which?")
def swapped(_: Shape, sides: list[int]) -> int:
    """Take the other side."""
    return sides[0]


@fault(Area, "run", title="Grows", hint="Start anew with each call.")
def grows(self: Any, sides: list[int]) -> int:
    """Keep a sum from call to call."""
    self.total = getattr(self, "total", 0) + sides[0] * sides[1]
    return int(self.total)


def test_a_fault_of_a_base_is_one_of_each_operation() -> None:
    """And without one, they do what they should."""
    assert (faulty(Area).run([3, 4]), faulty(Girth).run([3, 4])) == (12, 14)
    assert (faulty(Area, one_too_wide).run([3, 4]), faulty(Girth, one_too_wide).run([3, 4])) == (16, 16)


def test_two_faults_of_different_stages_make_a_pair() -> None:
    """Without any further code."""
    assert composes(one_too_wide, swapped)
    assert faulty(Area, one_too_wide, swapped).run([3, 4]) == 12
    assert not composes(one_too_wide, one_too_wide)
    assert not composes(one_too_wide, grows)
    with pytest.raises(ValueError, match="one stage"):
        faulty(Area, one_too_wide, one_too_wide)
    with pytest.raises(ValueError, match="another operation"):
        faulty(Girth, grows)


def test_a_program_of_its_own_each_time() -> None:
    """What one keeps from call to call, another does not see; the class stays as it was."""
    program = faulty(Area, grows)
    assert [program.run([1, 2]), program.run([1, 2])] == [2, 4]
    assert faulty(Area, grows).run([1, 2]) == 2
    assert Area().run([1, 2]) == 2


@pytest.mark.parametrize(
    ("stage", "title", "hint"), [("depth", "a", "b"), ("width", " ", "b"), ("width", "a", "")]
)
def test_a_fault_needs_a_stage_and_words(stage: str, title: str, hint: str) -> None:
    """Otherwise nobody could be helped by it."""
    with pytest.raises(CourseError, match="nameless"):

        @fault(Area, stage, title=title, hint=hint)
        def nameless(_: Shape) -> None: ...


HEAD = "from autograder.diagnosis import Operation, fault\n\n\nclass Area(Operation, of='area'):\n"
HEAD += "    def run(self, x):\n        return x\n\n"
BROKEN = {
    "1 / 0": "line 8, cannot be executed: ZeroDivisionError",
    "def f(:": "line 8, cannot be executed: SyntaxError",
    "raise SystemExit(3)": "cannot be executed: SystemExit: 3",
    "class Other(Operation, of='area'): ...": "two operations are `area`",
    "class Loose(Operation):\n    def go(self): ...\n\n\n@fault(Loose, 'go', title='t', hint='h')\n"
    "def lost(self): ...": "the fault lost is of no function's operation",
    "@fault(Area, 'fly', title='t', hint='h')\ndef lost(self): ...": "Area has no stage 'fly'",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_catalogue_that_cannot_be_used_says_why(tmp_path: Path, text: str) -> None:
    """With the file's name."""
    (tmp_path / "faults.py").write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        load_catalogue(tmp_path)
    assert BROKEN[text] in str(caught.value)
    assert str(tmp_path / "faults.py") in str(caught.value)


def test_an_assignment_may_have_no_catalogue(tmp_path: Path) -> None:
    """Nothing is known of its mistakes then."""
    assert load_catalogue(tmp_path) is None


def test_a_catalogue_changes_no_mark(tmp_path: Path) -> None:
    """Results stay comparable when a mistake gets a name."""
    course = load_course(ROOT / "solutions")
    before = load_assignment(course, "filters")
    (copy := tmp_path / "solutions").mkdir()
    (copy / "course.toml").write_bytes((course.folder / "course.toml").read_bytes())
    (copy / "filters").mkdir()
    for path in before.folder.iterdir():
        if path.is_file() and path.name != "faults.py":
            (copy / "filters" / path.name).write_bytes(path.read_bytes())
    without = load_assignment(load_course(copy), "filters").sha256()
    (copy / "filters" / "faults.py").write_text("x = 1\n", encoding="utf-8")
    assert load_assignment(load_course(copy), "filters").sha256() == without


SAME = [
    (1, 1.0),
    ([1, 2], (1, 2)),
    (np.ones(3), [1.0, 1.0, 1.0]),
    (np.full(2, 1e9), np.full(2, 1e9 + 1e-3)),
    (float("nan"), float("nan")),
    ({"a": [1]}, {"a": np.ones(1)}),
    (([1], [2, 3]), [np.ones(1), np.array([2, 3])]),
    (Raised("ValueError"), Raised("ValueError")),
    ("x", "x"),
    (None, None),
]
DIFFERENT = [
    1,
    2.0,
    np.ones(2),
    np.ones((2, 1)),
    np.ones(3) * 1.001,
    {"a": 1},
    {"b": 1},
    ([1], [2, 4]),
    Raised("ValueError"),
    Raised("TypeError"),
    Made(1),
    Made(2),
    "x",
    "y",
    None,
    np.array([1, np.nan]),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=str)
def test_answers_are_the_same_by_value(one: Any, other: Any) -> None:
    """Whatever holds them, within rounding."""
    assert same_answer(one, other)
    assert same_answer(other, one)


@pytest.mark.parametrize(
    ("one", "other"), list(itertools.combinations(DIFFERENT, 2)), ids=lambda value: str(value)[:12]
)
def test_other_answers_are_not(one: Any, other: Any) -> None:
    """By value, shape, kind or key."""
    assert not same_answer(one, other)
    assert not same_answer(other, one)


FIRST = """
from autograder.diagnosis import Operation
class Area(Operation, of="area"):
    def run(self, width, height):
        return width * height
"""
PART = """
from autograder.diagnosis import fault
from faults import Area
@fault(Area, "run", title="The sides are added", hint="How many squares has a row?")
def added(self, width, height):
    return width + height
"""


def test_a_part_of_a_catalogue_imports_from_its_first_file(tmp_path: Path) -> None:
    """Whatever else is called `faults`, in another catalogue or among the modules of this process."""
    others = {"one": "sides", "other": "corners"}
    for name, word in others.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "faults.py").write_text(FIRST, encoding="utf-8")
        (folder / "faults_sums.py").write_text(PART.replace("sides", word), encoding="utf-8")
    module = sys.modules["faults"] = ModuleType("faults")
    try:
        for name, word in others.items():
            catalogue = load_catalogue(tmp_path / name)
            assert catalogue is not None
            assert [one.title for one in catalogue.of("area")] == [f"The {word} are added"]
        assert sys.modules["faults"] is module
    finally:
        del sys.modules["faults"]
    load_catalogue(tmp_path / "one")
    assert "faults" not in sys.modules


def test_a_part_without_a_first_file_says_what_is_missing(tmp_path: Path) -> None:
    """There is nothing to import from."""
    (tmp_path / "faults_sums.py").write_text(PART, encoding="utf-8")
    with pytest.raises(CourseError, match=r"faults_sums\.py, line \d+, cannot be executed: Module"):
        load_catalogue(tmp_path)
