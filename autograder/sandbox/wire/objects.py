"""Which of the values that a call gives are objects with methods, and which are data."""

from __future__ import annotations

import types

_METHODS = (types.FunctionType, classmethod, staticmethod)


def is_object(value: object, maker: object) -> bool:
    """Tell whether what calling `maker` gave is an object with methods, be it a list or a dict as well.

    What a class makes is one if it has public methods. What a function returns is what it holds, of
    whatever class: a named tuple of gradients, or a dict whose keys are attributes too.
    """
    return isinstance(maker, type) and any(
        isinstance(member, _METHODS) and not name.startswith("_")
        for kind in type(value).__mro__
        for name, member in vars(kind).items()
    )
