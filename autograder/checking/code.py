"""A call as Python that makes it once more."""

from __future__ import annotations

import keyword
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.watch import Seen
from autograder.diagnosis.trace import Made
from autograder.nested import leaves
from autograder.suite.kinds import kind

_ELEMENTS = 100  # of an array that is written out
_PARTS = 12  # of a list or dict, likewise
_CHARACTERS = 200  # of a string
_CALLS = 12  # that are made one after another
_DEEPEST = 6
_USUAL = frozenset(["bool", "int64", "float64", "complex128"])


@dataclass(frozen=True)
class Origin:
    """Where the inputs of a check are made: the file, and the line of its function."""

    file: str
    line: int


def call_line(seen: Seen) -> str:
    """Return a call in one line, in which arrays go by the names of parameters."""
    return f"{seen.label}({', '.join(_given(seen))})"


def lines_to_repeat(calls: Sequence[Seen], origin: Origin) -> tuple[str, ...]:
    """Return lines that make the last of some calls, and those before it that it depends on.

    Args:
        calls: of one check.
        origin: named where a value is too large to be written out.
    """
    last = len(calls) - 1
    needed = sorted(_needed(calls, last))
    if len(needed) > _CALLS:
        needed = [last]
    objects = _object_names(calls, needed)
    lines: list[str] = []
    values: dict[str, Any] = {}
    for number in needed:
        seen = calls[number]
        for name, value in seen.arguments.items():
            if _inline(name, value, objects) == name and values.get(name) is not value:
                values[name] = value
                lines += _assigned(name, value, origin)
        owner = seen.call.owner
        function = (
            seen.call.name if owner is None else f"{objects.get(owner.by, '...')}.{seen.call.name}"
        )
        made = f"{objects[number]} = " if number in objects else ""
        lines.append(f"{made}{function}({', '.join(_given(seen, objects))})")
    return tuple(lines)


def _needed(calls: Sequence[Seen], last: int) -> set[int]:
    """Return the numbers of the calls that made what the last one uses, or changed it before."""
    needed, waiting = {last}, [last]
    while waiting:
        call = calls[waiting.pop()].call
        made = {
            part.by for part in leaves([call.owner, call.args, call.kwargs]) if isinstance(part, Made)
        }
        for number in range(last):
            owner = calls[number].call.owner
            if number not in needed and (number in made or (owner is not None and owner.by in made)):
                needed.add(number)
                waiting.append(number)
    return needed


def _object_names(calls: Sequence[Seen], needed: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for number in needed:
        if isinstance(calls[number].answer, Made):
            name = calls[number].call.name.lower()
            name = name if name.isidentifier() and not keyword.iskeyword(name) else "made"
            taken = set(found.values()) | {calls[number].call.name}
            found[number] = next(
                one for one in (name, *(f"{name}{i}" for i in range(2, 99))) if one not in taken
            )
    return found


def _given(seen: Seen, objects: Mapping[int, str] | None = None) -> list[str]:
    positional = list(seen.arguments)[: len(seen.call.args)]
    return [
        f"{'' if name in positional else f'{name}='}{_inline(name, value, objects or {})}"
        for name, value in seen.arguments.items()
    ]


def _inline(name: str, value: Any, objects: Mapping[int, str]) -> str:
    if isinstance(value, np.ndarray):
        return name
    if isinstance(value, Made):
        return objects.get(value.by, "...")
    return short(value) or name


def _assigned(name: str, value: Any, origin: Origin) -> list[str]:
    if isinstance(value, np.ndarray) and value.size <= _ELEMENTS and value.dtype.kind in "biufc":
        return _array(value, f"{name} = np.array(")
    return [f"{name} = ...  # {named_kind(value)}: made in {origin.file}, line {origin.line}"]


def _array(value: Any, before: str) -> list[str]:
    """Return an array as code, its rows below each other."""
    plain = value.dtype.name in _USUAL
    after = ")" if plain else f", dtype=np.{value.dtype.name})"
    cells = [_number(one) for one in value.ravel().tolist()]
    width = max(map(len, cells), default=0) if value.ndim > 1 else 0
    cells = [cell.rjust(width) for cell in cells]
    text = _nested(cells, value.shape, len(before))
    return f"{before}{text}{after}".split("\n")


def _nested(cells: Sequence[str], shape: tuple[int, ...], indent: int) -> str:
    if not shape:
        return cells[0]
    if len(shape) == 1:
        return f"[{', '.join(cells)}]"
    if not cells:
        return repr(np.zeros(shape).tolist())
    size = len(cells) // shape[0]
    parts = [_nested(cells[i : i + size], shape[1:], indent + 1) for i in range(0, len(cells), size)]
    between = ",\n" + " " * (indent + 1)
    return f"[{between.join(parts)}]"


def _number(value: complex) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "np.nan" if math.isnan(value) else "np.inf" if value > 0 else "-np.inf"
    text = repr(value)
    return text[:-1] if text.endswith(".0") else text


def short(value: Any, depth: int = 0) -> str:
    """Return a value as code in one line, nothing where it is too long or no data."""
    if isinstance(value, (bool, int, float, complex, type(None))):
        try:
            return (
                _number(value) if type(value) is float and not math.isfinite(value) else repr(value)[:99]
            )
        except ValueError:  # Python refuses to write integers of more than 4300 digits
            return ""
    if isinstance(value, np.generic):
        return short(value.item(), depth)
    if isinstance(value, str):
        return repr(value) if len(value) <= _CHARACTERS else ""
    if isinstance(value, np.ndarray):
        if value.size > _PARTS or value.dtype.kind not in "biufc":
            return ""
        return f"np.array({value.tolist()})"
    if depth < _DEEPEST and type(value) in (list, tuple, dict) and len(value) <= _PARTS:
        return _container(value, depth)
    return ""


def _container(value: Any, depth: int) -> str:
    if isinstance(value, dict):
        pairs = [(short(key, depth + 1), short(one, depth + 1)) for key, one in value.items()]
        return (
            f"{{{', '.join(f'{k}: {v}' for k, v in pairs)}}}" if all(k and v for k, v in pairs) else ""
        )
    parts = [short(one, depth + 1) for one in value]
    if not all(parts):
        return ""
    inside = ", ".join(parts)
    if isinstance(value, list):
        return f"[{inside}]"
    return f"({inside},)" if len(parts) == 1 else f"({inside})"


def named_kind(value: Any) -> str:
    """Name what a value is, with its shape where it is an array."""
    return f"{kind(value)}, shape {value.shape}" if isinstance(value, np.ndarray) else kind(value)
