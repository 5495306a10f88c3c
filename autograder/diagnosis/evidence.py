"""What was asked and answered in the tests of one submission, as bytes that can be kept.

Who has them can ask the same again, or look anew for known mistakes, without running anybody's code.
Arrays are kept apart from the rest, each by its digest: the inputs of a test are the same for all
students, and so are most right answers of one.
"""

from __future__ import annotations

import hashlib
import itertools
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from autograder.diagnosis.trace import Answer, Call, Made, Raised, Unknown
from autograder.errors import ResultError
from autograder.nested import leaves

_SCHEMA_VERSION = 1
_ANSWER_BYTES = 2**20  # of what a submission answered, in all its tests together
_INPUT_BYTES = 32 * 2**20  # of arrays that its calls were given
_LEAVES = 10_000  # of one test
_KINDS = "biufcSU"  # of arrays: numbers and text
_PLAIN = (type(None), bool, int, float, complex, str, bytes, list, tuple, set, frozenset, dict)

Arrays = Mapping[bytes, bytes]


@dataclass(frozen=True)
class TestRecord:
    """One test: its calls in order, the answers, and how that was judged.

    Attributes:
        test: its id.
        passed: whether the answers were right.
        modified: whether they were refused because a call changed its arguments.
    """

    __test__ = False  # the name starts with Test, and pytest would collect it

    test: str
    calls: tuple[Call, ...]
    answers: tuple[Answer, ...]
    passed: bool
    modified: bool = False


@dataclass(frozen=True)
class Evidence:
    """The records of one submission's tests, packed.

    Attributes:
        frame: everything but the arrays.
        inputs: the arrays that calls were given, digest to bytes.
        answers: those that only answers hold.
    """

    frame: bytes
    inputs: dict[bytes, bytes]
    answers: dict[bytes, bytes]


def pack(records: Sequence[TestRecord]) -> Evidence:
    """Pack records; tests that hold what cannot be kept, a function for instance, are left out.

    So are those with the largest answers, once all together take more than 1 MiB, or the arrays that
    calls were given more than 32 MiB. What was answered and passed to a later call counts as answered.
    """
    inputs: dict[bytes, bytes] = {}
    answers: dict[bytes, bytes] = {}
    kept: list[tuple[int, Any]] = []
    asked = answered = 0
    for number, record in sorted(enumerate(records), key=lambda pair: _size(pair[1].answers)):
        packer = _Packer(inputs, answers)
        try:
            packed = packer.record(record)
        except _CannotPackError:
            continue
        asked += sum(map(len, packer.inputs.values()))
        answered += len(msgspec.msgpack.encode(packed)) + sum(map(len, packer.answers.values()))
        if asked > _INPUT_BYTES or answered > _ANSWER_BYTES:
            break
        inputs |= packer.inputs
        answers |= packer.answers
        kept.append((number, packed))
    tests = [packed for _, packed in sorted(kept, key=lambda pair: pair[0])]
    frame = zlib.compress(msgspec.msgpack.encode((_SCHEMA_VERSION, tests)), 6)
    return Evidence(frame, inputs, answers)


def unpack(frame: bytes, array: Callable[[bytes], bytes]) -> tuple[TestRecord, ...]:
    """Return what was packed.

    Args:
        frame: of the evidence.
        array: gives the bytes of an array by its digest; KeyError if they are lost.

    Raises:
        ResultError: it is damaged, or was written by a newer version.
    """
    try:
        version, tests = msgspec.msgpack.decode(zlib.decompress(frame))
        if version > _SCHEMA_VERSION:
            raise ResultError("what was recorded has a newer form: upgrade cnn-autograder")
        return tuple(_record(packed, array) for packed in tests)
    except (zlib.error, msgspec.DecodeError, KeyError, IndexError, TypeError, ValueError) as error:
        raise ResultError(f"what was recorded is damaged ({type(error).__name__}): {error}") from error


def _record(packed: Any, array: Callable[[bytes], bytes]) -> TestRecord:
    test, calls, answers, passed, modified = packed
    return TestRecord(
        test,
        tuple(
            Call(name, _value(args, array), _value(kwargs, array), _value(owner, array))
            for name, args, kwargs, owner in calls
        ),
        tuple(
            Answer(_value(value, array), None if changed is None else tuple(changed))
            for value, changed in answers
        ),
        passed,
        modified,
    )


class _CannotPackError(Exception):
    """A value is no plain data."""


class _Packer:
    """Turns a record into what MessagePack knows: a tag, and what it says.

    Args:
        known_inputs: digest to bytes of arrays that are inputs already.
        known_answers: likewise of answers.

    Attributes:
        inputs: those that come new with this record. An array is what it was first: what was answered
            and is passed on stays an answer.
        answers: likewise.
    """

    def __init__(self, known_inputs: Arrays, known_answers: Arrays) -> None:
        self._known = (known_inputs, known_answers)
        self.inputs: dict[bytes, bytes] = {}
        self.answers: dict[bytes, bytes] = {}
        self._new = self.inputs

    def record(self, record: TestRecord) -> Any:
        """Return a record without its arrays.

        Raises:
            _CannotPackError: it holds what is no plain data.
        """
        calls, said = [], []
        for call, answer in zip(record.calls, record.answers, strict=True):
            self._new = self.inputs
            given = (self.value(call.args), self.value(call.kwargs), self.value(call.owner))
            calls.append((call.name, *given))
            self._new = self.answers
            said.append((self.value(answer.value), answer.modified))
        return record.test, calls, said, record.passed, record.modified

    def value(self, value: Any) -> Any:
        # NumPy's numbers are subclasses of Python's, and a subclass of anybody's is no plain data.
        if isinstance(value, (np.ndarray, np.generic)):
            return self._array(value)
        if type(value) not in _PLAIN:
            return _stand_in(value)
        match value:
            case int() if not isinstance(value, bool):
                return value if -(2**63) <= value < 2**63 else ("int", hex(value))
            case str():
                return ("str", value.encode("utf-8", "surrogatepass"))
            case complex():
                return ("complex", value.real, value.imag)
            case list() | tuple() | set() | frozenset():
                return (type(value).__name__, [self.value(one) for one in value])
            case dict():
                return ("dict", [(self.value(key), self.value(one)) for key, one in value.items()])
        return value

    def _array(self, value: Any) -> Any:
        if value.dtype.kind not in _KINDS or not value.dtype.itemsize:
            raise _CannotPackError
        data = value.tobytes()
        digest = hashlib.sha256(data).digest()[:16]
        if not any(digest in arrays for arrays in (*self._known, self.inputs, self.answers)):
            self._new[digest] = data
        kind = "array" if isinstance(value, np.ndarray) else "scalar"
        return (kind, value.dtype.str, value.shape, digest)


def _stand_in(value: Any) -> Any:
    match value:
        case Made(by):
            return ("made", by)
        case Raised(kind):
            return ("raised", kind)
        case Unknown():
            return ("unknown",)
    raise _CannotPackError


def _value(packed: Any, array: Callable[[bytes], bytes]) -> Any:
    match packed:
        case None | bool() | int() | float() | bytes():
            return packed
        case ["int", text]:
            return int(text, 16)
        case ["str", data]:
            return data.decode("utf-8", "surrogatepass")
        case ["complex", real, imaginary]:
            return complex(real, imaginary)
        case ["list" | "tuple" | "set" | "frozenset" as kind, parts]:
            make = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}[kind]
            return make([_value(one, array) for one in parts])
        case ["dict", pairs]:
            return {_value(key, array): _value(one, array) for key, one in pairs}
        case ["array" | "scalar" as kind, dtype, shape, digest]:
            read = np.frombuffer(array(digest), dtype=dtype).reshape(shape).copy()
            return read if kind == "array" else read[()]
    return _stood_for(packed)


def _stood_for(packed: Any) -> Any:
    match packed:
        case ["made", by]:
            return Made(by)
        case ["raised", kind]:
            return Raised(kind)
        case ["unknown"]:
            return Unknown()
    raise ValueError(f"unknown value {packed!r:.60}")


def _size(answers: Sequence[Answer]) -> int:
    """Return about how many bytes answers take; those of too many parts count as endless."""
    parts = list(itertools.islice(leaves([answer.value for answer in answers]), _LEAVES + 1))
    return 2**62 if len(parts) > _LEAVES else sum(map(_weight, parts))


def _weight(part: Any) -> int:
    # A proxy of an object would answer to any attribute.
    if isinstance(part, (np.ndarray, np.generic)):
        return part.nbytes
    return len(part) if isinstance(part, (str, bytes)) else 8
