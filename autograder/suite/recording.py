"""Notes what a test asks of a student and what came of it, so that it can be asked again of others."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.diagnosis.trace import Answer, Call, Made, Raised, Unknown, copied
from autograder.sandbox.stops import StudentError

_LEAVES = 100_000  # of one value that are counted
_BYTES = 64 * 2**20  # of arrays, in all recordings of one submission together


@dataclass
class Recording:
    """The calls of one test, in order, and the answers.

    Attributes:
        complete: whether nothing is missing; a test can ask for more than is kept.
    """

    calls: list[Call] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    complete: bool = True


class Recorder:
    """Records one test after another.

    Attributes:
        recording: that of the current test.
    """

    def __init__(self) -> None:
        self.recording = Recording()
        self._left = _BYTES
        self._objects: list[tuple[object, Made]] = []  # holds them, so that no two share an address

    def begin(self) -> Recording:
        """Start the recording of another test and return it."""
        self.recording = Recording()
        self._objects.clear()
        return self.recording

    def note(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: Any) -> None:
        """Note a call before it is made."""
        if self._left <= 0:
            self.recording.complete = False
        if not self.recording.complete:
            return
        of = None if owner is None else self._placed(owner)
        own_args, own_kwargs = copied(self._placed((tuple(args), dict(kwargs))))
        self.recording.calls.append(Call(name, own_args, own_kwargs, of))
        self.recording.answers.append(Answer(Unknown()))
        self._left -= _size(own_args) + _size(own_kwargs)

    def answered(self, value: Any, modified: Sequence[int] = ()) -> None:
        """Note what the call that was noted last gave; objects in it by their proxies."""
        if not self.recording.complete:
            return
        if isinstance(value, BaseException):
            value = Raised(type(value).__name__ if isinstance(value, StudentError) else "Exception")
        elif hasattr(value, "type_name"):
            made = Made(len(self.recording.calls) - 1)
            self._objects.append((value, made))
            value = made
        self.recording.answers[-1] = Answer(value, tuple(modified))
        self._left -= _size(value)

    def _placed(self, value: Any) -> Any:
        """Return a value with what stands for them in the places of objects."""
        if type(value) in (list, tuple):
            return type(value)(map(self._placed, value))
        if type(value) is dict:
            return {key: self._placed(one) for key, one in value.items()}
        return next((made for proxy, made in self._objects if proxy is value), value)


def _size(value: Any) -> int:
    """Return about how many bytes a value takes."""
    leaves = itertools.islice(_leaves(value), _LEAVES)
    return sum(one.nbytes if isinstance(one, np.ndarray) else 64 for one in leaves)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, dict):
        yield from _leaves(list(value.values()))
    else:
        yield value
