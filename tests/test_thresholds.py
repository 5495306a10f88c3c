"""Thresholds of what is measured, as staff write them down."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from autograder.assignment import Assignment, Conditions, load_assignment, load_course
from autograder.errors import CourseError
from tests.samples import ASSIGNMENT, STEPS, lay_course


def load(folder: Path) -> Assignment:
    """Return the assignment of a sample course."""
    return load_assignment(load_course(folder), "bends")


def test_thresholds_are_steps_from_the_easiest_to_the_hardest(tmp_path: Path) -> None:
    """Each is worth what it adds to the share of the one before."""
    assignment = load(lay_course(tmp_path, assignment=f"{ASSIGNMENT}{STEPS}"))
    found = [(step.title, step.weight, step.holds(3.0, 5.0)) for step in assignment.steps_of("reef")]
    assert found == [("in at most 4 turns", 0.5, True), ("in at most 2 turns", 0.5, False)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('question = "reef"', 'question = "reel"', "'reel', which is no question (is 'reef' meant?)"),
        ("at_most", "at_mots", "unknown key 'at_mots' (is 'at_most' meant?)"),
        ("at_most = [[2, 1.0], [4, 0.5]]", "", "needs either `at_most` or `at_least`"),
        ("at_most", "at_least = [[1, 1.0]]\nat_most", "needs either `at_most` or `at_least`"),
        ("[4, 0.5]", "[4, 1.0]", "a harder step has to earn more than an easier one"),
        ("[2, 1.0]", "[2, 0.9]", "has to earn everything"),
        ("[4, 0.5]", "[2.5, 0.5]", "the steps 2 and 2.5 are less than a factor of 1.5 apart"),
        ("at_most", 'device = "cuda"\nat_most', "no steps for device 'cpu' and data 'embedded'"),
        (" {} ", " many ", "title"),
    ],
)
def test_thresholds_that_cannot_be_kept_are_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """In words that say what to do."""
    assert old in STEPS
    with pytest.raises(CourseError) as raised:
        load(lay_course(tmp_path, assignment=f"{ASSIGNMENT}{STEPS.replace(old, new)}"))
    assert said in str(raised.value)


def test_steps_hold_under_their_conditions(tmp_path: Path) -> None:
    """A question with other ones on a GPU has them once for each device, and another digest there."""
    both = STEPS.replace("at_most", 'device = "cpu"\nat_most') + STEPS.replace(
        "at_most = [[2, 1.0], [4, 0.5]]", 'device = "cuda"\nat_most = [[1, 1.0]]'
    )
    cpu = load(lay_course(tmp_path, assignment=f"gpu = true\n{ASSIGNMENT}{both}"))
    gpu = dataclasses.replace(cpu, conditions=Conditions(device="cuda"))
    assert ([s.bound for s in cpu.steps_of("reef")], [s.bound for s in gpu.steps_of("reef")]) == (
        [4, 2],
        [1],
    )
    assert gpu.judging_sha256() != cpu.judging_sha256()
    assert gpu.sha256() != cpu.sha256()


def test_whether_a_gpu_is_needed_is_said(tmp_path: Path) -> None:
    """Nobody needs one who does not say so, and to say that changes nothing."""
    plain = load(lay_course(tmp_path))
    without = load(lay_course(tmp_path, assignment=f"gpu = false\n{ASSIGNMENT}"))
    assert (plain.gpu, without.gpu) == (False, False)
    assert plain.judging_sha256() == without.judging_sha256()
    assert load(lay_course(tmp_path, assignment=f"gpu = true\n{ASSIGNMENT}")).gpu
