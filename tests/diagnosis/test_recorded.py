"""What is recorded of one function, where its calls get objects that others made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.diagnosis import Operation, fault
from autograder.diagnosis.answers import same_answer
from autograder.diagnosis.evidence import TestRecord
from autograder.diagnosis.functions import by_function
from autograder.diagnosis.recorded import first_wrong
from autograder.diagnosis.search import Search
from autograder.diagnosis.trace import Answer, Call, Made


class Net:
    """An object that has a size."""

    def __init__(self, size: int) -> None:
        self._size = size

    def size(self) -> int:
        """Return it."""
        return self._size


class Work(Operation, of="work"):
    """The size, so many times."""

    def size(self, net: Net) -> int:
        """Return what is multiplied."""
        return net.size()

    def run(self, net: Net, times: int) -> int:
        """Multiply."""
        return self.size(net) * times


@fault(Work, "size", title="The network is ignored", hint="Does its size matter?")
def ignored(_: Work, net: Net) -> int:
    """Take 1 for it."""
    del net
    return 1


@fault(Work, "size", title="One too many", hint="Where does your count start?")
def one_more(_: Work, net: Net) -> int:
    """Count one more."""
    return net.size() + 1


FUNCTIONS: dict[str, Callable[..., Any]] = {"Net": Net, "work": lambda net, times: net.size() * times}


def records(answers: dict[int, Any]) -> list[TestRecord]:
    """Return what was recorded of tests that make a network of size 4, and have it multiplied."""
    return [
        TestRecord(
            f"test_{times}",
            (Call("Net", (4,), {}), Call("work", (Made(0), times), {})),
            (Answer(Made(0)), Answer(answer)),
            passed=answer == 4 * times,
            modified=False,
        )
        for times, answer in answers.items()
    ]


@pytest.mark.parametrize(
    ("answers", "titles"),
    [
        ({3: 15, 5: 25}, ["One too many"]),
        ({3: 3, 5: 5}, ["The network is ignored"]),
        ({3: 999, 5: -7}, None),
    ],
)
def test_a_mistake_with_an_object_is_named(answers: dict[int, int], titles: list[str] | None) -> None:
    """The object is made again for each candidate: what does not give her answers is not named."""
    tests = by_function(records(answers), FUNCTIONS)["work"]
    found = Search("work", Work, [ignored, one_more], FUNCTIONS, tests, []).explain(5.0)
    assert (found and [one.title for (one,) in found.candidates]) == titles


def test_a_right_answer_over_an_object_is_no_wrong_call() -> None:
    """What is due of it is a value, and no exception of ours."""
    tests = by_function(records({3: 12, 5: 20}), FUNCTIONS)["work"]
    assert first_wrong(tests) is None
    assert [answer.value for test in tests for answer in test.due.values()] == [12, 20]


@pytest.mark.parametrize("scale", [1.0, 1e300])
def test_complex_numbers_are_compared_whatever_their_size(scale: float) -> None:
    """The magnitude of a number can be infinite where neither part is."""
    one = np.array([1.7e8 + 1.7e8j]) * scale
    assert same_answer(one, one * (1 + 1e-9))
    assert not same_answer(one, one.conj())
