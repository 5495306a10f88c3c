"""The `student` of a suite: attribute access gives a function to call, wherever it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.sandbox import wire
from autograder.sandbox.stops import MissingFunctionError


@dataclass(frozen=True)
class Call:
    """What is known of one finished call beside its value.

    Attributes:
        modified: names of the arguments that the call changed: "argument 1", "size".
    """

    modified: tuple[str, ...] = ()


class Student(Protocol):
    """What both kinds of student offer a suite."""

    @property
    def last_call(self) -> Call:
        """The call that finished last."""

    def __getattr__(self, name: str) -> Callable[..., Any]: ...


class LocalStudent:
    """A module in this process as the student: for plain pytest, and for a student's own checks."""

    def __init__(self, module: object) -> None:
        self._module = module
        self.last_call = Call()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        # pytest and NumPy look for such names on anything that they are handed.
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: object, **kwargs: object) -> Any:
            function = getattr(self._module, name, None)
            if not callable(function):
                what = "not a function" if hasattr(self._module, name) else "not defined"
                raise MissingFunctionError(f"`{name}` is {what}")
            self.last_call = Call()
            self.last_call = Call()
            before = wire.digests(args, kwargs)
            value = function(*args, **kwargs)
            self.last_call = Call(modified(kwargs, before, wire.digests(args, kwargs)))
            return value

        return call


def modified(kwargs: dict[str, object], before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """Name the arguments whose digests differ; positional ones come first, then `kwargs`."""
    positional = len(before) - len(kwargs)
    names = [f"argument {i + 1}" for i in range(positional)] + list(kwargs)
    return tuple(name for name, old, new in zip(names, before, after, strict=True) if old != new)
