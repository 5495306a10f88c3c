"""How a submission is loaded and rewound, and how a worker is taken on."""

from __future__ import annotations

import time
from typing import Any

import pytest

from autograder.errors import SandboxError
from autograder.sandbox import wire
from autograder.sandbox.client import start_client
from autograder.sandbox.replies import parse_error
from autograder.sandbox.stops import ProtocolViolation, StudentStopped
from tests.sandbox.fake_worker import DEEP, QUOTA, Start, no_progress, start

__all__ = ["start"]


@pytest.mark.parametrize(
    "at",
    [
        None,
        [],
        [0, 1],
        [0, 1, 1, 1],
        "123",
        [True, 1, 1],
        [0, 1, -1],
        [0, 10**7, 1],
        [0, 1.0, 1],
        [0, [1], 1],
    ],
)
def test_progress_of_another_form_is_a_violation(start: Start, at: Any) -> None:
    """Cell, statement and line are small numbers."""
    client = start("receive(); send({'at': given}); send({'status': 'loaded', 'failures': []})", at)
    with pytest.raises(ProtocolViolation):
        client.load({}, 5.0, no_progress)


def test_progress_and_failures_of_loading_are_told(start: Start) -> None:
    """A failure may hold anything; what is not even an object is left out."""
    behaviour = "receive(); send({'at': [1, 2, 3]}); send({'status': 'loaded', 'failures': given})"
    seen: list[tuple[int, ...]] = []
    failures: list[Any] = [{}, None, {"builtins": [], "frames": 5, "at": "x"}, [], {"message": "no"}]
    loaded = start(behaviour, failures).load({}, 5.0, lambda *at: seen.append(at))
    assert seen == [(1, 2, 3)]
    assert [str(parse_error(failure)) for failure in loaded] == ["", "", "no"]
    assert len(start(behaviour, [{}] * 10_000).load({}, 5.0, no_progress)) <= 100


def drowned(start: Start, many: int, tail: bytes = b"") -> list[tuple[int, ...]]:
    """Return which positions are heard of `many` that come, with a tail, before a flood of output."""
    behaviour = """
        receive()
        raw(b"".join(frame({"at": [0, number, 1]}) for number in range(given[0])) + bytes(given[1]))
        sys.stderr.write("x" * 9 * 2**20)
    """
    seen: list[tuple[int, ...]] = []

    def slowly(*at: int) -> None:
        seen.append(at)
        time.sleep(0.02 if len(seen) < 30 else 0)

    with pytest.raises(StudentStopped):
        start(behaviour, [many, list(tail)]).load({}, 5.0, slowly)
    return seen


@pytest.mark.parametrize("many", [50, 2000])
def test_what_was_at_work_is_known_though_its_output_is_read_first(start: Start, many: int) -> None:
    """Or an innocent statement would be left out in its place, or the whole of a script."""
    assert drowned(start, many) == [(0, number, 1) for number in range(many)]


@pytest.mark.parametrize("tail", [b"\0" * 5, b"\xff" * 40, b"\0\0\0\2" + b"\0" * 8 + b"[]"], ids=repr)
def test_what_comes_with_a_flood_may_be_anything(start: Start, tail: bytes) -> None:
    """It ends the load, and what came before is read."""
    assert len(drowned(start, 50, tail)) == 50


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"status": "loaded"},
        {"status": "loaded", "failures": {}},
        {"failures": []},
        {"status": "value", "value": 1},
    ],
)
def test_another_answer_to_loading_is_a_violation(start: Start, reply: Any) -> None:
    """Nothing else is due."""
    client = start("receive(); send(given); time.sleep(60)", reply)
    with pytest.raises(ProtocolViolation):
        client.load({}, 5.0, no_progress)


def test_source_text_may_be_full_of_brackets(start: Start) -> None:
    """The bound on values is for what a worker sends."""
    client = start("receive(); send({'status': 'loaded', 'failures': []})")
    assert client.load({"cells": ["[,{" * wire.MAX_VALUES]}, 5.0, no_progress) == []


def test_a_rewind_tells_what_was_put_back(start: Start) -> None:
    """A bounded number of names of bounded length."""
    client = start(
        "receive(); send({'status': 'rewound', 'clobbered': given * 15})", [["a", 0], ["b" * 99, 1]]
    )
    found = client.rewind("f", 5.0)
    assert found[0] == ("a", 0)
    assert len(found[1][0]) < 70
    assert len(found) == 20


@pytest.mark.parametrize(
    "clobbered",
    [None, {}, "ab", [None], [["a"]], [["a", True]], [["a", -1]], [[1, 1]], [["a", 1, 1]], [DEEP]],
)
def test_another_answer_to_a_rewind_is_a_violation(start: Start, clobbered: Any) -> None:
    """A name and the index of a cell are due."""
    client = start("receive(); send({'status': 'rewound', 'clobbered': given})", clobbered)
    with pytest.raises(ProtocolViolation):
        client.rewind("f", 5.0)


def test_the_layers_of_the_jail_are_noted(start: Start) -> None:
    """Before anything of a student's runs."""
    assert start_client(start.session("send({'layers': given})", ["own uid"]), QUOTA).layers == (
        "own uid",
    )


@pytest.mark.parametrize(
    "behaviour",
    [
        "pass",
        "print('no layer')",
        "send({})",
        "send({'layers': 'all'})",
        "send({'layers': [1]})",
        "raw(b'x' * 99)",
    ],
)
def test_a_worker_without_a_jail_is_a_fault_of_the_sandbox(start: Start, behaviour: str) -> None:
    """The student cannot have done it; the worker is taken back and its output shown."""
    session = start.session(behaviour)
    with pytest.raises(SandboxError, match="could not be jailed") as caught:
        start_client(session, QUOTA)
    assert ("no layer" in str(caught.value)) == ("no layer" in behaviour)
    assert session.receive_worker().connection.fileno() == -1
