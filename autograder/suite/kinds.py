"""Names what kind of thing an answer is, in a student's words and without showing its value."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

_NUMBERS = (bool, int, float, complex, np.number, np.bool_)
USUAL = frozenset([int, float, np.float64])  # passed over at once: lists can be long
_DEEPEST = 64  # the most axes that an array can have; a list may even contain itself
NUMERIC = "biufc"  # what `dtype.kind` is for bools, integers, floats and complex numbers
_ARRAYS = {"O": "objects", "U": "strings", "S": "bytes"}

# Any other name is the student's to choose, and could carry hidden inputs into a report.
_NAMES = {
    "NoneType": "None",
    "str": "a string",
    "bytes": "bytes",
    "list": "a list",
    "tuple": "a tuple",
    "dict": "a dict",
    "set": "a set",
    "Tensor": "a PyTorch tensor",
    "function": "a function",
    "builtin_function_or_method": "a function",
    "method": "a method",
    "generator": "a generator",
    "map": "a map object",
    "zip": "a zip object",
    "range": "a range",
    "ellipsis": "`...`",
    "NotImplementedType": "NotImplemented",
    "type": "a class",
    "module": "a module",
    "slice": "a slice",
}
_REMARKS = {
    "None": "is a `return` missing?",
    "a function": "are the parentheses of a call missing?",
    "a method": "are the parentheses of a call missing?",
    "a map object": "wrap it in list(...)",
    "a zip object": "wrap it in list(...)",
    "a PyTorch tensor": "turn it into an array with .numpy()",
    "`...`": "is the function unfinished?",
}


def kind(value: object) -> str:
    """Name the kind of a value: "a number", "an array of strings"."""
    if isinstance(value, np.ndarray):
        other = "numbers" if value.dtype.kind in NUMERIC else "values that are no numbers"
        return f"an array of {_ARRAYS.get(value.dtype.kind, other)}"
    if isinstance(value, (bool, np.bool_)):
        return "a bool"
    if isinstance(value, _NUMBERS):
        return "a number"
    name = str(getattr(value, "type_name", type(value).__name__))
    return _NAMES.get(name, "an object of another kind")


def describe(value: object) -> str:
    """Name the kind of a value, with a guess at the mistake behind it where there is a usual one."""
    name = kind(value)
    return f"{name} ({_REMARKS[name]})" if name in _REMARKS else name


def contents(value: object) -> str:
    """Describe a value that is not made of numbers alone: "a list with None in it"."""
    stranger = next(strangers(value), value)
    return describe(value) if stranger is value else f"{kind(value)} with {kind(stranger)} in it"


def strangers(value: object) -> Iterator[object]:
    """Give what is no number in `value`: a number, an array, or lists and tuples of these."""
    waiting = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, (list, tuple)) and depth < _DEEPEST:
            rest = [part for part in item if type(part) not in USUAL]
            waiting.extend((part, depth + 1) for part in reversed(rest))
        elif isinstance(item, np.ndarray):
            if item.dtype.kind == "O":
                waiting.append((item.ravel().tolist(), depth + 1))
            elif item.dtype.kind not in NUMERIC:
                yield item
        elif not isinstance(item, _NUMBERS):
            yield item
