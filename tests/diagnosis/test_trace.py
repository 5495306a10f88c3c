"""Calls that were noted can be made again, of another program."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from autograder.diagnosis.answers import same_answer
from autograder.diagnosis.trace import Answer, Made, Raised, Trace, calls_of, replay
from autograder.suite.recording import Recorder
from autograder.suite.student import LocalStudent


class Sum:
    """Adds up."""

    start = 0.0

    def __init__(self) -> None:
        self.total = self.start

    def add(self, x: Any) -> float:
        """Return the sum so far."""
        self.total += float(np.sum(x))
        x *= 0
        return self.total

    def merge(self, other: Sum) -> float:
        """Return the sum of both."""
        return self.total + other.total


class FromOne(Sum):
    """Starts from one."""

    start = 1.0


def noted() -> Trace:
    """Return the calls that a student made."""
    recorder = Recorder()
    student: Any = LocalStudent(SimpleNamespace(Sum=Sum, half=lambda x: x / 2), recorder)
    one, other = student.Sum(), student.Sum()
    one.add(x=np.ones(3))
    other.add(np.ones(2))
    one.merge(other)
    student.half(3)
    return recorder.recording.calls


def half(x: float) -> float:
    """Return a half."""
    return x / 2


def test_a_trace_has_arguments_as_they_were() -> None:
    """Whatever the calls did with them, and objects by the calls that gave them."""
    calls = noted()
    assert [call.name for call in calls] == ["Sum", "Sum", "add", "add", "merge", "half"]
    assert [call.owner for call in calls[2:5]] == [Made(0), Made(1), Made(0)]
    np.testing.assert_array_equal(calls[2].kwargs["x"], np.ones(3))
    assert calls[4].args == (Made(1),)


def answers(calls: Trace, functions: dict[str, Any]) -> list[Answer]:
    """Return all answers of a program."""
    return [answer for _, answer in replay(calls, functions)]


def test_a_replay_answers_alike() -> None:
    """Objects by what gave them, numbers by value, and which arguments were changed."""
    found = answers(noted(), {"Sum": Sum, "half": half})
    assert [answer.value for answer in found] == [Made(0), Made(1), 3, 2, 5, 1.5]
    assert [answer.modified for answer in found] == [(), (), (0,), (0,), (), ()]


def test_another_program_answers_otherwise() -> None:
    """By what it computes, or by what it raises."""
    calls = noted()
    mine = answers(calls, {"Sum": Sum, "half": half})
    other = answers(calls, {"Sum": FromOne, "half": half})
    same = [same_answer(one.value, two.value) for one, two in zip(mine, other, strict=True)]
    assert same == [True, True, False, False, False, True]
    first = answers(calls, {"Sum": None, "half": half})
    assert [answer.value for answer in first[:3]] == [
        Raised("TypeError"),
        Raised("TypeError"),
        Raised("KeyError"),
    ]


def test_a_trace_can_be_replayed_again() -> None:
    """No replay changes it."""
    calls = noted()
    functions: dict[str, Any] = {"Sum": Sum, "half": half}
    first, second = (answers(calls, functions) for _ in range(2))
    assert all(same_answer(a.value, b.value) for a, b in zip(first, second, strict=True))


def test_the_calls_of_one_function_can_be_made_alone() -> None:
    """With those that give the objects which they need."""
    calls = noted()
    assert calls_of("Sum", calls) == {0, 1, 2, 3, 4}
    assert calls_of("half", calls) == {5}
    found = dict(replay(calls, {"Sum": Sum}, wanted={4}))
    assert found == {4: Answer(0.0)}
