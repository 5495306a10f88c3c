"""Notes what a check asks of a student's functions, and by which names she knows what they are given."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.diagnosis.trace import Call
from autograder.suite.recording import Recorder, Recording


@dataclass(frozen=True, eq=False)
class Seen:
    """One call of a check.

    Attributes:
        call: with its arguments as they were before it.
        function: hers, or None where there is none of that name.
        label: how she calls it: "conv2d", "Conv2d.forward".
        arguments: by the names of its parameters; those left out are not among them.
        answer: what came, or what stands for it.
        changed: the names of the arguments that the call changed.
        seconds: that it took.
    """

    call: Call
    function: Callable[..., Any] | None
    label: str
    arguments: Mapping[str, Any]
    answer: Any
    changed: tuple[str, ...]
    seconds: float


class Watch(Recorder):
    """Records the calls of one check after another.

    Args:
        names: the student's global names.
        parameters: of functions as they were handed out, for what has other parameters now.

    Attributes:
        value: what the last call gave, as it is.
    """

    def __init__(self, names: Mapping[str, Any], parameters: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names
        self._parameters = parameters
        self._functions: list[tuple[Any, str]] = []
        self._seconds: list[float] = []
        self._started = 0.0
        self.value: Any = None

    def begin(self) -> Recording:
        """Start the recording of another check."""
        self._functions, self._seconds, self.value = [], [], None
        return super().begin()

    def note(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: Any) -> None:
        """Note a call before it is made."""
        super().note(name, args, kwargs, owner)
        if len(self.recording.calls) > len(self._functions):
            label = name if owner is None else f"{owner.type_name}.{name}"
            self._functions.append((self._function(name, owner), label))
            self._seconds.append(0.0)
        self._started = time.perf_counter()

    def answered(self, value: Any, modified: Sequence[int] = ()) -> None:
        """Note what the call that was noted last gave."""
        if self._seconds:
            self._seconds[-1] = time.perf_counter() - self._started
        self.value = value
        super().answered(value, modified)

    def seen(self) -> tuple[Seen, ...]:
        """Return the calls of this check; none where there were more than are kept."""
        if not self.recording.complete:
            return ()
        pairs = zip(self.recording.calls, self.recording.answers, strict=True)
        found = []
        for (call, answer), (function, label), seconds in zip(
            pairs, self._functions, self._seconds, strict=True
        ):
            arguments = self._by_names(function, label, call)
            changed = tuple(list(arguments)[number] for number in answer.modified or ())
            own = function if callable(function) else None
            found.append(Seen(call, own, label, arguments, answer.value, changed, seconds))
        return tuple(found)

    def _function(self, name: str, owner: Any) -> Any:
        try:
            return self._names.get(name) if owner is None else getattr(owner.value, name, None)
        except Exception:  # noqa: BLE001 -- an object of hers may do as it likes
            return None

    def _by_names(self, function: Any, label: str, call: Call) -> dict[str, Any]:
        known = parameter_names(function)
        if len(known) < len(call.args):
            known = _handed_out(self._parameters.get(label, ""))
        if len(known) < len(call.args):
            known = tuple(f"argument_{number + 1}" for number in range(len(call.args)))
        return {**dict(zip(known, call.args, strict=False)), **call.kwargs}


def parameter_names(function: Any) -> tuple[str, ...]:
    """Return the names of parameters that take arguments by position, none if they are not known."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except Exception:  # noqa: BLE001 -- some built-in ones have none, and hers may do as they like
        return ()
    by_position = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return tuple(one.name for one in parameters if one.kind in by_position)


def _handed_out(parameters: str) -> tuple[str, ...]:
    return tuple(part.split("=")[0].split(":")[0].strip() for part in parameters.split(",") if part)
