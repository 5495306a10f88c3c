"""What is borrowed is bounded, and whatever a submission makes of it is its own affair."""

from __future__ import annotations

import os
import time
import warnings
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.lender import FREE_CALLS, Cost
from autograder.sandbox.stops import CallTimeout, ProtocolViolation, StudentStopped, WorkerCrashed
from tests.execution.borrowing import FRAME, borrowing, function
from tests.execution.conftest import Runner


@pytest.mark.parametrize("needed", [0, 1, FREE_CALLS])
def test_code_that_calls_in_a_loop_is_not_punished(notebook: Runner, needed: int) -> None:
    """A few calls are free, and so is twice what the reference needs."""
    most = max(FREE_CALLS, 2 * needed)
    attempt = notebook("def f(n):\n    return [twice(i) for i in range(n)]")
    with borrowing(attempt, Cost("f", needed, 0)) as call:
        assert len(call("f", most)) == most
        with pytest.raises(WorkerCrashed, match="`twice` more often than this takes"):
            call("f", most + 1)
        assert len(call("f", most)) == most


MANY = [
    "np.zeros((9, 9))",
    "np.zeros((9, 9), dtype=bool)",
    "[[0] * 9] * 9",
    "['1'] * 81",
    "(*range(81),)",
]


@pytest.mark.parametrize("given", MANY)
def test_the_numbers_that_are_passed_are_bounded(notebook: Runner, given: str) -> None:
    """A function cannot be pieced together from another one, asked about many inputs at once."""
    attempt = notebook(function(f"return twice({given})"))
    with borrowing(attempt, Cost("f", 9, 41)) as call:
        call("f")
    with (
        borrowing(attempt, Cost("f", 9, 40)) as call,
        pytest.raises(WorkerCrashed, match="more numbers to a right `twice` than this takes"),
    ):
        call("f")


def test_numbers_count_together(notebook: Runner) -> None:
    """Those of all requests of one call, and what one call has not used is nothing to the next."""
    attempt = notebook("def f(n):\n    return [len(twice([0] * 10)) for _ in range(n)]")
    with borrowing(attempt, Cost("f", 9, 20)) as call:
        for _ in range(2):
            assert call("f", 4) == [20] * 4
            with pytest.raises(WorkerCrashed, match="more numbers"):
                call("f", 5)


def test_a_call_that_the_reference_does_not_get_has_a_small_budget(notebook: Runner) -> None:
    """As many numbers as it is given itself, twice."""
    attempt = notebook(function("return [len(twice(x)) for _ in range(x[0])]"))
    with borrowing(attempt, Cost("another", 100, 1000)) as call:
        assert call("f", [2, 0, 0]) == [6, 6]
        with pytest.raises(WorkerCrashed):
            call("f", [3, 0, 0])


def endless(x: Any) -> Any:
    """Compute without end in one step."""
    return 7 ** (10**9)


def endless_loop(x: Any) -> Any:
    """Compute without end, step by step."""
    while True:
        x = -x


def ended(x: Any) -> Any:
    """End the process."""
    os._exit(x)


def large(x: int) -> Any:
    """Take memory, which the kernel promises and does not have to give yet."""
    zeros = np.zeros(x)
    return zeros.shape if x > 2**30 else zeros


@pytest.mark.parametrize(
    ("thing", "argument", "stop", "words"),
    [
        (endless, 2**9, CallTimeout, "a right `h` takes too long"),
        (endless_loop, 1, CallTimeout, "a right `h` takes too long"),
        (ended, 2**9, WorkerCrashed, "a right `h` cannot work with these arguments"),
        (large, 2**31, TypeError, "`h` could not work with these arguments"),
        (large, 2**22, ValueError, "`h` could not work with these arguments"),
    ],
    ids=["time", "time of light arguments", "end", "memory", "answer"],
)
def test_what_a_borrowed_function_takes_is_bounded(
    notebook: Runner, thing: Any, argument: int, stop: type[BaseException], words: str
) -> None:
    """It costs the call of the student's, and neither the grader nor what comes after."""
    attempt = notebook(function("return h(x)") + "\ndef g(x):\n    return x\n")
    started = time.monotonic()
    with borrowing(attempt, things={"h": thing}) as call:
        for _ in range(2):
            with pytest.raises(stop, match=words):
                call("f", argument)
            assert call("g", 5) == 5
    assert time.monotonic() - started < 60
    assert stop is not CallTimeout or attempt.spent() > 1.2, "it is time of the submission"


def busy(x: Any) -> Any:
    """Compute for a third of what a call may take."""
    end = time.process_time() + 0.35
    while time.process_time() < end:
        pass
    return x


def test_what_is_borrowed_in_one_call_shares_its_time(notebook: Runner) -> None:
    """Or sixteen light requests could take sixteen times what a call may."""
    attempt = notebook("def f(n):\n    return [h(i) for i in range(n)]")
    with borrowing(attempt, things={"h": busy}) as call:
        assert call("f", 2) == [0, 1]
        with pytest.raises(CallTimeout, match="a right `h` takes too long"):
            call("f", 9)
        assert call("f", 2) == [0, 1]
    assert attempt.spent() > 1.8


def test_the_time_of_light_requests_is_none_for_others(notebook: Runner) -> None:
    """Which a process answers, once there is no time left."""
    attempt = notebook("def f(*given):\n    return [h(i) for i in given]")
    with borrowing(attempt, things={"h": busy}) as call:
        assert call("f", 1, 2**9) == [1, 2**9]
        with pytest.raises(CallTimeout, match="a right `h` takes too long"):
            call("f", 1, 2, 2**9)


def warning(x: Any) -> Any:
    """Warn, as NumPy does of an overflow."""
    warnings.warn("overflow", RuntimeWarning, stacklevel=1)
    return x


@pytest.mark.parametrize("given", [1, 2**9])
def test_a_warning_of_what_is_borrowed_is_nobody_s(notebook: Runner, given: int) -> None:
    """Neither staff's, who would read it between the marks, nor an error, wherever it is computed."""
    with borrowing(notebook(function("return h(x)")), things={"h": warning}) as call:
        assert call("f", given) == given


ABSURD = """
10**5000, float('nan'), float('inf'), 'x' * 10**6, b'x' * 2**25, {1: {2: {3: 4}}}, {1, 2}, 1j, type, ...
np.zeros((0, 2**20)), np.zeros(2**22), np.array(['a', None], dtype=object), np.datetime64('2020')
twice, Scale, object(), range(3), np.ma.masked_array([1], [True]), [[]] * 10**4, deep, round_, open
"""


def test_absurd_arguments_are_errors_of_the_student(notebook: Runner) -> None:
    """Each by itself; she may catch them, and go on."""
    nested = "deep = []\nfor _ in range(10**4):\n    deep = [deep]\nround_ = []\nround_.append(round_)\n"
    for line in ABSURD.strip().split("\n"):
        body = f"{nested}for absurd in [{line}]:\n    try:\n        twice(absurd)\n"
        body += "    except Exception:\n        pass\nreturn twice(x)"
        with borrowing(notebook(function(body)), Cost("f", 8, 2**30)) as call:
            assert call("f", 4) == 8, line


FORGED: dict[str, dict[str, Any]] = {
    "another name": {"borrow": "open"},
    "no name": {"borrow": ["twice"]},
    "a method of a function": {"borrow": "twice", "method": "__init__"},
    "a private method": {"borrow": "Scale", "method": "_private"},
    "no method": {"borrow": "Scale", "method": None},
    "an attribute": {"borrow": "Scale", "method": "__class__"},
    "several methods": {"borrow": "Scale", "method": ["forward"]},
    "an infinite number": {"borrow": "twice", "args": "INF"},
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_forged_request_ends_the_worker(notebook: Runner, forgery: str) -> None:
    """Nothing but the names that are lent, and the methods that anybody may call."""
    attempt = notebook(FRAME + function(f"return send({FORGED[forgery]!r})"))
    with borrowing(attempt) as call, pytest.raises(ProtocolViolation):
        call("f")


def dict_tree(content: dict[str, Any]) -> dict[str, Any]:
    """Return a dict as it travels."""
    return {"$": "dict", "v": [[key, value] for key, value in content.items()]}


HANDLE, CALLABLE = {"$": "handle", "id": 9, "t": ""}, {"$": "callable", "id": 0}
WEIGHTS: list[Any] = [5, None, [[[]]], HANDLE, CALLABLE]
STATES: list[Any] = [
    *(dict_tree({"weight": weight}) for weight in WEIGHTS),
    *(dict_tree({name: 1}) for name in ("forward", "__class__", "__dict__", "__init__")),
    {"$": "dict", "v": [[HANDLE, 1]]},
    dict_tree({}),
    None,
    [],
    "x",
    5,
]


def told_for(notebook: Runner, request: dict[str, Any]) -> str:
    """Return what a worker is told that sends a request of its own making."""
    body = f"return send({request!r}).get('error', 'fine')"
    with borrowing(notebook(FRAME + function(body))) as call:
        told: str = call("f")
        return told


def test_a_forged_state_is_data(notebook: Runner) -> None:
    """It can be refused or give nonsense, and executes nothing."""
    rest = {"arrays": [], "args": [2], "kwargs": dict_tree({})}
    for state in STATES:
        request = {"borrow": "Scale", "method": "forward", "state": state, **rest}
        assert told_for(notebook, request) in {"TypeError", "IndexError", "ValueError", "fine"}, state


@pytest.mark.parametrize("part", ["arrays", "state", "args", "kwargs"])
def test_a_forged_part_is_an_error(notebook: Runner, part: str) -> None:
    """Whatever the worker sends in the place of arguments."""
    right = {"arrays": [], "state": None, "args": [2], "kwargs": dict_tree({})}
    odds: list[Any] = [
        dict_tree({"x": 1}),
        [2, 9],
        5,
        None,
        "x",
        [[]],
        {"$": "array", "d": "<f8", "s": [2**40]},
        HANDLE,
        CALLABLE,
    ]
    for odd in odds:
        request = {"borrow": "twice", "method": None, **right, part: odd}
        assert told_for(notebook, request) in {"TypeError", "IndexError", "ValueError", "fine"}, odd


THREAD = """
import threading, time
kept = []
def later(ask):
    time.sleep(0.3)
    try:
        kept.append(ask())
    except RuntimeError as error:
        kept.append(str(error))
def f(forge):
    worker = the_worker()
    forged = lambda: worker._connection.sendall(frame_of(worker, {"borrow": "twice"}))
    threading.Thread(target=later, args=(forged if forge else lambda: twice(1),)).start()
def g():
    return kept
"""


def test_nothing_is_answered_between_calls(notebook: Runner) -> None:
    """A thread that goes on then is told so; one that speaks all the same ends the worker."""
    with borrowing(notebook(FRAME + THREAD)) as call:
        call("f", 0)
        time.sleep(0.6)
        assert "only while a test calls" in call("g")[0]
        call("f", 1)
        time.sleep(0.6)
        with pytest.raises(ProtocolViolation):
            call("g")


def test_a_kept_stand_in_stays_within_the_budget_of_the_call(notebook: Runner) -> None:
    """One that was kept in an earlier call borrows on the account of the call at hand."""
    keep = "kept = []\ndef f():\n    kept.append(twice)\n"
    attempt = notebook(f"{keep}def g(n):\n    return [kept[0](1) for _ in range(n)]\n")
    with borrowing(attempt, Cost("another", 0, 0)) as call:
        call("f")
        assert call("g", FREE_CALLS) == [2] * FREE_CALLS
        with pytest.raises(StudentStopped):
            call("g", FREE_CALLS + 1)
