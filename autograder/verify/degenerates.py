"""Submissions that do nothing of worth, made from the names in a master and never from its subject."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_NAMED = (*_FUNCTION, ast.ClassDef)
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

# What can be done with something lent without thinking: as many of one's own arguments as it takes. An
# object asks one of a lent class, made in the same way, for what its own methods should give.
_LEANING = """
def lean_on(thing, given, how):
    for count in range(len(given), -1, -1):
        for named in (how, {}) if how else ({},):
            try:
                return count, named, thing(*given[:count], **named)
            except Exception:
                pass
    raise ValueError("nothing fits")

def hand_on(thing, given, how):
    return lean_on(thing, given, how)[2]

def probe(thing, given, how):
    count, named, value = lean_on(thing, given, how)
    first = next((place for place, value in enumerate(given) if hasattr(value, "shape")), -1)
    moved = [value + 1 if place == first else value for place, value in enumerate(given)]
    return thing(*moved[:count], **named) - value
"""
_LEANS = MappingProxyType({"hands its arguments on to": "hand_on", "probes": "probe"})
_LOST = "raise RuntimeError('lost')"


@dataclass(frozen=True)
class Degenerate:
    """A submission in which every function does one and the same thing.

    Attributes:
        what: "raises ValueError"; it follows the words "a submission whose every function".
        source: the script.
    """

    what: str
    source: str


def degenerates(master: str, uses: Collection[str] = ()) -> tuple[Degenerate, ...]:
    """Return the degenerate submissions of a master.

    Args:
        master: its text, which is valid Python.
        uses: names of functions and classes that are lent to questions.
    """
    body = ast.parse(master).body
    made = [Degenerate(what, _script(body, answer)) for what, answer in _ANSWERS.items()]
    for error in _ERRORS:
        answer = f"raise {error}('always')"
        made.append(Degenerate(f"raises {error}", _script(body, answer, constructor=answer)))
        # An object whose constructor raises never gets as far as a test of its methods.
        if any(isinstance(node, ast.ClassDef) for node in body):
            made.append(Degenerate(f"but the constructors raises {error}", _script(body, answer)))
    return (*made, *_leaning(body, uses))


def without(master: str, names: Collection[str]) -> str:
    """Return a master whose functions and classes of these names always raise."""
    tree = ast.parse(master)
    for place, node in enumerate(tree.body):
        if getattr(node, "name", None) in names:
            tree.body[place] = ast.parse(_script([node], _LOST, constructor=_LOST)).body[0]
    return ast.unparse(tree)


def _leaning(body: Sequence[ast.stmt], uses: Collection[str]) -> Iterator[Degenerate]:
    """Yield submissions that ask what is lent to them, which is lost itself, and do nothing else."""
    lent = {node.name: node for node in body if isinstance(node, _NAMED) and node.name in uses}
    others = [node for node in body if node not in lent.values()]
    start = _LEANING + _script(list(lent.values()), _LOST, constructor=_LOST)
    for name, node in lent.items():
        if isinstance(node, ast.ClassDef):
            answer = "return getattr(args[0].inner, METHOD)(*values)"
            maker = f"self.inner = hand_on({name}, args, how)"
            script = _script(others, answer, constructor=maker)
            yield Degenerate(f"but those lent is that of a `{name}`", start + script)
            continue
        for how, function in _LEANS.items():
            for skipped, ordinal in enumerate(("first", "second")):
                script = _script(others, f"return {function}({name}, given[{skipped}:], how)")
                what = f"but those lent {how} `{name}`, from the {ordinal} argument on,"
                yield Degenerate(what, start + script)


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
    answer = answer.replace("METHOD", repr(method.name))
    yield from _function(method.name, answer, own=0 if "staticmethod" in kinds else 1)


def _function(name: str, answer: str, *, own: int) -> Iterator[str]:
    """Yield the lines of a function; the first `own` of its arguments are not the caller's."""
    yield f"def {name}(*args, **how):"
    yield f"    given, values = args[{own}:], [*args[{own}:], *how.values()]"
    yield f"    {answer}"
