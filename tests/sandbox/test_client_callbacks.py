"""Functions that a suite passes in can be called back: a bounded number of times, for a bounded time."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.errors import SuiteError
from autograder.sandbox import callbacks
from autograder.sandbox.client import Client
from autograder.sandbox.stops import CallTimeout, ProtocolViolation, StudentError, WorkerCrashed
from tests.sandbox.fake_worker import DEEP, Start, call, start

__all__ = ["start"]

# Calls back once and answers with what it was told.
ONCE = "receive(); callback(*given); told = receive(); value(told.get('value', told.get('error')))"
NO_KWARGS = {"$": "dict", "v": []}


def raising(error: BaseException) -> Callable[..., Any]:
    """Return a function that raises `error`, whatever it is given."""

    def function(*args: object, **kwargs: object) -> None:
        raise error

    return function


def test_a_function_gets_the_arguments_and_its_value_comes_back(start: Start) -> None:
    """Arrays and keywords included; arrays are the function's to change."""

    def function(x: Any, *, scale: float) -> Any:
        x *= scale
        return x

    client = start(
        "receive(); kwargs = {'$': 'dict', 'v': [['scale', 2.0]]}\n"
        "array = {'$': 'array', 'd': '<f8', 's': [2]}\n"
        "send({'callback': 0, 'args': [array], 'kwargs': kwargs}, struct.pack('<dd', 1.0, 2.0))\n"
        "header, body = struct.unpack('!IQ', exactly(12)); tree = json.loads(exactly(header))['value']\n"
        "value(tree, exactly(body))"
    )
    np.testing.assert_array_equal(call(client, function), [2.0, 4.0])


def test_each_function_has_a_number(start: Start) -> None:
    """In the order of the arguments."""
    client = start(
        "receive()\nfor i in (1, 0): callback(number=i); told = receive()['value']\nvalue(told)"
    )
    assert call(client, lambda: "first", lambda: "second") == "first"


@pytest.mark.parametrize(
    "header",
    [
        {"callback": 1},
        {"callback": -1},
        {"callback": True},
        {"callback": 0.0},
        {"callback": None},
        {"callback": 2**70},
        {"callback": DEEP},
        {"args": None},
        {"args": {"$": "tuple", "v": []}},
        {"args": [{"$": "bytes", "n": 5}]},
        {"args": [{"$": "callable", "id": 0}]},
        {"args": DEEP},
        {"kwargs": None},
        {"kwargs": []},
    ],
    ids=str,
)
def test_a_malformed_callback_is_a_violation(start: Start, header: dict[str, Any]) -> None:
    """The function is not called."""
    client = start(
        "receive(); send(given); receive()", {"callback": 0, "args": [], "kwargs": NO_KWARGS} | header
    )
    with pytest.raises(ProtocolViolation):
        call(client, lambda *_: pytest.fail("called"))


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (ValueError("no"), "ValueError"),
        (np.exceptions.AxisError(5, 1), "ValueError"),
        (UnicodeDecodeError("utf-8", b"", 0, 1, "no"), "ValueError"),
        (IndexError("no"), "IndexError"),
        (ZeroDivisionError("no"), "ZeroDivisionError"),
        (AssertionError("hidden"), "TypeError"),
        (MemoryError(), "TypeError"),
        (RecursionError(), "TypeError"),
    ],
    ids=repr,
)
def test_an_error_of_the_function_reaches_the_student(start: Start, error: Exception, name: str) -> None:
    """By the name of a built-in that the worker can raise from a text alone."""
    assert call(start(ONCE, [1]), raising(error)) == name


@pytest.mark.parametrize(
    "function",
    [
        pytest.param(object, id="object"),
        pytest.param(lambda: print, id="function"),
        pytest.param(lambda: 2**20_000, id="giant integer"),
        pytest.param(lambda: np.zeros((0, 2**21)), id="giant array without elements"),
        pytest.param(lambda _: 1, id="other arguments"),
    ],
)
def test_a_value_that_cannot_be_sent_is_an_error_too(start: Start, function: Callable[..., Any]) -> None:
    """The worker is not left without an answer."""
    assert call(start(ONCE, []), function) == "TypeError"


def test_keywords_that_are_none_are_an_error_too(start: Start) -> None:
    """A dict of a student's may have any keys."""
    client = start(
        "receive(); send({'callback': 0, 'args': [], 'kwargs': {'$': 'dict', 'v': [[5, 5]]}})\n"
        "value(receive()['error'])"
    )
    assert call(client, lambda **_: 1) == "TypeError"


def test_giant_arguments_are_an_error_too(start: Start) -> None:
    """What the function would make of them could be larger still."""
    client = start(
        "receive(); size = 2**24 + 1; tree = {'$': 'bytes', 'n': size}\n"
        "send({'callback': 0, 'args': [tree], 'kwargs': {'$': 'dict', 'v': []}}, bytes(size))\n"
        "value(receive()['error'])"
    )
    assert call(client, lambda _: pytest.fail("called")) == "ValueError"


def test_many_small_numbers_are_an_error_too(start: Start) -> None:
    """A loop over bytes takes as long as one over floats, and nothing interrupts `sum`."""
    client = start(
        "receive(); size = 2**21 + 1; tree = {'$': 'array', 'd': '|u1', 's': [size, 1]}\n"
        "send({'callback': 0, 'args': [[tree]], 'kwargs': {'$': 'dict', 'v': []}}, bytes(size))\n"
        "value(receive()['error'])"
    )
    assert call(client, lambda _: pytest.fail("called")) == "ValueError"


def test_too_many_callbacks_end_the_call(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text says so: it may be the student's own loop."""
    monkeypatch.setattr(callbacks, "MAX_CALLBACKS", 50)
    client = start("receive()\nwhile True: callback(); receive()")
    with pytest.raises(WorkerCrashed, match="more than 50 times") as caught:
        call(client, lambda: 1)
    assert not isinstance(caught.value, ProtocolViolation)


def test_callbacks_that_await_no_answer_are_stopped(start: Start) -> None:
    """They come so fast that the grader never has to wait for one."""
    client = start(
        "receive(); callback(); chunk = frame(given) * 3_000\nwhile True: raw(chunk)", {"callback": 0}
    )
    with pytest.raises((WorkerCrashed, CallTimeout)):
        call(client, lambda: 1, seconds=0.1)


def endless() -> None:
    """Compute without end."""
    while True:
        pass


def giant() -> Any:
    """Compute without end in one step of Python's."""
    return 7 ** (10**9)


@pytest.mark.parametrize("function", [endless, giant])
def test_a_function_that_does_not_end_is_interrupted(start: Start, function: Callable[[], Any]) -> None:
    """Arguments can be made to take any time; whose fault it is, the grader goes on."""
    client = start(ONCE, [])
    started = time.process_time()
    with pytest.raises(CallTimeout, match="passed in took too long"):
        call(client, function, seconds=0.1)
    assert 0.05 <= time.process_time() - started < 10


def test_all_callbacks_of_a_call_have_one_budget(start: Start) -> None:
    """A thousand short ones may not take a thousand times as long."""

    def function() -> None:
        end = time.process_time() + 0.02
        while time.process_time() < end:
            pass

    client = start("receive()\nfor _ in range(1000): callback(); receive()\nvalue(1)")
    started = time.process_time()
    with pytest.raises(CallTimeout, match="passed in took too long"):
        call(client, function, seconds=0.2)
    assert time.process_time() - started < 10


def test_waiting_between_callbacks_is_within_the_deadline(start: Start) -> None:
    """One call has one deadline, however often it calls back."""
    client = start("receive()\nwhile True: callback(); receive(); time.sleep(0.02)")
    started = time.monotonic()
    gc.disable()  # a collection of this large process takes longer than the function may
    try:
        with pytest.raises(CallTimeout, match="without an answer"):
            call(client, lambda: 1, seconds=0.03)
    finally:
        gc.enable()
    assert time.monotonic() - started < 10


def test_the_signal_of_the_budget_is_given_back(start: Start) -> None:
    """Nothing is left that could strike later."""
    before = signal.getsignal(signal.SIGPROF)
    assert call(start(ONCE, []), lambda: signal.getsignal(signal.SIGPROF) is before) is False
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


TWICE = (
    "receive(); callback(); reply = receive()\n"
    "send({'status': 'error', 'error': {'builtins': [reply['error']]}})\n"
    "receive(); value(2)"
)


def test_an_outcome_of_pytest_in_a_function_is_that_of_the_test(start: Start) -> None:
    """The worker is answered first, so that the next test still has it."""
    client = start(TWICE)
    with pytest.raises(pytest.fail.Exception, match="not so"):
        call(client, lambda: pytest.fail("not so"))
    assert call(client) == 2


def test_a_function_cannot_call_the_student(start: Start) -> None:
    """The worker waits for this one's value; that is a mistake of the suite's and not of hers."""
    client = start(TWICE)

    def nested() -> Any:
        return call(client)

    with pytest.raises(SuiteError, match="cannot call the student"):
        call(client, nested)
    assert call(client) == 2


def test_an_interrupt_from_the_keyboard_is_not_held_back(start: Start) -> None:
    """A person wants to stop."""
    with pytest.raises(KeyboardInterrupt):
        call(start("receive(); callback(); receive(); time.sleep(60)"), raising(KeyboardInterrupt()))


def test_an_error_of_the_students_named_like_an_interrupt_is_none(start: Start) -> None:
    """Also while a function of the suite's may be called."""

    def use(client: Client) -> None:
        with pytest.raises(StudentError) as caught:
            call(client, lambda: 1)
        assert not isinstance(caught.value, KeyboardInterrupt)

    use(start("receive(); send({'status': 'error', 'error': {'builtins': ['KeyboardInterrupt']}})"))


def test_only_callables_and_plain_data_can_be_passed(start: Start) -> None:
    """Before anything is sent."""
    client = start("receive(); value(1)")
    with pytest.raises(TypeError, match="cannot send a object"):
        call(client, object())
    assert call(client, 1) == 1
