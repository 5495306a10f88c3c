"""Notes what a test asks of a student and what came of it, so that it can be asked again of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.diagnosis.trace import Answer, Call, Made, Unknown, raised

_PLAIN_BYTES = 64  # about, of a number
_NUMBERS = frozenset({int, float, bool, type(None)})
_BYTES = 64 * 2**20  # in all recordings of one submission together


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

    def skip(self) -> Recording:
        """Record nothing of the next test, and return what stands for its recording."""
        self.recording = Recording(complete=False)
        return self.recording

    def note(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: Any) -> None:
        """Note a call before it is made."""
        if not self.recording.complete:
            return
        own_args = tuple(map(self._kept, args))
        own_kwargs = {key: self._kept(value) for key, value in kwargs.items()}
        own_owner = self._kept(owner)
        if self.recording.complete:
            self.recording.calls.append(Call(name, own_args, own_kwargs, own_owner))
            self.recording.answers.append(Answer(Unknown()))

    def answered(self, value: Any, modified: Sequence[int] = ()) -> None:
        """Note what the call that was noted last gave: a value, an object's proxy, or an exception."""
        if not self.recording.complete:
            return
        if isinstance(value, Exception):
            value = raised(value)
        elif hasattr(value, "type_name"):
            self._objects.append((value, Made(len(self.recording.calls) - 1)))
        own = self._kept(value)
        if self.recording.complete:
            self.recording.answers[-1] = Answer(own, tuple(modified))

    def _kept(self, value: Any) -> Any:
        """Return a copy of a value, counting about how many bytes it takes; too many are not kept."""
        if type(value) in _NUMBERS:
            self._left -= _PLAIN_BYTES
        elif self._left > 0:
            value = self._copied(value)
        if self._left <= 0:
            self.recording.complete = False
        return value

    def _copied(self, value: Any) -> Any:
        kind = type(value)
        if kind is list or kind is tuple:
            # A row as a whole: one number at a time takes several times as long.
            if _NUMBERS.issuperset(map(type, value)):
                self._left -= _PLAIN_BYTES * len(value)
                return kind(value)
            return kind([self._copied(one) for one in value])
        if kind is dict:
            return {key: self._copied(one) for key, one in value.items()}
        return self._copied_part(value)

    def _copied_part(self, part: Any) -> Any:
        if isinstance(part, np.ndarray):
            self._left -= part.nbytes
            return part.copy() if self._left > 0 else part  # one may be larger than all memory
        self._left -= _PLAIN_BYTES
        if hasattr(part, "type_name"):
            return self._stand_in(part)
        if isinstance(part, (str, bytes, bytearray)):
            self._left -= len(part)
        elif isinstance(part, (set, frozenset)):
            self._left -= len(part) * _PLAIN_BYTES
        return part

    def _stand_in(self, proxy: object) -> Made | None:
        """Return what stands for an object; nothing does for one inside of an answer.

        No call gave that one alone, so that nobody could make it again.
        """
        made = next((made for known, made in self._objects if known is proxy), None)
        if made is None:
            self.recording.complete = False
        return made
