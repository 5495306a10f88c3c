"""What one side of the wire sends is what the other receives."""

from __future__ import annotations

import collections
import enum
import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox import wire
from autograder.sandbox.wire import bounds, frames

MANY = settings(max_examples=100, deadline=None, database=None)
DTYPES = ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]

TEXT = st.text(st.characters(exclude_categories=()), max_size=5)  # lone surrogates among them
NUMBERS = st.integers() | st.integers(-(2**13_999), 2**13_999) | st.floats() | st.complex_numbers()
SCALARS = st.sampled_from(DTYPES).flatmap(lambda name: hnp.from_dtype(np.dtype(name)))
LEAVES = st.none() | st.booleans() | NUMBERS | TEXT | st.binary(max_size=5) | SCALARS
KEYS = st.recursive(
    st.none() | st.integers() | st.floats(allow_nan=False) | TEXT | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3),
    max_leaves=5,
)
ARRAYS = st.builds(
    lambda array, order, reverse, step: (
        array.astype(array.dtype.newbyteorder(order))[
            (slice(None, None, -step if reverse else step),) * array.ndim
        ].T
    ),
    hnp.arrays(st.sampled_from(DTYPES), hnp.array_shapes(min_dims=0, min_side=0, max_side=4)),
    st.sampled_from("<>"),
    st.booleans(),
    st.integers(1, 2),
)
VALUES = st.recursive(
    LEAVES | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.sets(KEYS, max_size=4)
    ),
    max_leaves=12,
)


class Colour(enum.IntEnum):
    """A number with a name."""

    RED = 5


class Word(enum.StrEnum):
    """A text with a name."""

    YES = "yes"


class Metres(float):
    """A float of one's own."""


class Size(NamedTuple):
    """A tuple with names."""

    height: int
    width: int


def refuse(value: object) -> dict[str, Any]:
    """Take no object that is not plain data."""
    raise TypeError(type(value).__name__)


def send(value: Any) -> bytes:
    """Return the frame of a value."""
    encoder = wire.Encoder(refuse)
    return wire.pack({"value": encoder.encode(value)}, encoder.buffers)


def receive(frame: bytes | bytearray) -> Any:
    """Return the value of a frame, as the grader reads it."""
    header, body = wire.unpack_prefix(frame[: wire.PREFIX.size])
    rest = frame[wire.PREFIX.size :]
    tree = wire.parse_header(rest[:header], wire.MAX_VALUES)
    if len(rest) != header + body:
        raise wire.WireError("not one frame")
    decoder = wire.Decoder(rest[header:])
    value = decoder.decode(tree.get("value"))
    decoder.finish()
    return value


def seen(value: Any) -> Any:
    """Return all that can be told of a value, in a form that compares NaN and the sign of zero."""
    if isinstance(value, (np.ndarray, np.generic)):
        kind = "array" if isinstance(value, np.ndarray) else "scalar"
        native = value.astype(value.dtype.newbyteorder("="))
        return kind, native.dtype.str, native.shape, native.tobytes()
    if isinstance(value, (list, tuple)):
        return type(value), [seen(item) for item in value]
    if isinstance(value, dict):
        return dict, [(seen(key), seen(item)) for key, item in value.items()]
    if isinstance(value, (set, frozenset)):
        return type(value), sorted(repr(seen(item)) for item in value)
    return type(value), repr(value)


@MANY
@given(VALUES)
def test_a_value_arrives_as_it_was_sent(value: Any) -> None:
    """Every kind that is admitted, nested in every other; floats to the bit, types included."""
    assert seen(receive(send(value))) == seen(value)


@MANY
@given(st.one_of(ARRAYS, SCALARS))
def test_an_array_arrives_owned_and_writable(array: Any) -> None:
    """Whatever its layout, in native byte order; it shares no memory with the frame."""
    frame = bytearray(send(array))
    received = receive(frame)
    before = received.copy()
    frame[-array.nbytes :] = bytes(array.nbytes)
    assert seen(received) == seen(before) == seen(array)
    assert received.dtype.isnative
    if isinstance(array, np.ndarray):
        assert received.flags.owndata
        assert received.flags.writeable
        assert received.flags.c_contiguous


@MANY
@given(VALUES)
def test_what_is_left_alone_has_not_changed(value: Any) -> None:
    """Whatever it is, as a suite has it and as a submission gets it."""
    assert wire.Arguments([value], {"x": receive(send(value))}).changed() == []


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        (Colour.RED, 5),
        (Word.YES, "yes"),
        (Metres(-0.0), -0.0),
        (Size(2, 3), (2, 3)),
        (bytearray(b"ab"), b"ab"),
        (frozenset({1}), {1}),
        (collections.OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        ({(1, frozenset({2})): 3}, {(1, frozenset({2})): 3}),
        (np.array(["a", "bc"]), ["a", "bc"]),
        (np.array([None, 2**70, [1]], dtype=object), [None, 2**70, [1]]),
        (np.array([(1, 2.5)], dtype="i4,f8"), [(1, 2.5)]),
        (Fraction(1, 16), 0.0625),
        ([Decimal("0.1"), Decimal("NaN")], [0.1, math.nan]),
        (np.array([Fraction(1, 2)], dtype=object), [0.5]),
        (np.str_("a"), "a"),
        (np.longdouble(0.5), np.float64(0.5)),
        (np.clongdouble(0.5j), np.complex128(0.5j)),
        (np.array([0.5], dtype=np.longdouble), np.array([0.5])),
        (np.array([[1, 2]]).view(np.matrix), np.array([[1, 2]])),
        (np.ma.masked_equal([1, 2], 2), np.array([1, 2])),
        (np.broadcast_to(np.int8(1), (2, 2)), np.ones((2, 2), np.int8)),
    ],
)
def test_a_relative_of_plain_data_arrives_as_plain_data(sent: Any, received: Any) -> None:
    """Subclasses, and arrays of what no array may carry, by their value."""
    assert seen(receive(send(sent))) == seen(received)


def test_a_subclass_of_an_array_runs_no_code_of_its_own() -> None:
    """Its data is read, not what its methods say."""

    class Liar(np.ndarray[Any, Any]):
        def tobytes(self, order: Any = "C") -> bytes:
            return b"lie"

        def tolist(self) -> Any:
            return ["lie"]

    assert seen(receive(send(np.arange(3.0).view(Liar)))) == seen(np.arange(3.0))


def test_a_handle_arrives_as_a_handle() -> None:
    """Or as the object that it names, where the receiver knows it."""
    handle = wire.Handle(3, "Layer")
    tree = wire.Encoder(refuse).encode([handle])
    assert wire.Decoder(b"").decode(tree) == [handle]
    assert wire.Decoder(b"", handle=lambda handle: handle.id).decode(tree) == [3]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(2**14_000, id="integer"),
        pytest.param(np.zeros((0, 2, bounds.MAX_EMPTY)), id="empty but long"),
        pytest.param(np.zeros(10**5, np.int8), id="body"),
        pytest.param("x" * 10**5, id="header"),
    ],
)
def test_a_value_that_is_too_large_is_not_sent(value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sender learns of it; to the receiver it would look like an attack."""
    monkeypatch.setattr(bounds, "MAX_BODY_BYTES", 99_999)
    monkeypatch.setattr(frames, "MAX_HEADER_BYTES", 99_999)
    with pytest.raises(wire.UnsendableError, match="too large"):
        send(value)


def test_a_value_of_too_many_parts_is_not_sent() -> None:
    """Short as its header is, parsing it could take the memory of the receiver."""
    with pytest.raises(wire.UnsendableError, match="too large"):
        send([0] * wire.MAX_VALUES)
    assert len(receive(send([0] * (wire.MAX_VALUES - 2)))) == wire.MAX_VALUES - 2


@pytest.mark.parametrize("deepest", [2**14_000 - 1, 0.5])
def test_the_largest_values_arrive(deepest: float) -> None:
    """What is just within the bounds for sending is so for receiving."""
    nested: Any = deepest
    for _ in range(bounds.MAX_DEPTH):
        nested = [nested]
    for value in (nested, np.zeros((1,) * bounds.MAX_AXES), np.zeros((0, 2, bounds.MAX_EMPTY // 2))):
        assert seen(receive(send(value))) == seen(value)
    with pytest.raises(wire.UnsendableError, match="nested too deeply"):
        send([nested])


def test_a_list_that_contains_itself_is_not_sent() -> None:
    """It has no end."""
    loop: list[Any] = []
    loop.append(loop)
    array = np.empty(1, dtype=object)
    array[0] = array
    for value in (loop, array, {"a": loop}):
        with pytest.raises(wire.UnsendableError):
            send(value)


def changed_by(change: Callable[[Any], object], value: Any) -> bool:
    """Tell whether a change of a value is seen, by position and by name alike."""
    arguments = wire.Arguments([0, value], {"x": value, "y": 0})
    change(value)
    assert arguments.changed() in ([], [1, 2])
    return bool(arguments.changed())


@pytest.mark.parametrize(
    ("value", "change"),
    [
        (np.zeros(2), lambda array: array.__setitem__(1, 5)),
        (np.zeros(2), lambda array: array.__setitem__(1, -0.0)),
        (np.zeros(2), lambda array: array.__setitem__(1, np.nan)),
        (np.zeros(2, np.uint8), lambda array: array.__iadd__(1)),
        (np.zeros(100_000), lambda array: array.__setitem__(99_999, 1)),
        (np.zeros((2, 3)), lambda array: array.resize((3, 2), refcheck=False)),
        (np.zeros((2, 3)).T, lambda array: array.__setitem__((2, 1), 1)),
        (np.zeros(2), lambda a: a.__setstate__((1, (2,), np.dtype("i8"), False, bytes(16)))),
        (np.array([[1], [2]], dtype=object), lambda array: array.__setitem__((0, 0), 5)),
        ([[1, 2], [3]], lambda rows: rows[1].append(4)),
        ([1, 2], lambda row: row.reverse()),
        ([1], lambda row: row.__setitem__(0, 1.0)),
        ([np.zeros(2)], lambda arrays: arrays[0].__setitem__(0, 1)),
        ({"a": [1]}, lambda table: table["a"].clear()),
        ({1, 2}, lambda some: some.add(3)),
        (bytearray(b"a"), lambda data: data.extend(b"b")),
        ([], lambda row: row.append(row)),
    ],
)
def test_a_change_of_an_argument_is_seen(value: Any, change: Callable[[Any], object]) -> None:
    """Of a value, a dtype or a shape, however deep it lies."""
    assert changed_by(change, value)


@pytest.mark.parametrize(
    ("value", "change"),
    [
        (np.zeros(2), lambda array: array.__imul__(1)),
        ([3, 1], lambda row: row.sort() or row.reverse()),
        ({0, 8}, lambda some: some.clear() or some.update([8, 0])),
        ({(1, frozenset({0, 8}))}, lambda some: some.clear() or some.add((1, frozenset([8, 0])))),
        ([print], lambda some: some.__setitem__(0, object())),
        ([math.nan], lambda row: row.__setitem__(0, float("nan"))),
    ],
)
def test_an_argument_with_its_old_value_has_not_changed(
    value: Any, change: Callable[[Any], object]
) -> None:
    """Sets have no order, and objects that are no plain data are all alike."""
    assert not changed_by(change, value)
