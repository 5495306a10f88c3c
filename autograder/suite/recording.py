"""Notes the calls that a test makes of a student, so that they can be made again."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.diagnosis.trace import Call, Made


class Recorder:
    """The calls of one test, in order."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._objects: list[tuple[object, Made]] = []  # holds them, so that no two share an address

    def note(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: Any) -> None:
        """Note a call before it is made."""
        of = None if owner is None else self._placed(owner)
        own_args, own_kwargs = self._placed((tuple(args), dict(kwargs)))
        self.calls.append(copy.deepcopy(Call(name, own_args, own_kwargs, of)))

    def note_object(self, proxy: object) -> None:
        """Note that the last call gave the object that `proxy` stands for."""
        self._objects.append((proxy, Made(len(self.calls) - 1)))

    def _placed(self, value: Any) -> Any:
        """Return a value with what stands for them in the places of objects."""
        if type(value) in (list, tuple):
            return type(value)(map(self._placed, value))
        if type(value) is dict:
            return {key: self._placed(one) for key, one in value.items()}
        return next((made for proxy, made in self._objects if proxy is value), value)
