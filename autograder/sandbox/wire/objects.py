"""Which values are data, such as lists and dicts, and objects of a submission's own classes as well."""

from __future__ import annotations

_DATA = (list, tuple, dict, set, frozenset, int, float, complex, str, bytes)


def is_both(value: object) -> bool:
    """Tell whether a value is of a class that inherits from one of data.

    What it is depends on what is due: a network that inherits from dict has methods, while a table that
    inherits from list is a list.
    """
    return isinstance(value, _DATA) and type(value) not in _DATA
