"""The submission in its worker, as the `student` of a suite."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.sandbox import wire
from autograder.suite.attempt import Attempt
from autograder.suite.recording import Recorder
from autograder.suite.student import Call, function_of, modified


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
        objects: list[RemoteObject] = [owner] if owner else []
        plain_args = [_to_handles(arg, objects) for arg in args]
        plain_kwargs = {key: _to_handles(arg, objects) for key, arg in kwargs.items()}
        before = wire.digests(plain_args, plain_kwargs)
        try:
            answer = self._attempt.call(
                name,
                plain_args,
                plain_kwargs,
                handle=owner.handle.id if owner else None,
                workers={one.worker for one in objects},
            )
        except Exception as error:
            self._recorder.answered(error)
            raise
        value = self._from_handles(answer.value)
        changed = [i for i, (a, b) in enumerate(zip(before, answer.digests, strict=True)) if a != b]
        self._recorder.answered(value, changed)
        changes = modified(plain_kwargs, before, answer.digests)
        self.last_call = dataclasses.replace(self.last_call, modified=changes)
        return value

    def _from_handles(self, value: Any) -> Any:
        """Return an answer with an object for each handle in it."""
        if isinstance(value, wire.Handle):
            return RemoteObject(self, value, self._attempt.worker)
        if type(value) in (list, tuple):
            return type(value)(map(self._from_handles, value))
        if type(value) is dict:
            return {key: self._from_handles(one) for key, one in value.items()}
        return value


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
        return function_of(self._student, name, self)


def _to_handles(value: Any, objects: list[RemoteObject]) -> Any:
    """Return an argument with a handle for each object in it, and note these."""
    if isinstance(value, RemoteObject):
        objects.append(value)
        return value.handle
    if type(value) in (list, tuple):
        return type(value)(_to_handles(one, objects) for one in value)
    if type(value) is dict:
        return {key: _to_handles(one, objects) for key, one in value.items()}
    return value
