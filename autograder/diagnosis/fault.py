"""A known mistake, as a change of one stage of an operation, so that mistakes compose.

An operation is a function of the assignment taken apart into stages: methods that `run` puts together.
With no fault it does what the reference does. A fault overrides one stage, or `run` where the mistake is
one of the whole; two faults of different stages make a pair with no further code.

::

    class Area(Operation, of="area"):
        def width(self, shape): ...
        def run(self, shape): return self.width(shape) * self.height(shape)

    @fault(Area, "width", title="The border is left out", hint="Is a border part of the shape?")
    def no_border(self, shape): ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from autograder.errors import CourseError

_WHOLE = "run"


class Operation:
    """Base of staged functions.

    A fault of a base class is one of all operations derived from it. An instance is one program: what it
    keeps in attributes lives from call to call, as a student's globals do.

    Attributes:
        of: name of the function that it is, empty for a base of others.
    """

    of: ClassVar[str] = ""

    def __init_subclass__(cls, of: str = "") -> None:
        super().__init_subclass__()
        cls.of = of or cls.of

    def run(self, *args: Any, **kwargs: Any) -> Any:
        """Do what the function does."""
        raise NotImplementedError


@dataclass(frozen=True)
class Fault:
    """One known mistake.

    Attributes:
        id: a short name, unique in its assignment.
        operation: in which it is made, or a base of such.
        stage: the method that it overrides.
        change: what stands there instead.
        title: what is wrong, as a teacher would name it: "The kernel is flipped".
        hint: what to think about, without giving the line away.
    """

    id: str
    operation: type[Operation]
    stage: str
    change: Callable[..., Any]
    title: str
    hint: str


def fault(
    operation: type[Operation], stage: str, *, title: str, hint: str
) -> Callable[[Callable[..., Any]], Fault]:
    """Make a fault of the function that follows; its name is that of the fault.

    Raises:
        CourseError: the operation has no such stage, or a text is empty.
    """

    def decorate(change: Callable[..., Any]) -> Fault:
        name = change.__name__
        if not callable(getattr(operation, stage, None)):
            raise CourseError(f"the fault {name}: {operation.__name__} has no stage {stage!r}")
        if not title.strip() or not hint.strip():
            raise CourseError(f"the fault {name} needs a title and a hint")
        return Fault(name, operation, stage, change, title, hint)

    return decorate


def faulty(operation: type[Operation], *faults: Fault) -> Operation:
    """Return a new program of the operation that makes all these mistakes.

    Raises:
        ValueError: two of them change the same stage, or one is of another operation.
    """
    stages = [one.stage for one in faults]
    if len(set(stages)) < len(stages):
        raise ValueError("two faults of one stage do not compose")
    if not all(issubclass(operation, one.operation) for one in faults):
        raise ValueError(f"a fault is of another operation than {operation.__name__}")
    changes = {one.stage: one.change for one in faults}
    made: type[Operation] = type(operation.__name__, (operation,), changes)
    return made()


def composes(one: Fault, other: Fault) -> bool:
    """Tell whether two faults make a pair: of different stages, neither of the whole."""
    return one.stage != other.stage and _WHOLE not in {one.stage, other.stage}
