"""Submissions that do nothing of worth, made from the names in a master and never from its subject."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_DECORATORS = ("property", "staticmethod", "classmethod")  # they change how a method is called

# What every function does with `values`, its arguments in order. An array times 0 is one of zeros,
# whatever library it is of; where there is none the answer is a plain 0.
_ANSWERS = MappingProxyType(
    {
        "returns None": "return None",
        "returns 1": "return 1",
        "returns zeros": "return next((value * 0 for value in values if hasattr(value, 'shape')), 0)",
        "returns its first argument": "return values[0] if values else None",
        "returns its last argument": "return values[-1] if values else None",
        "delegates to a function that it is given": (
            "return next((f(*values[1:2]) for f in values if callable(f)), 0)"
        ),
        "probes a function that it is given": (
            "return next((f(values[1] + 1) - f(values[1]) for f in values if callable(f)), 0.0)"
        ),
    }
)
_ERRORS = ("ValueError", "NotImplementedError")


@dataclass(frozen=True)
class Degenerate:
    """A submission in which every function does one and the same thing.

    Attributes:
        what: "raises ValueError"; it follows the words "a submission whose every function".
        source: the script.
    """

    what: str
    source: str


def degenerates(master: str) -> tuple[Degenerate, ...]:
    """Return the degenerate submissions of a master's text, which is valid Python."""
    body = ast.parse(master).body
    made = [Degenerate(what, _script(body, answer)) for what, answer in _ANSWERS.items()]
    for error in _ERRORS:
        answer = f"raise {error}('always')"
        made.append(Degenerate(f"raises {error}", _script(body, answer, constructor=answer)))
        # An object whose constructor raises never gets as far as a test of its methods.
        if any(isinstance(node, ast.ClassDef) for node in body):
            made.append(Degenerate(f"but the constructors raises {error}", _script(body, answer)))
    return tuple(made)


def _script(body: Sequence[ast.stmt], answer: str, *, constructor: str = "pass") -> str:
    # A class gets the methods of all of them: so it has those that it inherits, too.
    methods = {
        method.name: method
        for node in body
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, _FUNCTION)
        and (not method.name.startswith("__") or method.name == "__call__")
    }
    lines: list[str] = []
    for node in body:
        if isinstance(node, _FUNCTION):
            lines += _function(node.name, answer, own=0)
        elif isinstance(node, ast.ClassDef):
            lines += [f"class {node.name}:", "    def __init__(self, *args, **how):"]
            lines.append(f"        {constructor}")
            for method in methods.values():
                lines += [f"    {line}" for line in _method(method, answer)]
    return "\n".join(lines) + "\n"


def _method(method: ast.FunctionDef | ast.AsyncFunctionDef, answer: str) -> Iterator[str]:
    kinds = [ast.unparse(mark) for mark in method.decorator_list]
    kinds = [kind for kind in kinds if kind in _DECORATORS]
    yield from (f"@{kind}" for kind in kinds)
    yield from _function(method.name, answer, own=0 if "staticmethod" in kinds else 1)


def _function(name: str, answer: str, *, own: int) -> Iterator[str]:
    """Yield the lines of a function; the first `own` of its arguments are not the caller's."""
    yield f"def {name}(*args, **how):"
    yield f"    values = [*args[{own}:], *how.values()]"
    yield f"    {answer}"
