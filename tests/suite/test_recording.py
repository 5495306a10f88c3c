"""What a test asks and is answered is kept within bounds, and only what can be asked again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autograder.suite.recording import Recorder, Recording
from autograder.suite.student import LocalStudent

MIB = 2**20


class Box:
    """An object that holds a number."""

    def __init__(self, number: int) -> None:
        self.number = number

    def get(self) -> int:
        """Return the number."""
        return self.number


def recorded(*functions: Any) -> tuple[Recorder, Any]:
    """Return a recorder, and a student with these functions who is recorded."""
    recorder = Recorder()
    names = {function.__name__: function for function in functions}
    return recorder, LocalStudent(SimpleNamespace(**names), recorder)


def second(recorder: Recorder, student: Any) -> Recording:
    """Record another test, of one small call."""
    recording = recorder.begin()
    student.small(1)
    return recording


def small(number: int) -> int:
    """Return what comes."""
    return number


@pytest.mark.parametrize(
    "large",
    [
        bytes(65 * MIB),
        "x" * (65 * MIB),
        frozenset(range(2 * MIB)),
        list(range(2 * MIB)),
        np.zeros(9 * MIB),
        np.broadcast_to(0.0, (2**40,)),
    ],
    ids=["bytes", "str", "set", "list", "array", "array larger than memory"],
)
def test_what_is_too_much_is_not_kept(large: object) -> None:
    """Neither it nor what comes after it, whatever kind of value it is."""
    recorder, student = recorded(small)
    recorder.begin()
    recorder.note("much", (), {}, None)
    recorder.answered(large)
    assert not recorder.recording.complete
    assert recorder.recording.answers[0].value is not large
    assert not second(recorder, student).complete


def test_a_little_of_everything_is_kept() -> None:
    """Arrays as they were, and the same values in containers of their own."""
    recorder, student = recorded(small)
    given = [np.ones(2), {"a": ("x", b"y", {1})}]
    recording = recorder.begin()
    student.small(given)
    given[0][:] = 7.0  # type: ignore[index]
    assert recording.complete
    (kept,) = recording.calls[0].args
    np.testing.assert_array_equal(kept[0], np.ones(2))
    assert kept[1] == {"a": ("x", b"y", {1})}


def boxes(count: int) -> list[Box]:
    """Return some boxes."""
    return [Box(number) for number in range(count)]


def test_objects_inside_of_an_answer_cannot_be_asked_again() -> None:
    """No call gave one of them alone, so the test counts as one of which something is missing."""

    def take(boxes: list[Box]) -> int:
        return sum(box.get() for box in boxes)

    recorder, student = recorded(boxes, take, small)
    recording = recorder.begin()
    assert student.take(list(map(Box, range(3)))) == 3  # the suite's own: no object of a student
    proxies = student.boxes(3)
    assert proxies[1].get() == 1
    assert student.take(proxies) == 3
    assert not recording.complete
    parts = [part for call in recording.calls for part in (call.owner, *call.args)]
    assert not any(hasattr(part, "type_name") for part in parts)
    assert second(recorder, student).complete
