"""An exception of a submission's as data: no object of the student's travels with it. Worker side."""

from __future__ import annotations

import builtins
import re
import sys
from dataclasses import dataclass
from typing import Any, cast

_MAX_BASES = 8
_MAX_FRAMES = 12
_MAX_MESSAGE = 4000
# What Python 3.12 has that earlier ones have not: the `type` statement, parameters of types in brackets.
_OF_3_12 = re.compile(r"\s*(?:type\s+\w+\s*(?:\[.*\]\s*)?=|(?:(?:async\s+)?def|class)\s+\w+\s*\[)")
_TEMPLATE = re.compile(r"\b[fF][rR]?[\"']|\b[rR][fF][\"']")


@dataclass(frozen=True)
class Failure:
    """An exception as data: no object of the student's travels with it.

    Attributes:
        builtins: names of the built-in exceptions among its bases, nearest first.
        name: its own name.
        message: its text, bounded.
        frames: the student's own frames, outermost first: (label, line, function).
        at: index of the cell that was being executed, or None in a call.
    """

    builtins: tuple[str, ...]
    name: str
    message: str
    frames: tuple[tuple[str, int, str], ...]
    at: int | None = None

    def as_header(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "builtins": list(self.builtins),
            "name": self.name,
            "message": self.message,
            "frames": [list(frame) for frame in self.frames],
            "at": self.at,
        }


def describe_error(error: BaseException, labels: set[str], at: int | None = None) -> Failure:
    """Return an exception as data; a hostile one may lie here, and harms nobody but itself."""
    kind = type(error)
    bases = [c.__name__ for c in kind.__mro__ if getattr(builtins, c.__name__, None) is c]
    try:
        message = str(error)[:_MAX_MESSAGE]
    except BaseException:  # noqa: BLE001 -- a __str__ that raises
        message = "(its text cannot be shown)"
    frames: list[tuple[str, int, str]] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in labels:
            frames.append((code.co_filename, trace.tb_lineno, code.co_name[:100]))
        trace = trace.tb_next
    if issubclass(kind, SyntaxError):  # isinstance would ask a `__class__` of the student's
        syntax = cast("SyntaxError", error)
        if isinstance(syntax.filename, str) and syntax.filename in labels:
            message = str(syntax.msg)[:_MAX_MESSAGE] + _newer(syntax)
            frames.append((syntax.filename, syntax.lineno or 1, ""))
    return Failure(
        tuple(bases[:_MAX_BASES]), kind.__name__[:100], message, tuple(frames[-_MAX_FRAMES:]), at
    )


def _newer(error: SyntaxError) -> str:
    """Return what to add about an error that a later Python may not find."""
    line = str(error.text or "")
    in_template = str(error.msg).startswith(("f-string", "unterminated string")) and _TEMPLATE.search(
        line
    )
    if sys.version_info >= (3, 12) or not (in_template or _OF_3_12.match(line)):
        return ""
    version = "{}.{}".format(*sys.version_info)
    return f" (your code is run by Python {version} here, which cannot read what only later ones can)"
