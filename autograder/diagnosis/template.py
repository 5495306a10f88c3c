"""The source text of a new fault, for staff to complete: an example, the stages, and a function."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from autograder.diagnosis.catalogue import Catalogue
from autograder.diagnosis.fault import Operation
from autograder.diagnosis.recorded import Functions
from autograder.diagnosis.trace import Answer, Call, Made, Raised, Unknown
from autograder.diagnosis.wrong_call import WrongCall
from autograder.nested import leaves
from autograder.text import scrub

_WIDTH = 100  # of a line
_LINES = 24  # of one value
_ELEMENTS = 100  # of an array that is written whole
_DIGITS = 6
_PARTS = 8  # of a list, tuple or dict
_TEXT = 200
_PLAIN = (bool, int, str, bytes, type(None))  # whose `repr` is their source
_WHOLE = "run"


def fault_template(
    wrong: WrongCall, fingerprint: str, catalogue: Catalogue | None, functions: Functions
) -> str:
    """Return source text for `faults.py` that lacks but a title, a hint and what is done wrongly.

    Texts in it may be a student's: they are in comments, each line of which starts as one.

    Args:
        wrong: a call that was answered wrongly, as an example.
        fingerprint: of the wrong answers, which names the fault for now.
        catalogue: known mistakes, None if none are written down.
        functions: those of the reference.
    """
    name = f"mistake_{re.sub(r'[^0-9a-z]', '', fingerprint)[:8]}"
    operation = catalogue.operations.get(wrong.function) if catalogue else None
    # The first two lines hold no text of anybody's: Python would read an encoding there.
    lines = ["# A new fault: give it a name, a title and a hint, and have it make the mistake."]
    if operation is None:
        lines += ["#", *_example(wrong)]
        lines += _new_operation(wrong.function, functions, is_first=catalogue is None)
        written, stage = _class_name(wrong.function), _WHOLE
        parameters = _parameters(functions[wrong.function], with_self=True)
    else:
        stages = _stages(operation)
        lines += [f"# It belongs in {_file(operation)}.", "#", *_example(wrong), "#"]
        lines += [f"# The stages of {operation.__name__}, any of which a fault can be of:"]
        lines += [line for each in stages for line in _comment(f"{each}{_signature(operation, each)}")]
        written, stage = operation.__name__, stages[0]
        parameters = _parameters(getattr(operation, stage))
    takes = inspect.Signature(parameters)
    lines += [
        f'@fault({written}, "{stage}", title="", hint="")',
        f"def {name}{takes}:",
        "    # This is right: change it to what they do.",
        f"    return {written}.{stage}({_passed_on(parameters)})",
    ]
    return "\n".join([*lines, ""])


def _example(wrong: WrongCall) -> Iterator[str]:
    """Give the lines of a comment that shows a call, its answer and what was due."""
    used = [wrong.call.owner, wrong.call.args, wrong.call.kwargs]
    objects = dict.fromkeys(one.by for one in leaves(used) if isinstance(one, Made))
    yield from _comment(f"{wrong.record.test}:", indent=1)
    for number in (*objects, wrong.number):
        yield f"# call {number + 1}:"
        yield from _comment(_call(wrong.record.calls[number]))
    changed = wrong.given.modified or ()
    for title, answer in (("answered", wrong.given), ("due", wrong.due)):
        yield f"# {title}:"
        yield from _comment(_answer(answer))
    if changed:
        yield f"# and it changed what it was given: argument {', '.join(str(n + 1) for n in changed)}"


def _comment(text: str, indent: int = 5) -> list[str]:
    """Return lines of a comment, which nothing in the text can end."""
    lines = scrub(text, _LINES * _WIDTH).split("\n")
    if len(lines) > _LINES:
        lines = [*lines[:_LINES], "..."]
    room = _WIDTH - indent
    short = (one if len(one) <= room else f"{one[: room - 3]}..." for one in lines)
    return [f"#{' ' * indent}{one}".rstrip() for one in short]


def _call(call: Call) -> str:
    parts = [_source(arg) for arg in call.args]
    parts += [f"{name}={_source(value)}" for name, value in call.kwargs.items()]
    name = call.name if call.owner is None else f"{_source(call.owner)}.{call.name}"
    line = f"{name}({', '.join(parts)})"
    if "\n" not in line and len(line) < _WIDTH - 5:
        return line
    inside = "".join(f"    {part},\n".replace("\n", "\n    ")[:-4] for part in parts)
    return f"{name}(\n{inside})"


def _answer(answer: Answer) -> str:
    match answer.value:
        case Raised(kind):
            return f"{kind} was raised"
        case Unknown():
            return "nothing: the call was stopped"
        case Made():
            return "an object"
    return _source(answer.value)


def _source(value: Any) -> str:
    """Return a value as one would write it; a large array is named by its shape."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return repr(value.item())[:_TEXT]
    if isinstance(value, (list, tuple)) and len(value) <= _PARTS:
        inside = ", ".join(map(_source, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    if isinstance(value, dict) and len(value) <= _PARTS:
        inside = ", ".join(f"{_source(key)}: {_source(one)}" for key, one in value.items())
        return "{" + inside + "}"
    if isinstance(value, (list, tuple, dict, set, frozenset)):
        return f"<{type(value).__name__} of {len(value)}>"
    return f"<what call {value.by + 1} gave>" if isinstance(value, Made) else repr(value)[:_TEXT]


def _array(value: np.ndarray[Any, Any]) -> str:
    if value.size > _ELEMENTS:
        return f"<array of shape {value.shape}, {value.dtype}>"
    with np.printoptions(nanstr="np.nan", infstr="np.inf", threshold=_ELEMENTS + 1):
        numbers = np.array2string(
            value, precision=_DIGITS, separator=", ", prefix="np.array(", max_line_width=_WIDTH - 10
        )
    if not value.size:
        return f"np.zeros({value.shape}, {value.dtype.str!r})"
    usual = value.dtype in (np.float64, np.int64, np.bool_) or value.dtype.kind in "USc"
    return f"np.array({numbers})" if usual else f"np.array({numbers}, {value.dtype.name!r})"


def _stages(operation: type[Operation]) -> list[str]:
    """Return the names of stages, the operation's own first and the whole last."""
    found = {
        name: None
        for kind in operation.__mro__
        if issubclass(kind, Operation) and kind is not Operation
        for name, value in vars(kind).items()
        if inspect.isfunction(value) and not name.startswith("_") and name != _WHOLE
    }
    return [*found, _WHOLE]


def _signature(operation: type[Operation], stage: str) -> str:
    return str(inspect.signature(getattr(operation, stage)))


def _file(operation: type[Operation]) -> str:
    try:
        return Path(inspect.getsourcefile(operation) or "faults.py").name
    except TypeError:  # it is of no file
        return "faults.py"


def _new_operation(function: str, functions: Functions, *, is_first: bool) -> list[str]:
    """Return the source of an operation without stages.

    Args:
        function: which it is.
        functions: those of the reference.
        is_first: whether there is no catalogue yet.
    """
    takes = inspect.Signature(_parameters(functions[function], with_self=True))
    imports = ["from autograder.diagnosis import Operation, fault", "", ""] if is_first else []
    return [
        *imports,
        f'class {_class_name(function)}(Operation, of="{function}"):',
        '    """In stages: each step that can go wrong is a method of its own, which `run` calls."""',
        "",
        f"    def run{takes}:",
        f'        raise NotImplementedError("what {function} does is not written in stages yet")',
        "",
        "",
    ]


def _class_name(function: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in function.split("_")) + "InStages"


def _parameters(function: Any, *, with_self: bool = False) -> list[inspect.Parameter]:
    """Return the parameters of a function, without what names that are not known would be needed for."""
    empty, kind = inspect.Parameter.empty, inspect.Parameter.POSITIONAL_OR_KEYWORD
    try:
        known = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # some that are built in do not tell
        known = inspect.signature(Operation().run).parameters.values()
    plain = [
        one.replace(
            annotation=empty,
            default=one.default if one.default is empty or isinstance(one.default, _PLAIN) else None,
            kind=kind if one.kind is inspect.Parameter.POSITIONAL_ONLY else one.kind,
        )
        for one in known
    ]
    return [inspect.Parameter("self", kind), *plain] if with_self else plain


def _passed_on(parameters: list[inspect.Parameter]) -> str:
    before: dict[Any, str] = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    named = inspect.Parameter.KEYWORD_ONLY
    return ", ".join(
        f"{one.name}={one.name}" if one.kind is named else f"{before.get(one.kind, '')}{one.name}"
        for one in parameters
    )
