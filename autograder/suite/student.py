"""The `student` of a suite: attribute access gives a function to call, wherever it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from autograder.sandbox import wire
from autograder.sandbox.stops import MissingFunctionError

_PLAIN = (int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset)


@dataclass(frozen=True)
class Call:
    """What is known of one finished call beside its value.

    Attributes:
        modified: names of the arguments that the call changed: "argument 1", "size".
        name: of the function or method.
        args: what it was given by position, in the state after the call.
        kwargs: what it was given by name.
    """

    modified: tuple[str, ...] = ()
    name: str = ""
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)


class Student(Protocol):
    """What both kinds of student offer a suite."""

    @property
    def last_call(self) -> Call:
        """The call that finished last."""

    def __getattr__(self, name: str) -> Callable[..., Any]: ...


class Caller(Protocol):
    """Makes the calls of a student; the underscore leaves the name `call` to submissions."""

    def call_(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: Any) -> Any:
        """Call a function, or a method of `owner`, and note which arguments it changed."""


def function_of(caller: Caller, name: str, owner: object = None) -> Callable[..., Any]:
    """Return what stands for a function of a student, or for a method of her object `owner`.

    Raises:
        AttributeError: of a name that NumPy, copy and pytest look for on anything that they are handed.
    """
    if name.startswith("__"):
        raise AttributeError(name)

    def function(*args: object, **kwargs: object) -> Any:
        return caller.call_(name, args, kwargs, owner)

    return function


class LocalStudent:
    """A module in this process as the student: for plain pytest, and for a student's own checks."""

    def __init__(self, module: object) -> None:
        self._module = module
        self.last_call = Call()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return function_of(self, name)

    def call_(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: LocalObject | None
    ) -> Any:
        """Call a function, or a method of `owner`, and note which arguments it changed."""
        home = owner.value if owner else self._module
        function = getattr(home, name, None)
        if not callable(function):
            what = "not a function" if hasattr(home, name) else "not defined"
            raise MissingFunctionError(f"`{name}` is {what}")
        plain_args, plain_kwargs = _own_values(list(args)), _own_values(dict(kwargs))
        self.last_call = Call(name=name, args=tuple(args), kwargs=kwargs)
        before = wire.digests(plain_args, plain_kwargs)
        value = function(*plain_args, **plain_kwargs)
        after = wire.digests(plain_args, plain_kwargs)
        self.last_call = replace(self.last_call, modified=modified(plain_kwargs, before, after))
        return self._from_own(value)

    def _from_own(self, value: Any) -> Any:
        """Return an answer with a proxy for each object in it, as it comes from a worker."""
        if type(value) in (list, tuple):
            return type(value)(map(self._from_own, value))
        if type(value) is dict:
            return {key: self._from_own(one) for key, one in value.items()}
        numpy = sys.modules.get("numpy")
        if value is None or isinstance(value, _PLAIN):
            return value
        if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
            return value
        return LocalObject(self, value)


class LocalObject:
    """An object of the student's in this process; its methods can be called."""

    def __init__(self, student: LocalStudent, value: object) -> None:
        self._student = student
        self.value = value

    @property
    def type_name(self) -> str:
        """The name of its class."""
        return type(self.value).__name__

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return function_of(self._student, name, self)


def _own_values(value: Any) -> Any:
    """Return an argument with the objects themselves in the places of their proxies."""
    if isinstance(value, LocalObject):
        return value.value
    if type(value) in (list, tuple) and any(map(_holds_object, value)):
        return type(value)(map(_own_values, value))
    if type(value) is dict and any(map(_holds_object, value.values())):
        return {key: _own_values(one) for key, one in value.items()}
    return value


def _holds_object(value: Any) -> bool:
    if type(value) in (list, tuple):
        return any(map(_holds_object, value))
    if type(value) is dict:
        return any(map(_holds_object, value.values()))
    return isinstance(value, LocalObject)


def modified(kwargs: dict[str, object], before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """Name the arguments whose digests differ; positional ones come first, then `kwargs`."""
    positional = len(before) - len(kwargs)
    names = [f"argument {i + 1}" for i in range(positional)] + list(kwargs)
    return tuple(name for name, old, new in zip(names, before, after, strict=True) if old != new)
