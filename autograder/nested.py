"""Values nested in lists, tuples and dicts: walked through, or rebuilt with other parts.

A subclass of these, such as a named tuple, is a part like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

_DEEPEST = 500


def leaves(value: Any) -> Iterator[Any]:
    """Give the parts of a value that are no list, tuple or dict; keys of dicts are not among them.

    Raises:
        RecursionError: the value is nested too deeply, or contains itself.
    """
    open_: list[Iterator[Any]] = [iter((value,))]  # containers, each within the one before
    while open_:
        if len(open_) > _DEEPEST:
            raise RecursionError("a value is nested too deeply, or contains itself")
        for one in open_[-1]:
            kind = type(one)
            if kind is list or kind is tuple:
                open_.append(iter(one))
                break
            if kind is dict:
                open_.append(iter(one.values()))
                break
            yield one
        else:
            open_.pop()


def mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return a value whose containers are new, and whose parts are what `change` makes of them."""
    kind = type(value)
    if kind is list or kind is tuple:
        return kind([mapped(one, change) for one in value])
    if kind is dict:
        return {key: mapped(one, change) for key, one in value.items()}
    return change(value)


def replaced(value: Any, kind: type, change: Callable[[Any], Any]) -> Any:
    """Return a value with other parts for those of a kind; what holds none of them stays itself."""
    if not any(isinstance(one, kind) for one in leaves(value)):
        return value
    if type(value) in (list, tuple):
        return type(value)(replaced(one, kind, change) for one in value)
    if type(value) is dict:
        return {key: replaced(one, kind, change) for key, one in value.items()}
    return change(value)
