"""The calls that a test makes, as data: they can be made again, of another program."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Made:
    """Stands for an object that a call gave.

    Attributes:
        by: the number of the call in its trace, from 0.
    """

    by: int


@dataclass(frozen=True)
class Call:
    """One call, with its arguments as they were before it.

    Attributes:
        name: of the function, or of the method of `owner`.
    """

    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    owner: Made | None = None


@dataclass(frozen=True)
class Answer:
    """What came of one call.

    Attributes:
        value: what was returned; the exception if one was raised; `Made` if it was an object.
        arguments: all of them but functions, as they were after the call.
    """

    value: Any
    arguments: tuple[Any, ...] = ()


Trace = Sequence[Call]


def replay(trace: Trace, functions: Mapping[str, Callable[..., Any]]) -> Iterator[Answer]:
    """Make the calls of a trace again and give their answers, each when it is asked for.

    Args:
        trace: calls in order.
        functions: those of the program, by name; classes are functions that give objects.
    """
    objects: dict[int, Any] = {}
    for number, call in enumerate(trace):
        args, kwargs = copy.deepcopy((call.args, dict(call.kwargs)))
        try:
            given = _filled((args, kwargs), objects)
            function = (
                functions[call.name]
                if call.owner is None
                else getattr(objects[call.owner.by], call.name)
            )
            value = function(*given[0], **given[1])
        except Exception as error:  # noqa: BLE001 -- an answer of its own, as is a lost object
            value = error
        if not _is_data(value):
            objects[number] = value
            value = Made(number)
        arguments = [one for one in (*args, *kwargs.values()) if not callable(one)]
        yield Answer(value, tuple(arguments))


def _filled(value: Any, objects: Mapping[int, Any]) -> Any:
    """Return an argument with the objects themselves in the places of those that stand for them."""
    if isinstance(value, Made):
        return objects[value.by]
    if type(value) in (list, tuple):
        filled = [_filled(one, objects) for one in value]
        unchanged = all(one is other for one, other in zip(filled, value, strict=True))
        return value if unchanged else type(value)(filled)
    if type(value) is dict:
        filled_dict = {key: _filled(one, objects) for key, one in value.items()}
        return value if all(filled_dict[key] is value[key] for key in value) else filled_dict
    return value


def _is_data(value: Any) -> bool:
    """Tell whether a value can be compared, or is an exception; anything else is an object."""
    kinds = (int, float, complex, str, bytes, list, tuple, dict, set, frozenset, BaseException)
    return value is None or isinstance(value, kinds) or hasattr(value, "dtype")
