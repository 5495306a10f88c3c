"""One of two who do the same work: the submission or the reference, each where its code runs."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # which needs Unix
    from autograder.suite.attempt import Attempt


class Side(Protocol):
    """Code that is asked, and whose time is known."""

    @property
    def spent(self) -> float:
        """CPU seconds that it has taken so far."""

    @property
    def as_defined(self) -> bool:
        """Whether a function is called as things stood where it was defined."""

    def ask(self, name: str, helper: str, args: Sequence[Any], seconds: float | None = None) -> Any:
        """Call a helper, with her names before the arguments; until the next call it computes nothing.

        Args:
            name: of the function of hers that it uses.
            helper: its own name.
            args: of the call.
            seconds: CPU seconds that it may take, if not those that any call may.
        """

    def mention(self, *names: str) -> None:
        """Note that functions of hers are in question, even where they are not asked once more."""

    def renew(self) -> None:
        """Forget everything: what comes next meets the code as it was handed in."""


class RemoteSide:
    """A submission in its worker.

    Args:
        attempt: runs it.
    """

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt

    @property
    def spent(self) -> float:
        """CPU seconds that it has taken so far."""
        return self._attempt.spent()

    @property
    def as_defined(self) -> bool:
        """Whether a function is called as things stood where it was defined."""
        return self._attempt.as_defined

    def ask(self, name: str, helper: str, args: Sequence[Any], seconds: float | None = None) -> Any:
        """Call a helper; until the next call it computes nothing."""
        try:
            return self._attempt.call(name, args, {}, helper=helper, seconds=seconds).value
        finally:
            self._attempt.pause()

    def mention(self, *names: str) -> None:
        """Note that functions of hers are in question."""
        self._attempt.called.update(names)

    def renew(self) -> None:
        """End the worker: the next call starts another."""
        self._attempt.close()


class LocalSide:
    """A module in this process, for plain pytest and a student's own checks: nothing stops it.

    Args:
        names: hers.
        helpers: by their names.
    """

    as_defined = False

    def __init__(self, names: Mapping[str, Any], helpers: Mapping[str, Any]) -> None:
        self._names = names
        self._helpers = helpers

    @property
    def spent(self) -> float:
        """CPU seconds of this process."""
        return time.process_time()

    def ask(self, name: str, helper: str, args: Sequence[Any], seconds: float | None = None) -> Any:
        """Call a helper; nothing stops it after so many seconds."""
        del name, seconds
        return self._helpers[helper](self._names, *args)

    def mention(self, *names: str) -> None:
        """Note nothing: there is no other state of hers."""

    def renew(self) -> None:
        """Keep everything: this process has no other."""


@dataclass(frozen=True)
class Trainee:
    """A side as training asks it.

    Attributes:
        side: where the code runs.
        name: the function of hers that helpers are asked in the place of.
    """

    side: Side
    name: str

    def ask(self, helper: str, *args: Any, seconds: float | None = None) -> Any:
        """Return what a helper gives."""
        return self.side.ask(self.name, helper, args, seconds)

    def renew(self) -> None:
        """Forget everything."""
        self.side.renew()

    def cpu_seconds(self) -> float:
        """Return the CPU seconds that it has taken so far."""
        return self.side.spent
