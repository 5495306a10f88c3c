"""Whether a function can still be called as the one that was handed out."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from autograder.rehearsal.code import parse
from autograder.rehearsal.model import Parameter

_ANY_PLACE, _ANY_NAME = "VAR_POSITIONAL", "VAR_KEYWORD"
_BY_NAME = "KEYWORD_ONLY"
_BOTH = "POSITIONAL_OR_KEYWORD"


def changes(released: str, own: Sequence[Parameter]) -> tuple[str, ...]:
    """Say what is different about the parameters of a function; further ones with defaults are fine.

    Args:
        released: what stands between the brackets of its `def`, as handed out.
        own: those that it has now.
    """
    return tuple(_changes(list(_read(released)), own))


def _changes(wanted: Sequence[Parameter], own: Sequence[Parameter]) -> Iterator[str]:
    kinds = {parameter.kind for parameter in own}
    if {_ANY_PLACE, _ANY_NAME} <= kinds:
        return
    by_name = {parameter.name: parameter for parameter in own}
    places = [parameter for parameter in own if parameter.kind not in {_BY_NAME, _ANY_PLACE, _ANY_NAME}]
    for number, parameter in enumerate(wanted):
        found = by_name.get(parameter.name)
        if found is None and not (parameter.kind == _BY_NAME and _ANY_NAME in kinds):
            yield f"`{parameter.name}` is missing"
        elif (
            found is not None and parameter.kind != _BY_NAME and found not in places[number : number + 1]
        ):
            yield f"`{parameter.name}` is not at its place"
        elif found is not None and found.kind != parameter.kind != _BY_NAME and found.kind != _BOTH:
            yield f"`{parameter.name}` cannot be given by name"
        elif found is not None and parameter.default is not None:
            yield from _other_default(parameter, found)
    names = {parameter.name for parameter in wanted}
    for parameter in own:
        needed = parameter.default is None and parameter.kind not in {_ANY_PLACE, _ANY_NAME}
        if needed and parameter.name not in names:
            yield f"`{parameter.name}` is new and has no default"


def _other_default(wanted: Parameter, found: Parameter) -> Iterator[str]:
    if found.default is None:
        yield f"`{wanted.name}` has lost its default, {wanted.default}"
    elif found.default != wanted.default and "..." not in {found.default, wanted.default}:
        yield f"`{wanted.name}` has another default, {found.default} in place of {wanted.default}"


def _read(released: str) -> Iterator[Parameter]:
    """Give the parameters that stand in a `def`, in order."""
    tree = parse(f"def f({released}): pass")
    if tree is None or not isinstance(tree.body[0], ast.FunctionDef):
        return
    arguments = tree.body[0].args
    positional = [*arguments.posonlyargs, *arguments.args]
    bare = [None] * (len(positional) - len(arguments.defaults))
    for argument, default in zip(positional, [*bare, *arguments.defaults], strict=True):
        kind = "POSITIONAL_ONLY" if argument in arguments.posonlyargs else _BOTH
        yield Parameter(argument.arg, kind, _text(default))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield Parameter(argument.arg, _BY_NAME, _text(default))


def _text(default: ast.expr | None) -> str | None:
    if default is None:
        return None
    try:
        return repr(ast.literal_eval(default))
    except (ValueError, TypeError):
        return "..."
