"""What was asked and answered, kept as bytes and read back."""

from __future__ import annotations

import http
import zlib
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from autograder.diagnosis.evidence import Evidence, TestRecord, pack, unpack
from autograder.diagnosis.trace import Answer, Call, Made, Raised, Unknown
from autograder.errors import ResultError

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(st.characters(), max_size=20),  # lone surrogates among them
    st.binary(max_size=20),
    st_numpy.arrays(
        st.sampled_from(["f8", "f4", "i8", "u1", "?", "c16", "U3", "S2", ">i4"]),
        st_numpy.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    ),
    st.floats().map(np.float64),
    st.floats(width=32).map(np.float32),
    st.integers(-5, 5).map(np.int64),
    st.booleans().map(np.bool_),
    st.text("ab", min_size=1, max_size=3).map(np.str_),
    st.builds(Made, st.integers(0, 9)),
    st.builds(Raised, st.sampled_from(["ValueError", "TypeError"])),
    st.builds(Unknown),
)
NOTHING: dict[bytes, bytes] = {}
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=5), inner, max_size=3),
    ),
    max_leaves=8,
)


def read(evidence: Evidence) -> tuple[TestRecord, ...]:
    """Read evidence back."""
    arrays = evidence.inputs | evidence.answers
    return unpack(evidence.frame, arrays.__getitem__)


def record(value: Any, *, name: str = "test", argument: Any = None) -> TestRecord:
    """Return the record of a test with one call."""
    return TestRecord(name, (Call("f", (argument,), {}),), (Answer(value),), passed=False)


def alike(one: Any, other: Any) -> bool:
    """Tell whether two values are the same in type, shape and every bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, (np.ndarray, np.generic)):
        alike_kind = one.dtype == other.dtype and one.shape == other.shape
        return bool(alike_kind and one.tobytes() == other.tobytes())
    if isinstance(one, (float, complex)):
        return bool(np.array(one).tobytes() == np.array(other).tobytes())
    return bool(one == other)


@given(VALUES, VALUES, st.one_of(st.none(), st.lists(st.integers(0, 5), max_size=2).map(tuple)))
def test_what_is_packed_is_read_back(
    argument: Any, value: Any, modified: tuple[int, ...] | None
) -> None:
    """Types, shapes and every bit."""
    calls = (Call("f", (argument,), {"k": argument}), Call("g", (), {}, Made(0)))
    kept = TestRecord(
        "t", calls, (Answer(value, modified), Answer(Unknown())), passed=True, modified=True
    )
    (back,) = read(pack([kept]))
    assert (back.test, back.passed, back.modified) == ("t", True, True)
    assert back.calls[1] == calls[1]
    assert alike(back.calls[0].args, calls[0].args)
    assert alike(back.calls[0].kwargs, calls[0].kwargs)
    assert alike(back.answers[0].value, value)
    assert back.answers[0].modified == modified


def test_arrays_that_are_read_back_can_be_written() -> None:
    """Whoever makes the call again may work in place."""
    (back,) = read(pack([record(np.ones(3), argument=np.zeros(2))]))
    back.calls[0].args[0][:] = 5
    back.answers[0].value[:] = 5


def test_an_input_is_no_answer() -> None:
    """What calls were given is kept apart: it is the same for all students."""
    image = np.arange(6.0)
    evidence = pack([record(image * 2, argument=image), record(image, name="identity")])
    assert list(evidence.inputs.values()) == [image.tobytes()]
    assert list(evidence.answers.values()) == [(image * 2).tobytes()]


def test_an_answer_that_is_passed_on_stays_an_answer() -> None:
    """So that nobody can have anything kept as an input, which is not bounded as narrowly."""
    cache = np.arange(2**15, dtype=float)
    calls = tuple(Call("f", (cache * n,), {}) for n in range(1, 9))
    answers = tuple(Answer(cache * (n + 1)) for n in range(1, 9))
    evidence = pack([TestRecord("t", calls, answers, passed=False)])
    assert (evidence.inputs, evidence.answers, read(evidence)) == ({}, {}, ())


class Proxy:
    """Answers to any attribute, as the proxy of a student's object does."""

    def __getattr__(self, name: str) -> object:
        return lambda: None


@pytest.mark.parametrize(
    "value",
    [[Proxy()], len, object(), np.array([object()]), np.zeros(2, "f8,i4"), http.HTTPStatus.OK],
    ids=["objects", "function", "object", "array", "table", "enum"],
)
def test_what_cannot_be_kept_costs_its_own_test_alone(value: object) -> None:
    """A function as an argument, for instance."""
    records = read(pack([record(1, name="lost", argument=value), record(2, name="kept")]))
    assert [one.test for one in records] == ["kept"]


def test_large_answers_are_left_out_before_small_ones() -> None:
    """And the order of the tests stays."""
    big = np.arange(2**16, dtype=float)
    records = [
        record(big, name="a"),
        record(1.0, name="b"),
        record(big * 3, name="c"),
        record(2.0, name="d"),
    ]
    assert [one.test for one in read(pack(records))] == ["a", "b", "d"]


def test_a_heap_of_numbers_counts_as_large() -> None:
    """Not only arrays take room."""
    records = [record([[0.5] * 5000] * 40, name="heap"), record(1, name="small")]
    assert [one.test for one in read(pack(records))] == ["small"]


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"no zlib",
        zlib.compress(b"\xc1"),
        zlib.compress(msgspec.msgpack.encode((1, [("test",)]))),
        zlib.compress(msgspec.msgpack.encode((1, [("t", [], [(("strange",), ())], True, False)]))),
    ],
    ids=["empty", "no zlib", "no messages", "too few fields", "unknown kind"],
)
def test_damaged_evidence_is_an_error_that_reads(frame: bytes) -> None:
    """And never a traceback."""
    with pytest.raises(ResultError, match="damaged"):
        unpack(frame, NOTHING.__getitem__)


def test_a_lost_array_is_an_error_that_reads() -> None:
    """One that the database does not hold any more."""
    evidence = pack([record(np.ones(3))])
    with pytest.raises(ResultError, match="damaged"):
        unpack(evidence.frame, NOTHING.__getitem__)


def test_evidence_of_a_newer_version_is_refused() -> None:
    """With what to do."""
    with pytest.raises(ResultError, match="upgrade"):
        unpack(zlib.compress(msgspec.msgpack.encode((99, []))), NOTHING.__getitem__)
