"""What is computed once, and whatever came of it given to all who ask."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from autograder.sandbox.stops import StudentStopped

_Value = TypeVar("_Value")


class Once(Generic[_Value]):
    """Values by their keys; an error is one too, and is raised again for each who asks."""

    def __init__(self) -> None:
        self._found: dict[Hashable, _Value] = {}
        self._failed: dict[Hashable, BaseException] = {}

    def get(self, key: Hashable, compute: Callable[[], _Value]) -> _Value:
        """Return the value of a key, computed if nobody has asked before.

        Raises:
            Exception: what computing it raised, now or earlier.
            StudentStopped: likewise.
        """
        if key in self._failed:
            raise self._failed[key]
        if key not in self._found:
            try:
                self._found[key] = compute()
            except (Exception, StudentStopped) as error:
                self._failed[key] = error
                raise
        return self._found[key]
