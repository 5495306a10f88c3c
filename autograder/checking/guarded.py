"""The student of a check: gives her functions copies, so that the suite's arrays stay as they are."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.nested import mapped
from autograder.suite.student import LocalObject, LocalStudent


class GuardedStudent(LocalStudent):
    """Hands out copies, as a worker gets them: a call may change the shape or type of an array, too.

    What an input was changed to is seen all the same, since that is noted of what was handed out.
    """

    def call_(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: LocalObject | None
    ) -> Any:
        """Call a function, or a method of `owner`, with copies of the arrays."""
        copies: dict[int, Any] = {}  # by the address: one array given twice stays one
        own_args = [_own(arg, copies) for arg in args]
        own_kwargs = {key: _own(arg, copies) for key, arg in kwargs.items()}
        value = super().call_(name, own_args, own_kwargs, owner)
        if isinstance(value, LocalObject) and inspect.iscoroutine(value.value):
            value.value.close()  # otherwise Python warns that it was never awaited
        return value


def _own(value: Any, copies: dict[int, Any]) -> Any:
    def copy(one: Any) -> Any:
        if not isinstance(one, np.ndarray):
            return one
        if id(one) not in copies:
            copies[id(one)] = one.copy(order="K")
            copies[id(one)].flags.writeable = one.flags.writeable
        return copies[id(one)]

    return mapped(value, copy)
