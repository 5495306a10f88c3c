"""The submission in its worker, as the `student` of a suite."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from autograder.nested import leaves, mapped
from autograder.sandbox import wire
from autograder.suite.attempt import Attempt
from autograder.suite.recording import Recorder
from autograder.suite.student import Call, function_of, named

_FLAT = frozenset({int, float, bool, str, type(None), np.ndarray})


class RemoteStudent:
    """Attribute access gives a function that runs in the worker: `student.conv2d(image, kernel)`."""

    def __init__(self, attempt: Attempt, recorder: Recorder) -> None:
        self._attempt = attempt
        self._recorder = recorder
        self.last_call = Call()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return function_of(self, name)

    def call_(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: RemoteObject | None
    ) -> Any:
        """Call a function, or a method of `owner`, and note which arguments it changed."""
        self.last_call = Call(name=name, args=tuple(args), kwargs=kwargs)
        self._recorder.note(name, args, kwargs, owner)
        made_by = owner.made_by if owner else name
        plain_args, plain_kwargs = args, kwargs
        objects = _objects([owner, *args, *kwargs.values()])
        if objects:
            plain_args, plain_kwargs = mapped(([*args], {**kwargs}), _handle)
        try:
            answer = self._attempt.call(
                name,
                plain_args,
                plain_kwargs,
                handle=owner.handle.id if owner else None,
                workers={one.worker for one in objects},
                made_by=made_by,
            )
        except Exception as error:
            self._recorder.answered(error)
            raise
        value = answer.value
        if type(value) not in _FLAT:
            value = mapped(value, lambda one: self._proxied(one, made_by))
        self._recorder.answered(value, answer.changed)
        if answer.changed:
            names = named(answer.changed, len(args), kwargs)
            self.last_call = msgspec.structs.replace(self.last_call, modified=names)
        return value

    def _proxied(self, value: Any, made_by: str) -> Any:
        """Return an object for a handle; any other value as it is."""
        is_handle = isinstance(value, wire.Handle)
        return RemoteObject(self, value, self._attempt.worker, made_by) if is_handle else value


class RemoteObject:
    """An object of the submission's that stays in the worker; its methods can be called.

    Args:
        student: whose it is.
        handle: names it in the worker.
        worker: the number of the worker.
        made_by: the function or class that it came from, be it through other objects.
    """

    def __init__(self, student: RemoteStudent, handle: wire.Handle, worker: int, made_by: str) -> None:
        self._student = student
        self.handle = handle
        self.worker = worker
        self.made_by = made_by

    @property
    def type_name(self) -> str:
        """The name of its class: the worker's word."""
        return self.handle.type_name

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return function_of(self._student, name, self)


def _objects(values: Sequence[Any]) -> list[RemoteObject]:
    """Return the objects of the submission's that are among values, or in their lists."""
    if _FLAT.issuperset(map(type, values)):
        return []
    return [one for one in leaves(list(values)) if type(one) is RemoteObject]


def _handle(value: Any) -> Any:
    """Return the handle of an object; any other value as it is."""
    return value.handle if isinstance(value, RemoteObject) else value
