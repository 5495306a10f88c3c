"""Outlines, as workers tell them."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.measure.outline import Outline, outline
from autograder.measure.trainee import NetworkError
from tests.measure.samples import CLASSES, SIDE, Trainee


def told(**more: Any) -> Outline:
    """Return the outline of a trainee whose worker says something else in places."""
    trainee = Trainee(lies={"outline": lambda found: {**found, **more}})
    return outline(trainee, "build_model", (1, SIDE, SIDE))


def test_an_outline_is_read() -> None:
    """Shapes are tuples, parameters are counted."""
    assert told() == Outline(
        parameters=((10, 5), (5,)),
        operations=("addmm",),
        outputs=(("addmm", (1, CLASSES)),),
        result=(1, CLASSES),
    )
    assert told().total == 55
    assert told(parameters=[[]]).total == 1
    assert told(result=None).result is None


@pytest.mark.parametrize(
    "forged",
    [
        {"parameters": None},
        {"parameters": [[1.0]]},
        {"parameters": [[-1]]},
        {"parameters": [[True]]},
        {"parameters": [[2**41]]},
        {"parameters": [[1] * 17]},
        {"parameters": ["ab"]},
        {"operations": [3]},
        {"operations": "abc"},
        {"weighted": [["addmm"]]},
        {"weighted": [[["addmm"], [1]]]},
        {"weighted": [{"addmm": 1}]},
        {"result": (1, 5)},
        {"result": "1, 5"},
    ],
)
def test_a_forged_outline_is_refused(forged: dict[str, Any]) -> None:
    """It comes from a process that may say anything."""
    with pytest.raises(NetworkError, match="cannot be understood"):
        told(**forged)


@pytest.mark.parametrize("found", [[], "network", 3, {}, {"parameters": []}])
def test_what_is_no_outline_is_refused(found: object) -> None:
    """Whatever it is."""
    trainee = Trainee(lies={"outline": lambda _: found})
    with pytest.raises(NetworkError, match="cannot be understood"):
        outline(trainee, "build_model", (1, SIDE, SIDE))


def test_names_of_operations_are_made_safe() -> None:
    """They reach reports."""
    assert told(operations=["re\x1b[31mlu"]).operations == ("re\ufffd[31mlu",)


@pytest.mark.parametrize("answer", [None, 3, ["other"], "build_model"])
def test_a_worker_cannot_invent_what_is_missing(answer: object) -> None:
    """Only what was asked for can be."""
    trainee = Trainee(lies={"missing": lambda _: answer})
    assert outline(trainee, "build_model", (1, SIDE, SIDE)).total == 55
