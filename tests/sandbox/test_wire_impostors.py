"""Answers made by hand to pass for the one that is due, or to cost whoever looks at them."""

from __future__ import annotations

import struct
import time
import traceback
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from autograder.sandbox import wire
from autograder.sandbox.replies import parse_answer, parse_error
from autograder.sandbox.stops import ProtocolViolation, StudentError
from autograder.suite import assert_equals, assert_matches
from autograder.suite.mismatch import MismatchError

DUE = np.ones((2, 3))


def answer(tree: Any, body: bytes = b"") -> Any:
    """Return the value of an answer whose tree and body are as given."""
    text = wire.pack({"status": "value", "value": tree, "changed": []}, [body])
    header, _ = wire.unpack_prefix(text[: wire.PREFIX.size])
    reply = wire.parse_header(text[wire.PREFIX.size :][:header], wire.MAX_VALUES)
    return parse_answer("f", reply, bytearray(body), 0).value


def array(shape: list[int], dtype: str = "<f8", body: bytes | None = None) -> tuple[Any, bytes]:
    """Return tree and body of an array, of ones unless a body is given."""
    ones = np.ones(shape, dtype.replace(">", "<")).tobytes() if body is None else body
    return {"$": "array", "d": dtype, "s": shape}, ones


@contextmanager
def soon(seconds: float = 10.0, memory: int = 64 * 2**20) -> Iterator[None]:
    """Hold that what follows takes no minutes of the grader's time and memory."""
    tracemalloc.start()
    started = time.process_time()
    yield
    spent = time.process_time() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spent < seconds
    assert peak < memory


NAN = struct.pack("<Q", 0x7FF8_DEAD_BEEF_0001)
SIGNALLING = struct.pack("<Q", 0x7FF0_0000_0000_0001)


@pytest.mark.parametrize(
    ("tree", "body"),
    [
        pytest.param(*array([]), id="no axes"),
        pytest.param({"$": "scalar", "d": "<f8"}, bytes(6) + b"\xf0\x3f", id="scalar"),
        pytest.param(1, b"", id="number"),
        pytest.param(True, b"", id="bool"),
        pytest.param(*array([1]), id="one element"),
        pytest.param(*array([1, 1]), id="one row and column"),
        pytest.param(*array([1, 3]), id="one row"),
        pytest.param(*array([2, 1]), id="one column"),
        pytest.param(*array([3]), id="no rows"),
        pytest.param(*array([1, 2, 3]), id="one axis more"),
        pytest.param(*array([3, 2]), id="swapped"),
        pytest.param(*array([0]), id="nothing"),
        pytest.param(*array([0, 3]), id="no rows of three"),
        pytest.param(*array([2, 0]), id="two rows of nothing"),
        pytest.param(*array([2, 3, 0]), id="nothing in each place"),
        pytest.param(*array([1] * 16), id="all axes"),
        pytest.param(*array([2, 3], body=NAN * 6), id="NaN with a payload"),
        pytest.param(*array([2, 3], body=SIGNALLING * 6), id="signalling NaN"),
        pytest.param(*array([2, 3], body=struct.pack("<d", np.inf) * 6), id="infinity"),
        pytest.param(*array([2, 3], "<c16", struct.pack("<dd", 1, np.nan) * 6), id="NaN beside it"),
        pytest.param(*array([2, 3], "<c16", struct.pack("<dd", 1, np.inf) * 6), id="infinity beside it"),
        pytest.param(*array([2, 3], body=struct.pack(">d", 1) * 6), id="bytes in the other order"),
        pytest.param(*array([2, 3], body=struct.pack("<Q", 1) * 6), id="subnormal"),
        pytest.param([[1e999] * 3] * 2, b"", id="a number beyond all floats"),
        pytest.param([[{"$": "float", "v": "nan"}] * 3] * 2, b"", id="list of NaN"),
        pytest.param([["1"] * 3] * 2, b"", id="list of texts"),
        pytest.param([[True, 1, 1], [1, 1]], b"", id="ragged"),
        pytest.param([], b"", id="empty list"),
        pytest.param(None, b"", id="None"),
        pytest.param(
            {"$": "handle", "id": 1, "t": "ndarray"}, b"", id="object that says it is an array"
        ),
        pytest.param({"$": "dict", "v": [[0, 1]]}, b"", id="dict"),
        pytest.param({"$": "bytes", "n": 48}, np.ones(6).tobytes(), id="bytes"),
    ],
)
def test_an_impostor_matches_nothing(tree: Any, body: bytes) -> None:
    """NumPy would stretch, convert or overlook it: it arrives, and is a wrong answer like others."""
    if tree == [[1e999] * 3] * 2:
        # No encoder writes it, but a JSON reader makes an infinity of it.
        value = wire.Decoder(b"").decode(wire.parse_header(b'{"v":[[1e999,1e999,1e999],[1,1,1]]}')["v"])
    else:
        value = answer(tree, body)
    for compare in (assert_matches, assert_equals):
        with pytest.raises(MismatchError) as caught:
            compare(value, DUE)
        assert len(str(caught.value)) < 3000


@pytest.mark.parametrize("dtype", [">f8", "f8", "=f8", "|O", "|V8", "<U2", "|S8", "<M8[s]", "<f16", "d"])
def test_an_array_of_another_dtype_is_no_answer(dtype: str) -> None:
    """Whatever NumPy would make of the name."""
    with pytest.raises(ProtocolViolation):
        answer({"$": "array", "d": dtype, "s": [2, 3]}, bytes(48))


def test_bools_of_any_byte_are_ones() -> None:
    """A 2 that counted as True in one place and as 2 in another would pass where it should not."""
    value = answer(*array([2, 3], "|b1", b"\x02\xff\x01\x80\x03\x7f"))
    assert_matches(value, DUE)
    assert int(value.sum()) == 6
    assert value.view(np.uint8).max() == 1


def test_empty_and_flat_arrays_arrive_as_they_are() -> None:
    """Where one is due, it is right."""
    assert_matches(answer(*array([0, 3])), np.zeros((0, 3)))
    assert_matches(answer(*array([])), 1.0)
    assert_equals(answer(*array([2, 0])), np.zeros((2, 0)))


FLOODS: dict[str, Callable[[], Any]] = {
    "array of many short axes": lambda: np.zeros((2,) * 16, np.uint8),
    "arrays of many short axes in a list": lambda: [np.zeros((6,) * 6, np.uint8)] * 50,
    "many bytes": lambda: bytes(2**23),
    "long text": lambda: "\U0001f468\u200d" * 10**5,
    "long lists in lists": lambda: [[["x" * 1000] * 10] * 10] * 10,
    "many keys": lambda: dict.fromkeys(range(10**5)),
    "many sets of sets": lambda: [{frozenset(range(i, i + 9)) for i in range(99)} for _ in range(99)],
    "integers of thousands of digits": lambda: [2**13_990] * 1000,
    "one integer of thousands of digits": lambda: -(2**13_990),
    "lists as deep as they arrive": lambda: nested(wire.bounds.MAX_DEPTH),
    "empty rows": lambda: np.zeros((10**5, 0)),
    "arrays of all axes": lambda: [np.zeros((1,) * 16)] * 1000,
    "many handles": lambda: [wire.Handle(1, "x" * 200)] * 10**4,
    "tiny floats": lambda: np.full((300, 300), 5e-324),
    "NaN keys": lambda: {float("nan"): 1, (float("nan"),): 2},
    "keys of equal low bits": lambda: {i << 40: i for i in range(10**4)},
}


def nested(depth: int) -> Any:
    """Return lists in lists."""
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("kind", FLOODS)
def test_telling_how_a_flood_is_wrong_is_cheap(kind: str) -> None:
    """Neither comparing nor describing goes through all of it, or it would take minutes."""
    value = FLOODS[kind]()
    with soon(memory=64 * 2**20):
        for compare, due in (
            (assert_matches, DUE),
            (assert_equals, DUE),
            (assert_equals, 5),
            (assert_equals, "x"),
        ):
            with pytest.raises(MismatchError) as caught:
                compare(value, due)
            assert len(str(caught.value)) < 3000


def test_keys_whose_low_bits_are_alike_are_taken_soon() -> None:
    """A dict looks at the low bits of a hash first."""
    for shift in (20, 30, 40, 44):
        keys = [i << shift for i in range(2**14)]
        with soon():
            assert len(answer({"$": "set", "v": [{"$": "int", "v": hex(key)} for key in keys]})) == 2**14


def test_tiny_floats_are_compared_soon() -> None:
    """Processors take a hundred times as long for each."""
    tiny = np.full((1000, 1000), 5e-324)
    with soon(memory=2**27):
        assert_matches(tiny, np.zeros((1000, 1000)), 1.0)


@pytest.mark.parametrize(
    "name", ["KeyError", "NameError", "AttributeError", "ImportError", "SyntaxError"]
)
def test_an_error_can_be_told_with_its_cause(name: str) -> None:
    """The texts are hers, and Python looks for names like them in the frames of the grader's."""
    secret_of_the_suite = 1
    words = {"name": "secret_of_the_suit", "message": "x" * 10**5, "builtins": [name]}
    try:
        try:
            raise parse_error(words)
        except StudentError as error:
            raise AssertionError(str(error), secret_of_the_suite) from error
    except AssertionError as error:
        with soon():
            lines = traceback.format_exception(error)
        assert len("".join(lines)) < 20_000
