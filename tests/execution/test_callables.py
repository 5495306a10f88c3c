"""Functions that a call passes in, called back by the submission."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.stops import CallTimeout, StudentError, WorkerCrashed
from tests.execution.conftest import Runner


def test_a_callable_is_called_back(notebook: Runner) -> None:
    """With arrays and keywords; its errors come out in the student's code."""
    attempt = notebook(
        "def f(g, x):\n    return [g(x, power=p) for p in (1, 2)]\n"
        "def safe(g):\n    try:\n        return g(-1)\n    except ValueError:\n        return 'caught'"
    )
    seen: list[Any] = []

    def g(x: Any, power: int = 1) -> Any:
        seen.append(power)
        if np.any(np.asarray(x) < 0):
            raise ValueError("secret words")
        return x**power

    first, second = attempt.call("f", (g, np.array([2.0, 3.0])), {}).value
    assert (first.tolist(), second.tolist(), seen) == ([2, 3], [4, 9], [1, 2])
    assert attempt.call("safe", (g,), {}).value == "caught"


def test_a_callable_ends_with_its_call(notebook: Runner) -> None:
    """One that was kept cannot be used for what a later call passes."""
    attempt = notebook("kept = []\ndef f(g):\n    kept.append(g)\n    return kept[0](1)")
    assert attempt.call("f", (lambda x: x,), {}).value == 1
    with pytest.raises(RuntimeError, match="earlier call"):
        attempt.call("f", (lambda x: x + 1,), {})


def test_what_is_too_large_to_be_sent_is_an_overflow(notebook: Runner) -> None:
    """Returned or passed to a callable: the student reads a name that Python has, and her own line."""
    attempt = notebook(
        "def f():\n    a = []\n    a.append(a)\n    return a",
        "def h(g):\n    return g(f())",
    )
    for name, arguments in (("f", ()), ("h", (lambda x: x,))):
        with pytest.raises(StudentError) as caught:
            attempt.call(name, arguments, {})
        assert caught.value.name == "OverflowError"
        assert "nested too deeply" in caught.value.message
        assert [frame.line for frame in caught.value.frames] == ([] if name == "f" else [2])


THREADS = """
import threading
def f(g, count):
    answers = [None] * count
    def ask(number):
        answers[number] = [g(number + step) for step in range(20)]
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
"""


def test_threads_call_back_beside_each_other(notebook: Runner) -> None:
    """Each gets the answers to its own questions."""
    attempt = notebook(THREADS)
    answers = attempt.call("f", (lambda x: x * x, 8), {}).value
    assert answers == [[(number + step) ** 2 for step in range(20)] for number in range(8)]


LEFT = """
import threading
def ask(g):
    try:
        while True:
            g(1)
    except RuntimeError:
        pass
def f(g):
    threading.Thread(target=ask, args=(g,)).start()
    return g(2)
"""


def test_threads_that_go_on_have_nothing_to_ask(notebook: Runner) -> None:
    """What they ask beside an answer, or after it, is asked of nobody, and the next call is answered."""
    attempt = notebook(LEFT)
    for number in range(20):
        assert attempt.call("f", (lambda x, number=number: x * number,), {}).value == 2 * number


def test_a_view_of_an_argument_comes_back_as_one(notebook: Runner) -> None:
    """As in one process: what is kept changes when the argument does."""
    attempt = notebook(
        "import numpy as np\n"
        "def f(g, x):\n    kept = g(x)\n    before = kept.copy()\n    x += 1\n    return kept - before\n"
        "def turned(g, x):\n    return f(g, np.asfortranarray(x))"
    )
    views: dict[str, Callable[[Any], Any]] = {
        "itself": lambda x: x,
        "transposed": np.transpose,
        "backwards": lambda x: x[::-1, 1:],
        "flat": np.ravel,
        "diagonal": np.diagonal,
        "repeated": lambda x: np.broadcast_to(x[0], (4, 3)),
    }
    for name, view in views.items():
        moved = attempt.call("f", (view, np.arange(6.0).reshape(2, 3)), {}).value
        np.testing.assert_array_equal(moved, np.ones_like(moved), err_msg=name)
    copies: dict[str, Callable[[Any], Any]] = {
        "a copy": np.copy,
        "a sum": np.sum,
        "changed in place": lambda x: np.multiply(x, 2, out=x),
        "other numbers": lambda x: x.view(np.int64),
    }
    for name, copy in copies.items():
        moved = attempt.call("f", (copy, np.arange(6.0).reshape(2, 3)), {}).value
        np.testing.assert_array_equal(moved, np.zeros_like(moved), err_msg=name)
    value = attempt.call("turned", (np.transpose, np.ones((2, 3))), {}).value
    assert value.shape == (3, 2)  # laid out otherwise than it was sent: a copy will do


def test_calls_back_are_bounded(notebook: Runner) -> None:
    """A loop around a callable ends, by time or by number."""
    attempt = notebook("def f(g):\n    while True:\n        g(1)")
    with pytest.raises((CallTimeout, WorkerCrashed)):
        attempt.call("f", (lambda x: x,), {})


def test_what_is_called_back_counts_as_time_of_the_submission(notebook: Runner) -> None:
    """All calls together: arguments can be chosen so that the grader computes as long as it may."""
    attempt = notebook("def f(g):\n    return g()\ndef h():\n    return 1")

    def g() -> float:
        end = time.process_time() + 0.2
        while time.process_time() < end:
            pass
        return end

    for calls in range(1, 4):
        attempt.call("f", (g,), {})
        attempt.call("h", (), {})
        assert 0.2 * calls <= attempt.spent() < 0.2 * calls + 0.2
    attempt.close()
    assert attempt.spent() >= 0.6
