"""Whatever bytes arrive, they are a value within bounds or a `WireError`, and soon."""

from __future__ import annotations

import contextlib
import json
import time
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.sandbox import wire
from tests.sandbox.test_wire import TEXT, VALUES, receive, seen, send

MANY = settings(max_examples=200, deadline=None, database=None)
PRIME = 2**61 - 1  # Python's hash of an integer is its remainder by this

COUNTS: st.SearchStrategy[Any] = st.sampled_from(
    [0, 1, 2, -1, 0.0, 1.0, True, None, "1", 2**28, 2**63, 10**30, [], {}]
)
KINDS = [
    "array",
    "scalar",
    "tuple",
    "dict",
    "set",
    "bytes",
    "handle",
    "callable",
    "int",
    "float",
    "complex",
]
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT | COUNTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(TEXT, inner, max_size=2)
        | st.fixed_dictionaries(
            {"$": st.sampled_from(KINDS) | inner},
            optional={
                "v": st.lists(inner, max_size=3)
                | st.lists(st.lists(inner, min_size=2, max_size=2))
                | inner,
                "d": st.sampled_from(["<f8", "|b1", "|O", ">f8", "<U4", "f8"]) | inner,
                "s": st.lists(COUNTS, max_size=4) | inner,
                "n": COUNTS,
                "id": COUNTS,
                "t": inner,
            },
        )
    ),
    max_leaves=10,
)
CHANGES = st.lists(st.tuples(st.integers(0), st.integers(0, 255)), min_size=1, max_size=4)


def decode(tree: Any, body: bytes = b"") -> Any:
    """Return the value of a tree whose body must be used up."""
    decoder = wire.Decoder(body)
    value = decoder.decode(tree)
    decoder.finish()
    return value


def array(shape: Any, dtype: Any = "|b1") -> dict[str, Any]:
    """Return the tree of an array."""
    return {"$": "array", "d": dtype, "s": shape}


def pairs(*keys: Any) -> dict[str, Any]:
    """Return the tree of a dict with these keys."""
    return {"$": "dict", "v": [[key, None] for key in keys]}


def integer(value: int) -> dict[str, Any]:
    """Return the tree of an integer of any size."""
    return {"$": "int", "v": hex(value)}


@MANY
@given(TREES, st.binary(max_size=20))
@example({"$": "array", "d": "<f8", "s": [0, 2**28, 2**28, 2**28]}, b"")
def test_any_tree_is_a_value_or_refused(tree: Any, body: bytes) -> None:
    """And what is a value can be sent on."""
    with contextlib.suppress(wire.WireError):
        value = decode(tree, body)
        assert seen(receive(send([value]))) == seen([value])


@MANY
@given(VALUES, CHANGES, st.integers(-3, 3))
def test_a_changed_frame_is_a_value_or_refused(value: Any, changes: Any, cut: int) -> None:
    """Bytes of the header or the body are changed, missing or too many."""
    frame = bytearray(send(value))
    for at, byte in changes:
        frame[wire.PREFIX.size + at % (len(frame) - wire.PREFIX.size)] = byte
    frame = frame[: len(frame) + cut] + bytes(max(0, cut))
    with contextlib.suppress(wire.WireError):
        seen(receive(frame))


@MANY
@given(st.binary(max_size=60) | st.binary(max_size=60).map(lambda text: b'{"value":' + text + b"}"))
def test_any_header_is_parsed_or_refused(text: bytes) -> None:
    """Noise, alone and where a value is due."""
    with contextlib.suppress(wire.WireError):
        assert isinstance(wire.parse_header(text), dict)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"null",
        b'{"a":1',
        b'{"a":1}{}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":' + b"9" * 5_000 + b"}",
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        '{"a":"ü"}'.encode(),
        '{"a":1}'.encode("utf-16"),
        b'{"a":"\x00"}',
    ],
)
def test_a_header_that_no_encoder_writes_is_refused(text: bytes) -> None:
    """JSON in ASCII and nothing else, though Python's reader takes more."""
    with pytest.raises(wire.WireError):
        wire.parse_header(text)


def test_of_two_equal_keys_in_a_header_the_last_counts() -> None:
    """Nothing reads the other one, so that no two readers can disagree."""
    assert wire.parse_header(b'{"a":1,"a":2}') == {"a": 2}


@pytest.mark.parametrize(
    ("tree", "body"),
    [
        pytest.param({}, b"", id="no kind"),
        pytest.param({"$": ["tuple"], "v": []}, b"", id="kind that is a list"),
        pytest.param({"$": "callable", "id": 0}, b"", id="callable"),
        pytest.param({"$": "tuple"}, b"", id="tuple without items"),
        pytest.param({"$": "tuple", "v": {"0": 1}}, b"", id="tuple of an object"),
        pytest.param({"$": "dict", "v": [[1, 2, 3]]}, b"", id="dict of triples"),
        pytest.param({"$": "dict", "v": ["ab"]}, b"", id="dict of texts"),
        pytest.param(pairs([]), b"", id="key: list"),
        pytest.param(pairs(array([])), b"1", id="key: array"),
        pytest.param(pairs({"$": "tuple", "v": [[]]}), b"", id="key: tuple of a list"),
        pytest.param({"$": "set", "v": [pairs()]}, b"", id="key: dict"),
        pytest.param({"$": "handle", "id": 1}, b"", id="handle without a name"),
        pytest.param({"$": "handle", "id": 1, "t": "x" * 201}, b"", id="handle with a long name"),
        pytest.param({"$": "handle", "id": True, "t": "x"}, b"", id="handle of a bool"),
        pytest.param({"$": "float", "v": "1.0"}, b"", id="float that JSON could hold"),
        pytest.param({"$": "float", "v": ["nan"]}, b"", id="float of a list"),
        pytest.param({"$": "int", "v": "0xg"}, b"", id="int of another alphabet"),
        pytest.param({"$": "int", "v": "0x" + "f" * 4_000}, b"", id="int that cannot be printed"),
        pytest.param({"$": "int", "v": "f" * 3_501}, b"", id="int that cannot be sent on"),
        pytest.param({"$": "int", "v": "f" * 10**6}, b"", id="int of a long text"),
        pytest.param(2**63, b"", id="int that has to travel as text"),
        pytest.param([-(10**4_290)], b"", id="int that JSON can just hold"),
        pytest.param({"$": "complex", "v": [1.0]}, b"", id="half a complex"),
        pytest.param({"$": "complex", "v": [1.0, array([])]}, b"1", id="complex of an array"),
        pytest.param({"$": "complex", "v": [1, True]}, b"", id="complex of no floats"),
        pytest.param({"$": "bytes", "n": -1}, b"", id="bytes: negative count"),
        pytest.param({"$": "bytes", "n": 1.0}, b"1", id="bytes: float count"),
        pytest.param({"$": "bytes", "n": True}, b"1", id="bytes: bool count"),
        pytest.param({"$": "bytes", "n": 2**64}, b"1", id="bytes: huge count"),
        pytest.param({"$": "bytes", "n": 1}, b"12", id="bytes that belong to nothing"),
        pytest.param([{"$": "bytes", "n": 2}] * 2, b"12", id="bytes claimed twice"),
        pytest.param(array([2]), b"1", id="array: too few bytes"),
        pytest.param(array([-1]), b"", id="array: negative side"),
        pytest.param(array([-1, -1]), b"1", id="array: two negative sides"),
        pytest.param(array([1.0]), b"1", id="array: float side"),
        pytest.param(array([True]), b"1", id="array: bool side"),
        pytest.param(array("1"), b"1", id="array: side that is text"),
        pytest.param(array(None), b"1", id="array: no shape"),
        pytest.param(array([2**28, 2**28, 2**28]), b"1", id="array: product beyond 64 bits"),
        pytest.param(array([0, 2**28, 2**28, 2**28]), b"", id="array: no elements, giant sides"),
        pytest.param(array([2**21, 0]), b"", id="array: no elements, one long side"),
        pytest.param(array([1] * 33), b"1", id="array: too many axes"),
        pytest.param(array([0] * 100), b"", id="array: far too many axes"),
        pytest.param(array([1], "|O"), b"12345678", id="array: objects"),
        pytest.param(array([1], ">f8"), b"12345678", id="array: big-endian"),
        pytest.param(array([1], "<M8[s]"), b"12345678", id="array: dates"),
        pytest.param(array([1], ["|b1"]), b"1", id="array: dtype that is a list"),
        pytest.param({"$": "scalar", "d": "<f8"}, b"1", id="scalar: too few bytes"),
    ],
)
def test_a_malformed_value_is_refused(tree: Any, body: bytes) -> None:
    """Each of them in a way of its own."""
    with pytest.raises(wire.WireError):
        decode(tree, body)


@pytest.mark.parametrize("kind", ["list", "tuple", "complex", "dict", "set"])
def test_deep_nesting_is_refused(kind: str) -> None:
    """Before it exhausts the stack, by whatever kind of value it goes down."""
    tree: Any = 0.0
    for _ in range(400):
        items = [tree, 0.0] if kind == "complex" else [[0, tree]] if kind == "dict" else [tree]
        tree = items if kind == "list" else {"$": kind, "v": items}
    with pytest.raises(wire.WireError):
        decode(tree)


def test_a_bool_of_any_byte_is_true_or_false() -> None:
    """NumPy would take a 2 for neither."""
    received = decode(array([3]), b"\x00\x01\x02")
    assert received.tobytes() == b"\x00\x01\x01"
    assert decode({"$": "scalar", "d": "|b1"}, b"\xff") is np.True_


@pytest.mark.parametrize("item", [b"[]", b'{"":0}', b'{"$":"set","v":[]}', b"0"])
def test_a_header_of_many_values_is_refused_before_it_is_parsed(item: bytes) -> None:
    """A text of a few megabytes could take gigabytes as Python objects."""
    text = b'{"value":[' + b",".join([item] * wire.MAX_VALUES) + b"]}"
    assert len(text) < wire.MAX_HEADER_BYTES
    tracemalloc.start()
    with pytest.raises(wire.WireError, match="too many values"):
        wire.parse_header(text, wire.MAX_VALUES)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(text) / 10


@pytest.mark.parametrize(
    "item",
    [
        [],
        {"$": "set", "v": []},
        {"$": "tuple", "v": []},
        {"$": "handle", "id": 1, "t": ""},
        array([0]),
        array([2**20, 0]),
        array([0] * 16),
        0.5,
        "\uffff\uffff",
    ],
    ids=["list", "set", "tuple", "handle", "array", "long array", "array of many axes", "float", "text"],
)
def test_decoding_takes_no_more_than_a_small_multiple_of_what_arrived(item: Any) -> None:
    """Nothing in a few bytes stands for something large."""
    count = 4_000
    text = json.dumps({"value": [item] * count}).encode()
    tracemalloc.start()
    value = decode(wire.parse_header(text, wire.MAX_VALUES)["value"])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(value) == count
    assert peak < 60 * len(text)


COLLIDING: dict[str, list[Any]] = {
    "integers": [integer(i * PRIME) for i in range(30_000)],
    "complex": [{"$": "complex", "v": [-1000003.0 * i, 1.0 * i]} for i in range(30_000)],
    "tuples": [{"$": "tuple", "v": [integer(i * PRIME)]} for i in range(30_000)],
    "one key": [0] * 30_000,
}


@pytest.mark.parametrize("kind", COLLIDING)
def test_keys_that_are_made_to_collide_are_refused_soon(kind: str) -> None:
    """Comparing each with all before it would take the grader minutes, beyond any deadline."""
    started = time.process_time()
    for tree in ({"$": "set", "v": COLLIDING[kind]}, pairs(*COLLIDING[kind])):
        with pytest.raises(wire.WireError, match="collide"):
            decode(tree)
    assert time.process_time() - started < 10


def test_keys_that_collide_by_chance_are_taken() -> None:
    """All powers of two that a float can hold share 61 hashes, and -1 and -2 share one."""
    powers = [2.0**n for n in range(-1074, 1024)]
    value = {"floats": set(powers), "integers": {-1: "a", -2: "b"}, "many": set(range(10**5))}
    assert receive(send(value)) == value


def test_a_lone_surrogate_arrives_and_can_be_sent_on() -> None:
    """Values keep them: it is where a text is stored that they have to be scrubbed."""
    value = wire.parse_header(b'{"value":"\\ud800"}')["value"]
    assert value == "\ud800"
    assert receive(send(value)) == value
