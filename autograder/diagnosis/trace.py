"""The calls that a test makes, as data: they can be made again, of another program.

Structs, since there are many: a frozen dataclass takes several times as long to make.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from autograder.nested import leaves, mapped, replaced


class Made(msgspec.Struct, frozen=True):
    """Stands for an object that a call gave.

    Attributes:
        by: the number of the call in its trace, from 0.
    """

    by: int


class Raised(msgspec.Struct, frozen=True):
    """Stands for an exception.

    Attributes:
        kind: the name of its built-in type, "ValueError".
    """

    kind: str


class Unknown(msgspec.Struct, frozen=True):
    """Stands for an answer that never came: the call was stopped."""


class Call(msgspec.Struct, frozen=True):
    """One call, with its arguments as they were before it.

    Attributes:
        name: of the function, or of the method of `owner`.
    """

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    owner: Made | None = None


class Answer(msgspec.Struct, frozen=True):
    """What came of one call.

    Attributes:
        value: what was returned, or what stands for it: `Made`, `Raised` or `Unknown`.
        modified: the numbers of the arguments that the call changed, those by name last; None where it
            does not matter.
    """

    value: Any
    modified: tuple[int, ...] | None = ()


Trace = Sequence[Call]


def raised(error: Exception) -> Raised:
    """Return what stands for an exception: a library's own kind goes by the built-in one that it is."""
    return Raised(next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"))


def calls_of(function: str, trace: Trace) -> frozenset[int]:
    """Return the numbers of the calls of a function, and of methods of the objects that it gave."""
    found: set[int] = set()
    for number, call in enumerate(trace):
        root = call.name == function if call.owner is None else call.owner.by in found
        if root:
            found.add(number)
    return frozenset(found)


def replay(
    trace: Trace, functions: Mapping[str, Callable[..., Any]], wanted: Collection[int] | None = None
) -> Iterator[tuple[int, Answer]]:
    """Make the calls of a trace again and give each one's number and answer, when it is asked for.

    Args:
        trace: calls in order.
        functions: those of the program, by name; classes are functions that give objects.
        wanted: numbers of the calls to make, beside those that they get objects from; None for all.
    """
    objects: dict[int, Any] = {}
    needed = None if wanted is None else _with_their_objects(trace, wanted)
    for number, call in enumerate(trace):
        if needed is not None and number not in needed:
            continue
        given = copied((call.args, call.kwargs))
        try:
            # The first call has no object to get.
            args, kwargs = replaced(given, Made, lambda made: objects[made.by]) if number else given
            function = (
                functions[call.name]
                if call.owner is None
                else getattr(objects[call.owner.by], call.name)
            )
            with np.errstate(all="ignore"):  # a mistake may well overflow
                value = function(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 -- an answer of its own, as is a lost object
            value = raised(error)
        if not _is_data(value):
            objects[number] = value
            value = Made(number)
        if wanted is None or number in wanted:
            # A copy: what an object gives may be its own array, which a later call changes.
            yield number, Answer(copied(value), _changed(call, *given))


def copied(value: Any) -> Any:
    """Return plain data with arrays and containers of its own; what is no data stays what it is."""
    return mapped(value, lambda one: one.copy() if isinstance(one, np.ndarray) else one)


def _with_their_objects(trace: Trace, wanted: Collection[int]) -> set[int]:
    needed = set(wanted)
    for number in range(len(trace) - 1, 0, -1):
        if number in needed:
            call = trace[number]
            parts = leaves([call.owner, call.args, call.kwargs])
            needed.update(part.by for part in parts if isinstance(part, Made))
    return needed


def _changed(call: Call, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the numbers of the arguments that are not what they were."""
    before = (*call.args, *call.kwargs.values())
    after = (*args, *kwargs.values())
    pairs = enumerate(zip(before, after, strict=True))
    return tuple(number for number, (old, new) in pairs if not _alike(old, new))


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if hasattr(one, "tobytes"):
        return bool(one.shape == other.shape and one.tobytes() == other.tobytes())
    return one is other or bool(one == other)


def _is_data(value: Any) -> bool:
    """Tell whether a value can be compared; anything else is an object."""
    kinds = (int, float, complex, str, bytes, list, tuple, dict, set, frozenset, Raised)
    return value is None or isinstance(value, kinds) or hasattr(value, "dtype")
