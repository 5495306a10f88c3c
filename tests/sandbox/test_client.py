"""Whatever a worker sends, a call ends as an answer, an error of the student's or a stop."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.client import Client
from autograder.sandbox.replies import Answer
from autograder.sandbox.stops import (
    MissingFunctionError,
    ProtocolViolation,
    StudentError,
    WorkerCrashed,
)
from tests.sandbox.fake_worker import DEEP, QUOTA, Start, call, start, wait_for_bytes

__all__ = ["start"]


def test_an_answer_has_a_value_and_says_what_changed(start: Start) -> None:
    """What a worker that behaves sends."""
    client = start("receive(); value({'$': 'array', 'd': '<f8', 's': [2]}, bytes(16), changed=[1])")
    answer = client.call("function", [1], {"x": 2}, 5.0)
    assert isinstance(answer, Answer)
    np.testing.assert_array_equal(answer.value, np.zeros(2))
    assert answer.changed == (1,)


def test_the_worker_is_told_what_to_call(start: Start) -> None:
    """By name, with the arguments, under a nonce that is new each time."""
    client = start(
        "asked = lambda: {**(it := receive()), 'kwargs': list(map(list, it['kwargs'].items()))}\n"
        "for _ in range(2): value(list(map(list, sorted(asked().items()))))"
    )
    requests = [dict(client.call("f", [], {"n": 2}, 5.0, handle=7).value) for _ in range(2)]
    assert {**requests[0], "nonce": ""} == {
        "op": "call",
        "name": "f",
        "handle": 7,
        "args": [],
        "kwargs": [["n", 2]],
        "nonce": "",
    }
    assert requests[0]["nonce"] != requests[1]["nonce"]


VALUE = {"status": "value", "value": 1, "changed": []}
CALL = {"callback": 0, "args": [], "kwargs": {"$": "dict", "v": []}}
NO_ANSWERS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "unknown status": {**VALUE, "status": "ok"},
    "status that is a list": {**VALUE, "status": ["value"]},
    "no value": {"status": "value", "changed": []},
    "value that is none": {**VALUE, "value": {"$": "pickle", "v": ""}},
    "value that is too deep": {**VALUE, "value": DEEP},
    "value without its bytes": {**VALUE, "value": {"$": "bytes", "n": 1}},
    "not what changed": {"status": "value", "value": 1},
    "a change of what was not given": {**VALUE, "changed": [0]},
    "changes that are a text": {**VALUE, "changed": ""},
    "error without content": {"status": "error"},
    "error that is a text": {"status": "error", "error": "ValueError"},
    "wrong nonce": {**VALUE, "nonce": "0" * 16},
    "no nonce": {**VALUE, "nonce": None},
    "nonce that is a list": {**VALUE, "nonce": DEEP},
    "progress": {"at": [0, 1, 1]},
    "callback where nothing can be called": CALL,
    "callback by name": {**CALL, "callback": "f"},
    "callback by a list": {**CALL, "callback": [0]},
}


@pytest.mark.parametrize("kind", NO_ANSWERS)
def test_a_header_that_is_no_answer_is_a_violation(start: Start, kind: str) -> None:
    """It is one by its content alone: it is a frame, and in time."""
    client = start("receive(); send(given); time.sleep(60)", NO_ANSWERS[kind])
    with pytest.raises(ProtocolViolation, match="not an answer"):
        call(client)


@pytest.mark.parametrize(
    "changed",
    [["0"], [None], [[0]], [DEEP], [-1], [2], [1.0], [True], [0, 0], [1, 0], {"0": 0}, 0, None],
)
def test_changes_of_another_form_are_a_violation(start: Start, changed: Any) -> None:
    """Numbers of the two arguments are due, each once and in order."""
    client = start("receive(); send(given)", {**VALUE, "changed": changed})
    with pytest.raises(ProtocolViolation):
        call(client, 1, 2)


@pytest.mark.parametrize(
    "behaviour",
    [
        "raw(b'GET / HTTP/1.1\\r\\n\\r\\n' * 100)",
        "raw(b'\\xff' * 100)",
        "raw(struct.pack('!IQ', 2, 2**63) + b'{}')",
        "raw(struct.pack('!IQ', 2**31, 0))",
        "raw(struct.pack('!IQ', 0, 0))",
        "raw(struct.pack('!IQ', 2, 0) + b'[]')",
        "raw(struct.pack('!IQ', 4, 0) + b'{\"a\"')",
        "raw(frame({'status': 'value', 'value': 1, 'changed': []}).replace(b'1', b'NaN1'))",
        "send({'status': 'value', 'value': [[]] * 2**20, 'changed': []})",
        "send({'status': 'value', 'value': 1, 'changed': []}, b'more')",
        "send({'status': 'error', 'error': {}}, b'more')",
        "send({'status': 'missing'}, b'more')",
        "send({'callback': 0}, bytes(2**25))",
    ],
)
def test_bytes_that_are_no_answer_are_a_violation(start: Start, behaviour: str) -> None:
    """No frame, or one with more than belongs to it."""
    client = start(f"receive(); {behaviour}; time.sleep(60)")
    with pytest.raises(ProtocolViolation):
        call(client)


@pytest.mark.parametrize("beyond", [0, 1])
def test_an_answer_is_as_large_as_may_be(start: Start, beyond: int) -> None:
    """A larger one is not received at all: the grader would hold it twice."""
    tree = {"$": "bytes", "n": 5000 + beyond}
    session = start.session(f"receive(); value(given, bytes({5000 + beyond})); time.sleep(60)", tree)
    client = Client(session, session.receive_worker(), dataclasses.replace(QUOTA, answer_bytes=5000))
    if beyond:
        with pytest.raises(ProtocolViolation):
            call(client)
    else:
        assert call(client) == bytes(5000)


def test_bytes_before_a_call_are_a_violation(start: Start) -> None:
    """Whatever they would have been later."""
    client = start("value(1); receive(); time.sleep(60)")
    wait_for_bytes(client)
    with pytest.raises(ProtocolViolation):
        call(client)


def test_a_second_answer_is_a_violation_in_the_next_call(start: Start) -> None:
    """The first counts."""
    client = start("receive(); value(1); value(2); receive(); time.sleep(60)")
    assert call(client) == 1
    wait_for_bytes(client)
    with pytest.raises(ProtocolViolation):
        call(client)


def test_an_answer_to_an_earlier_call_is_a_violation(start: Start) -> None:
    """Its nonce is of that call."""
    client = start(
        "receive(); value(1); late = frame(given); receive(); raw(late); time.sleep(60)", VALUE
    )
    assert call(client) == 1
    with pytest.raises(ProtocolViolation):
        call(client)


@pytest.mark.parametrize(
    "behaviour",
    ["pass", "receive()", "receive(); raw(frame(given)[:-1])", "receive(); raw(frame(given)[:5])"],
)
def test_a_worker_that_ends_without_an_answer_has_crashed(start: Start, behaviour: str) -> None:
    """At once, or half way through it."""
    client = start(behaviour, VALUE)
    with pytest.raises(WorkerCrashed, match="ended") as caught:
        call(client)
    assert not isinstance(caught.value, ProtocolViolation)


def test_a_worker_that_ends_after_its_answer_has_answered(start: Start) -> None:
    """What fails is the next call, and the text says that its code was never run."""
    client = start("receive(); value(1)")
    assert call(client) == 1
    wait_for_bytes(client)
    with pytest.raises(WorkerCrashed, match="ended before"):
        call(client)


def test_a_worker_that_ends_while_it_is_sent_arguments_has_crashed(start: Start) -> None:
    """The rest has nowhere to go."""
    client = start("connection.recv(1000); os._exit(0)")
    with pytest.raises(WorkerCrashed, match="ended while"):
        call(client, np.zeros(10**6))


def test_descriptors_that_come_with_an_answer_are_not_kept(start: Start) -> None:
    """They would count against the grader's own."""
    client = start("receive(); socket.send_fds(connection, [frame(given)], [0] * 50)", VALUE)
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert call(client) == 1
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_function_that_is_missing_is_an_error_of_its_own(start: Start) -> None:
    """It says whether the name is there."""
    client = start(
        "for found in given: receive(); send({'status': 'missing', 'found': found})", [None, DEEP]
    )
    for text in ("`function` is not defined", "`function` is not a function"):
        with pytest.raises(MissingFunctionError, match=text):
            call(client)


@pytest.mark.parametrize(
    "error",
    [
        {},
        {"builtins": [["ValueError"]], "name": {}, "message": 5, "frames": {}},
        {"builtins": "x" * 10**6, "name": "x" * 10**6, "message": "x" * 10**6},
        {"builtins": ["\ud800"], "name": "\ud800\0", "message": "\ud800\0\x1b[2J"},
        {"frames": [[], None, ["a"], ["a", True, "f"], ["a", 1.0, "f"], ["a", 0, "f"], ["a", -1, "f"]]},
        {"frames": [["a", 10**30, "f"], [1, 1, "f"], ["a", 1, None], ["a", 1, "f", 1], DEEP]},
    ],
)
def test_an_error_of_any_form_is_an_error_of_the_students(start: Start, error: Any) -> None:
    """What has not the form that is due is left out, what is too long is cut."""
    client = start("receive(); send({'status': 'error', 'error': given})", error)
    with pytest.raises(StudentError) as caught:
        call(client)
    assert type(caught.value) is StudentError
    assert caught.value.frames == ()
    for text in (caught.value.name, caught.value.message, str(caught.value)):
        assert len(text.encode()) < 4_000
        assert "\0" not in text


def test_frames_of_the_right_form_are_kept(start: Start) -> None:
    """The innermost ones; a label is compared with the submission's own before it is shown."""
    frames = [["cell 1", line, "f" * 500] for line in range(1, 500)]
    client = start("receive(); send({'status': 'error', 'error': {'frames': given}})", frames)
    with pytest.raises(StudentError) as caught:
        call(client)
    assert [frame.line for frame in caught.value.frames] == list(range(488, 500))
    assert all(len(frame.function) < 120 for frame in caught.value.frames)
