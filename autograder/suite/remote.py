"""The submission in its worker, as the `student` of a suite."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.sandbox import wire
from autograder.suite.attempt import Attempt
from autograder.suite.student import Call, modified


class RemoteStudent:
    """Attribute access gives a function that runs in the worker: `student.conv2d(image, kernel)`."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self.last_call = Call()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return _function(self, name, None)

    def call_(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: RemoteObject | None
    ) -> Any:
        """Call a function, or a method of `owner`, and note which arguments it changed.

        The underscore leaves the name `call` to submissions.
        """
        self.last_call = Call()
        plain_args = [_as_handle(arg) for arg in args]
        plain_kwargs = {key: _as_handle(arg) for key, arg in kwargs.items()}
        before = wire.digests(plain_args, plain_kwargs)
        handle = owner.handle.id if owner else None
        worker = owner.worker if owner else None
        answer = self._attempt.call(name, plain_args, plain_kwargs, handle, worker)
        self.last_call = Call(modified(plain_kwargs, before, answer.digests))
        if isinstance(answer.value, wire.Handle):
            return RemoteObject(self, answer.value, self._attempt.worker)
        return answer.value


class RemoteObject:
    """An object of the submission's that stays in the worker; its methods can be called."""

    def __init__(self, student: RemoteStudent, handle: wire.Handle, worker: int) -> None:
        self._student = student
        self.handle = handle
        self.worker = worker

    @property
    def type_name(self) -> str:
        """The name of its class: the worker's word."""
        return self.handle.type_name

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return _function(self._student, name, self)


def _function(student: RemoteStudent, name: str, owner: RemoteObject | None) -> Callable[..., Any]:
    # NumPy, copy and pytest look for `__array__` and the like on anything that they are handed.
    if name.startswith("__"):
        raise AttributeError(name)

    def function(*args: object, **kwargs: object) -> Any:
        return student.call_(name, args, kwargs, owner)

    return function


def _as_handle(value: Any) -> Any:
    return value.handle if isinstance(value, RemoteObject) else value
