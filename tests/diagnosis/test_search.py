"""The search on the course's own suites: known mistakes are named, right programs never accused."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.grading.setting import Setting
from tests.diagnosis.course import (
    COURSE,
    Mistakes,
    Trial,
    catalogue_of,
    pairs,
    program_of,
    singles,
    with_course,
)

QUICK = "stride_padding"
# How networks go wrong when they train is in no catalogue.
CATALOGUED = [name for name in COURSE.assignments if (COURSE.folder / name / "faults.py").is_file()]
PAIRS = 100  # of each assignment, drawn: 500 and more in all
SLOW_FUNCTIONS = ("LeNet5",)  # of whose mistakes a few are tried: a whole network runs for each
A_FEW = 6
NAMED = 0.9  # of the pairs: both, or one of them


# `autograder verify` tells each mistake of an assignment from all others, too; there are many in lenet.
_MARKS = {QUICK: (), "lenet": (pytest.mark.slow, pytest.mark.soak)}
ALL = [pytest.param(name, marks=_MARKS.get(name, pytest.mark.slow)) for name in CATALOGUED]


def _without_slow(mistakes: list[Mistakes]) -> list[Mistakes]:
    """Return all but most of those of slow functions."""
    slow = [one for one in mistakes if one[0] in SLOW_FUNCTIONS]
    return [one for one in mistakes if one not in slow] + random.Random(3).sample(
        slow, min(A_FEW, len(slow))
    )


@pytest.mark.parametrize("assignment", ALL)
def test_each_known_mistake_is_named(assignment: str) -> None:
    """Alone, or among those that end a test alike; with time enough on any machine."""
    wrong: list[str] = []

    def body(attempt: Callable[..., Trial], setting: Setting) -> None:
        catalogue = catalogue_of(setting)
        for function, faults in _without_slow(singles(catalogue)):
            trial = attempt(function, program_of(catalogue, function, faults), *faults)
            named = {name for result in trial.said.values() for name in result.faults}
            said = "\n".join(result.diagnosis for result in trial.said.values())
            alike = not named and faults[0].title in said and "cannot tell which" in said
            if not (alike or named == {faults[0].id}):
                wrong.append(f"{function}: {faults[0].id} gave {named}, {trial.seconds}")

    with_course(assignment, body)
    assert not wrong


@pytest.mark.slow
@pytest.mark.parametrize(
    "assignment",
    [
        pytest.param(name, marks=() if name in (QUICK, "pooling") else pytest.mark.soak)
        for name in CATALOGUED
    ],
)
def test_pairs_of_mistakes_are_named(assignment: str) -> None:
    """Both, or one of them, in nine of ten; and hardly ever one that is not made."""
    found: list[bool] = []
    accused: list[str] = []

    def body(attempt: Callable[..., Trial], setting: Setting) -> None:
        catalogue = catalogue_of(setting)
        every = [pair for pair in pairs(catalogue) if pair[0] not in SLOW_FUNCTIONS]
        for function, faults in random.Random(20).sample(every, min(PAIRS, len(every))):
            trial = attempt(function, program_of(catalogue, function, faults), *faults)
            named = {name for result in trial.said.values() for name in result.faults}
            found.append(bool(named & {one.id for one in faults}))
            if not found[-1] and named:
                accused.append(f"{function}: {[one.id for one in faults]} gave {named}")

    with_course(assignment, body)
    assert sum(found) >= NAMED * len(found)
    assert len(accused) <= len(found) // 50, accused


def test_a_right_program_is_not_accused() -> None:
    """One that fails by a hair's breadth elsewhere gets no diagnosis of a function that is right."""

    def body(attempt: Callable[..., Trial], setting: Setting) -> None:
        right = vars(setting.reference)["conv2d"]
        assert not attempt("conv2d", right).said

    with_course(QUICK, body)


def test_single_precision_is_diagnosed_alike() -> None:
    """A mistake made in float32 arithmetic has the same name."""

    def body(attempt: Callable[..., Trial], setting: Setting) -> None:
        catalogue = catalogue_of(setting)
        faults = next(one for _, one in singles(catalogue) if "flipped" in one[0].title)
        program = program_of(catalogue, "conv2d", faults)

        def in_float32(*args: Any, **kwargs: Any) -> Any:
            return program(*args, **kwargs).astype(np.float32)

        said = attempt("conv2d", in_float32).said
        assert {name for result in said.values() for name in result.faults} == {faults[0].id}

    with_course(QUICK, body)


def test_a_mistake_that_nobody_knows_gets_facts() -> None:
    """And no name."""

    def body(attempt: Callable[..., Trial], setting: Setting) -> None:
        right = vars(setting.reference)["conv2d"]

        def doubled(image: Any, kernel: Any, stride: int = 1, padding: int = 0) -> Any:
            return right(image, kernel, stride, padding) * (2.5 if stride > 1 else 1)

        result = attempt("conv2d", doubled).said["conv2d"]
        assert not result.faults
        assert result.diagnosis == (
            "right, except where `stride` is larger than 1; the answers are what is due times a "
            "constant factor. Make up a small call of that kind, and compare with what you work out "
            "by hand."
        )

    with_course(QUICK, body)


def test_a_stub_is_not_searched() -> None:
    """Its error says all there is to say."""

    def body(attempt: Callable[..., Trial], setting: Setting) -> None:
        def unfinished(*_: Any, **__: Any) -> Any:
            raise NotImplementedError("TODO: write conv2d")

        assert all(not result.diagnosis for result in attempt("conv2d", unfinished).said.values())

    with_course(QUICK, body)


def test_alike_wrong_answers_have_one_fingerprint() -> None:
    """Rounding apart; other wrong answers have another."""

    def body(attempt: Callable[..., Trial], setting: Setting) -> None:
        right = vars(setting.reference)["conv2d"]

        def fingerprint(factor: float) -> str:
            result = attempt("conv2d", lambda *a, **k: right(*a, **k) * factor).said["conv2d"]
            return result.fingerprint

        first, alike, other = fingerprint(2.0), fingerprint(2.0 + 1e-13), fingerprint(3.0)
        assert first == alike != other
        assert first

    with_course(QUICK, body)
