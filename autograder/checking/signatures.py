"""Whether a function still takes what it took as it was handed out."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Any

_BY_POSITION = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_LONG = 40  # characters of a default value that are shown


def changed_signature(name: str, function: Callable[..., Any], due: str) -> str:
    """Say how the parameters of a function differ from those that it was handed out with.

    More parameters do not matter if they have defaults.

    Args:
        name: of the function, "Conv2d.forward".
        function: as it is now.
        due: what stood between the brackets of its `def`, without `self`.

    Returns:
        A sentence, or nothing where every call that was possible still is.
    """
    try:
        wanted = ast.parse(f"def f({due}): ...").body[0]
        own = list(inspect.signature(function).parameters.values())
    except Exception:  # noqa: BLE001 -- hers may do as they like
        return ""
    if not isinstance(wanted, ast.FunctionDef) or _takes(own, list(_parameters(wanted.args))):
        return ""
    return f"`{name}` takes ({', '.join(map(_text, own))}), and should take ({due})"


def _parameters(arguments: ast.arguments) -> Iterator[tuple[str, str | None, bool]]:
    """Give name, default and whether it is taken by position, of each parameter."""
    plain = [*arguments.posonlyargs, *arguments.args]
    values = [ast.unparse(one) for one in arguments.defaults]
    defaults = [*[None] * (len(plain) - len(values)), *values]
    for one, default in zip(plain, defaults, strict=True):
        yield one.arg, default, True
    for one, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield one.arg, None if value is None else ast.unparse(value), False


def _takes(own: Sequence[inspect.Parameter], wanted: Sequence[tuple[str, str | None, bool]]) -> bool:
    kinds = {one.kind for one in own}
    if {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD} <= kinds:
        return True  # a wrapper hands on whatever it gets
    by_position = [one for one in own if one.kind in _BY_POSITION]
    by_name = {one.name: one for one in own}
    for number, (name, default, positional) in enumerate(wanted):
        found = by_position[number] if positional and number < len(by_position) else by_name.get(name)
        if found is None or found.name != name or not _same_default(found, default):
            return False
    names = {name for name, *_ in wanted}
    variable = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return all(
        one.default is not inspect.Parameter.empty
        for one in own
        if one.name not in names and one.kind not in variable
    )


def _same_default(found: inspect.Parameter, default: str | None) -> bool:
    if default is None:
        return True  # one that need not be given can be given
    if found.default is inspect.Parameter.empty:
        return False
    try:
        value = ast.literal_eval(default)
        return type(found.default) is not type(value) or bool(found.default == value)
    except Exception:  # noqa: BLE001 -- no literal, or a value of hers that cannot be compared
        return True


def _text(parameter: inspect.Parameter) -> str:
    stars = "*" if parameter.kind is inspect.Parameter.VAR_POSITIONAL else ""
    stars = "**" if parameter.kind is inspect.Parameter.VAR_KEYWORD else stars
    name = f"{stars}{parameter.name}"
    if parameter.default is inspect.Parameter.empty:
        return name
    try:
        return f"{name}={repr(parameter.default)[:_LONG]}"
    except Exception:  # noqa: BLE001 -- as above
        return f"{name}=..."
