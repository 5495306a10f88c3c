"""Notes what a test asks of a student and what came of it, so that it can be asked again of others."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.diagnosis.trace import Answer, Call, Made, Unknown, copied, raised
from autograder.nested import leaves, mapped

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
        self._spend([*args, *kwargs.values()])
        if self.recording.complete:
            given: Any = (tuple(args), dict(kwargs))
            if self._objects:
                given = mapped(given, self._placed)
            own_args, own_kwargs = copied(given)
            self.recording.calls.append(Call(name, own_args, own_kwargs, self._placed(owner)))
            self.recording.answers.append(Answer(Unknown()))

    def answered(self, value: Any, modified: Sequence[int] = ()) -> None:
        """Note what the call that was noted last gave: a value, an object's proxy, or an exception."""
        self._spend(value)
        if not self.recording.complete:
            return
        if isinstance(value, Exception):
            value = raised(value)
        elif hasattr(value, "type_name"):
            made = Made(len(self.recording.calls) - 1)
            self._objects.append((value, made))
            value = made
        self.recording.answers[-1] = Answer(copied(value), tuple(modified))

    def _placed(self, value: Any) -> Any:
        """Return what stands for an object in the place of its proxy; any other value as it is."""
        return next((made for proxy, made in self._objects if proxy is value), value)

    def _spend(self, value: Any) -> None:
        """Count about how many bytes a value takes; what comes when they are used up is not kept."""
        if isinstance(value, np.ndarray):
            self._left -= value.nbytes
        else:
            parts = itertools.islice(leaves(value), _LEAVES)
            self._left -= sum(part.nbytes if isinstance(part, np.ndarray) else 64 for part in parts)
        if self._left <= 0:
            self.recording.complete = False
