"""Files of arrays: what NumPy writes is read exactly, and nothing else does any harm."""

from __future__ import annotations

import io
import pickle
import zipfile
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from autograder.errors import SubmittedFileError
from autograder.suite.arrays import read_arrays

KINDS = (
    arrays.boolean_dtypes()
    | arrays.integer_dtypes(endianness="?")
    | arrays.unsigned_integer_dtypes(endianness="?")
    | arrays.floating_dtypes(endianness="?", sizes=(16, 32, 64))
    | arrays.complex_number_dtypes(endianness="?", sizes=(64, 128))
)
SHAPES = arrays.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4)


def saved(values: dict[str, Any], *, compressed: bool = False) -> bytes:
    """Return what `numpy.savez` writes."""
    file = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(file, **values)
    return file.getvalue()


def member(content: bytes, name: str = "weight.npy") -> bytes:
    """Return a file with one member of any content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def header(text: str) -> bytes:
    """Return a `.npy` file of 8 bytes with any header."""
    full = text.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(full).to_bytes(2, "little") + full + bytes(8)


def refusal(data: bytes) -> str:
    """Return why a file is refused."""
    with pytest.raises(SubmittedFileError) as caught:
        read_arrays(data, "net.npz")
    assert not caught.value.missing
    return str(caught.value)


def test_a_file_without_arrays_is_refused() -> None:
    """It is an empty zip."""
    assert "cannot be read" in refusal(saved({}))


@given(arrays.arrays(KINDS, SHAPES), st.booleans(), st.booleans())
@settings(max_examples=300, deadline=None)
def test_what_numpy_writes_is_read(value: NDArray[Any], compressed: bool, fortran: bool) -> None:
    """Any kind of number, byte order, shape and order in memory."""
    value = np.asfortranarray(value) if fortran else value
    found = read_arrays(saved({"conv1.weight": value}, compressed=compressed), "net.npz")
    (answer,) = found.values()
    assert list(found) == ["conv1.weight"]
    assert answer.dtype == value.dtype
    assert answer.shape == value.shape
    assert answer.tobytes() == value.tobytes()


def test_what_comes_back_cannot_be_written_to() -> None:
    """A suite that changes it by mistake learns so."""
    answer = read_arrays(saved({"a": np.zeros(3)}), "net.npz")["a"]
    with pytest.raises(ValueError, match="read-only"):
        answer[0] = 1


@pytest.mark.parametrize(
    "value",
    [
        np.array([1, None]),
        np.array(["one", "two"]),
        np.zeros(2, dtype=[("a", "f8"), ("b", "i4")]),
        np.array(["2026-01-01"], dtype="datetime64[D]"),
    ],
    ids=["objects", "strings", "records", "dates"],
)
def test_other_arrays_are_refused(value: NDArray[Any]) -> None:
    """And the message says what is due."""
    assert "arrays of numbers" in refusal(saved({"a": value}))


def test_other_arrays_beside_those_of_numbers_are_left_out() -> None:
    """A student may save the names of her classes, and a history, with her network."""
    more = {"classes": np.array(["zero", "one"]), "history": np.array([{"loss": 1.0}])}
    found = read_arrays(saved({"a": np.arange(3), "epochs": np.array(5), **more}), "net.npz")
    assert list(found) == ["a", "epochs"]


class Bomb:
    """Sets a flag of its module's when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (exec, ("import tests.suite.test_arrays as t; t.Bomb.exploded = True",))


def test_nothing_is_unpickled() -> None:
    """Neither a member, nor the whole."""
    for data in (saved({"a": np.array([Bomb()])}), member(pickle.dumps(Bomb())), pickle.dumps(Bomb())):
        refusal(data)
    assert not hasattr(Bomb, "exploded")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "cannot be read"),
        (b"{}", "cannot be read"),
        (saved({"a": np.zeros(9)})[:-30], "cannot be read"),
        (member(b"hello", "readme.txt"), "no array"),
        (member(b""), "something else"),
        (member(b"\x93NUMPY\x09\x00"), "something else"),
        (saved({"a": np.zeros(65 * 2**17)}, compressed=True), "more than 64 MiB"),
        (saved({f"a{i}": np.zeros(1) for i in range(1001)}), "more than 1,000 arrays"),
    ],
    ids=["empty", "JSON", "cut off", "text", "no header", "newer format", "bomb", "many"],
)
def test_no_other_file_is_read(data: bytes, words: str) -> None:
    """Each is refused in words of its own."""
    assert words in refusal(data)


@pytest.mark.parametrize(
    "text",
    [
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999, 9999999999), }",
        "{'descr': '<f9', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (" + "1, " * 40 + "), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (" + "1" * 60_000 + "), }",
        "{'descr': '<f0', 'fortran_order': False, 'shape': (1,), }",
        "__import__('os').abort()",
        "(" * 9_000,
        "-" * 60_000,
    ],
    ids=[
        "too few",
        "huge",
        "odd",
        "objects",
        "negative",
        "deep",
        "digits",
        "nothing",
        "code",
        "nest",
        "minus",
    ],
)
def test_no_header_does_harm(text: str) -> None:
    """One that lies, that names other things, or that would take Python's parser down."""
    assert "net.npz" in refusal(member(header(text)))


@given(st.data())
@settings(max_examples=500, deadline=None)
def test_changed_bytes_do_no_harm(data: st.DataObject) -> None:
    """A file with bytes changed is read or refused, and nothing else happens."""
    content = bytearray(saved({"a.b": np.arange(6.0).reshape(2, 3), "c": np.zeros(2, np.int8)}))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = read_arrays(bytes(content), "net.npz")
    except SubmittedFileError:
        return
    assert all(isinstance(value, np.ndarray) and value.dtype.kind in "biufc" for value in found.values())
