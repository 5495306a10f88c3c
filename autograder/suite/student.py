"""The `student` of a suite: attribute access gives a function to call, wherever it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from autograder.nested import mapped, replaced
from autograder.sandbox import wire
from autograder.sandbox.stops import MissingFunctionError

if TYPE_CHECKING:  # which loads NumPy
    from autograder.suite.recording import Recorder

_PLAIN = (int, float, complex, str, bytes, bytearray)
_CONTAINERS: tuple[type[Any], ...] = (list, tuple, dict, set, frozenset)


class Call(msgspec.Struct, frozen=True):
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
    kwargs: Mapping[str, Any] = msgspec.field(default_factory=dict)


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
    """A module in this process as the student: for plain pytest, and for a student's own checks.

    Args:
        module: what has the functions.
        recorder: is told of each call, if there is one.
    """

    def __init__(self, module: object, recorder: Recorder | None = None) -> None:
        self._module = module
        self._recorder = recorder
        self.last_call = Call()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return function_of(self, name)

    def call_(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: LocalObject | None
    ) -> Any:
        """Call a function, or a method of `owner`, and note which arguments it changed."""
        if self._recorder is None:
            return self._call(name, args, kwargs, owner)[0]
        self._recorder.note(name, args, kwargs, owner)
        try:
            value, changed = self._call(name, args, kwargs, owner)
        except Exception as error:
            self._recorder.answered(error)
            raise
        self._recorder.answered(value, changed)
        return value

    def _call(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: LocalObject | None
    ) -> tuple[Any, list[int]]:
        """Return what a call gives, and the numbers of the arguments that it changed."""
        home = owner.value if owner else self._module
        function = getattr(home, name, None)
        if not callable(function):
            what = "not a function" if hasattr(home, name) else "not defined"
            raise MissingFunctionError(f"`{name}` is {what}")
        plain_args = [_own(arg) for arg in args]
        plain_kwargs = {key: _own(arg) for key, arg in kwargs.items()}
        self.last_call = Call(name=name, args=tuple(args), kwargs=kwargs)
        arguments = wire.Arguments(plain_args, plain_kwargs)
        value = function(*plain_args, **plain_kwargs)
        changed = arguments.changed()
        self.last_call = msgspec.structs.replace(
            self.last_call, modified=named(changed, len(args), kwargs)
        )
        if isinstance(function, type) and wire.is_both(value):
            return value, changed  # nobody knows which is due: here it is both
        return mapped(value, self._proxied), changed

    def _proxied(self, value: Any) -> Any:
        """Return what comes from a worker: a proxy for an object, plain data without its methods."""
        container = next((kind for kind in _CONTAINERS if isinstance(value, kind)), None)
        if container is not None:
            return value if type(value) is container else mapped(container(value), self._proxied)
        numpy = sys.modules.get("numpy")
        plain = _PLAIN if numpy is None else (*_PLAIN, numpy.ndarray, numpy.generic)
        if value is None or isinstance(value, plain):
            return value
        number = wire.as_float(value)
        return LocalObject(self, value) if number is None else number


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


def _own(value: Any) -> Any:
    """Return an argument with the objects themselves in the places of their proxies."""
    return replaced(value, LocalObject, lambda proxy: proxy.value)


def named(changed: Sequence[int], positional: int, kwargs: Mapping[str, Any]) -> tuple[str, ...]:
    """Name arguments by their numbers; positional ones come first, then `kwargs`."""
    names = [f"argument {i + 1}" for i in range(positional)] + list(kwargs)
    return tuple(names[i] for i in changed)
