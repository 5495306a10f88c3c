"""What a suite learns of a network, from a side that says what helpers would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.stops import WorkerCrashed
from autograder.suite.mismatch import MismatchError
from autograder.suite.network import Network

OUTLINE = {
    "parameters": [[6, 1, 5, 5], [6]],
    "operations": ["convolution", "relu"],
    "weighted": [["convolution", [1, 6, 24, 24]]],
    "result": [1, 6, 24, 24],
}
IMAGES = np.arange(8, dtype=np.uint8).reshape(2, 2, 2)
LABELS = np.array([3, 4])


class FakeSide:
    """Answers for helpers by what it was told; a function there is called.

    Args:
        answers: of helpers, by their names.
    """

    spent = 0.0

    def __init__(self, **answers: Any) -> None:
        self._answers = {"missing": [], "outline": OUTLINE, **answers}
        self.as_defined = False
        self.asked: list[tuple[Any, ...]] = []

    def ask(self, name: str, helper: str, args: Sequence[Any], seconds: float | None = None) -> Any:
        """Answer, and keep what was asked."""
        assert helper
        assert seconds is None
        self.asked.append((name, helper, *args))
        answer = self._answers[helper]
        return answer() if callable(answer) else answer

    def mention(self, *names: str) -> None:
        """Take note."""

    def renew(self) -> None:
        """Nobody asks for that."""
        raise NotImplementedError


def raising(error: BaseException) -> Callable[[], Any]:
    """Return a function that raises."""

    def helper() -> Any:
        raise error

    return helper


def test_an_outline_is_asked_for_once() -> None:
    """For each function and shape of an image; a list is as good a shape as a tuple."""
    network = Network(side := FakeSide())
    first = network.outline("build", (1, 28, 28))
    assert network.outline("build", [1, 28, 28]) is first
    assert (first.total, first.outputs) == (156, (("convolution", (1, 6, 24, 24)),))
    asked = [("build", "missing", "build"), ("build", "outline", "build", [1, 28, 28])]
    assert side.asked == asked
    network.outline("build", (3, 28, 28))
    network.outline("other", (1, 28, 28))
    assert [one[1] for one in side.asked] == ["missing", "outline"] * 3


def test_a_function_as_it_was_defined_has_an_outline_of_its_own() -> None:
    """It may call what a later cell has bound anew."""
    network = Network(side := FakeSide())
    network.outline("build", (1, 28, 28))
    side.as_defined = True
    network.outline("build", (1, 28, 28))
    assert len(side.asked) == 4


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"missing": ["build"]}, "`build` is not defined, or is no function"),
        ({"outline": None}, "`build()` has to return the network"),
        ({"outline": "a lie"}, "cannot be understood"),
    ],
)
def test_what_is_no_network_is_a_failed_test(answers: dict[str, Any], said: str) -> None:
    """In words for the student, as often as a test asks; her code is not run again."""
    network = Network(side := FakeSide(**answers))
    with pytest.raises(MismatchError) as first:
        network.outline("build", (1, 28, 28))
    assert first.value.mismatch.kind == "network"
    assert said in first.value.mismatch.hint
    asked = len(side.asked)
    with pytest.raises(MismatchError) as second:
        network.outline("build", (1, 28, 28))
    assert second.value is first.value
    assert len(side.asked) == asked


@pytest.mark.parametrize("error", [RuntimeError("shapes"), WorkerCrashed("ended")])
def test_what_her_code_does_passes(error: BaseException) -> None:
    """Errors and stops are told as those of any call."""
    network = Network(FakeSide(outline=raising(error)))
    with pytest.raises(type(error)) as raised:
        network.outline("build", (1, 28, 28))
    assert raised.value is error


def test_what_a_network_has_learned_is_what_it_gives_for_other_images() -> None:
    """They come without labels; network and images stay where they are."""
    scores = np.eye(2, 10, dtype=np.float32)
    side = FakeSide(receive="data", fit="model", answers=scores)
    others = IMAGES[::-1]
    given = Network(side).learned(("build", "train"), IMAGES, LABELS, others)
    assert given is scores
    told = {helper: args for _, helper, *args in side.asked}
    assert told["receive"][0] is IMAGES
    assert told["receive"][1] is LABELS
    assert told["fit"] == ["data", ["build", "train"], "cpu", 0]
    assert told["answers"][0] == "model"
    assert told["answers"][1] is others


def test_a_network_learns_anew_each_time() -> None:
    """Each test has images of its own."""
    side = FakeSide(receive="data", fit="model", answers=LABELS)
    network = Network(side)
    for _ in range(2):
        network.learned(("build", "train"), IMAGES, LABELS, IMAGES)
    assert [one[1] for one in side.asked].count("fit") == 2


def test_without_a_network_nothing_is_learned() -> None:
    """The function that has to give it is named."""
    side = FakeSide(receive="data", fit=None)
    with pytest.raises(MismatchError) as raised:
        Network(side).learned(("build", "train"), IMAGES, LABELS, IMAGES)
    assert raised.value.mismatch.hint == "`build()` has to return the network"
