"""Top-level statements of a submission, as they are executed one after the other. Worker side."""

from __future__ import annotations

import ast
import contextlib
import re
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n|\r|\n")
# A line that begins no statement of its own.
_GOES_ON = re.compile(r"[\s#)\]}]|\Z|(?:elif|else|except|finally)\b")
_MOST_BROKEN = 20  # of a text, which is hardly a program with more
_MOST_TOGETHER = 12  # a table of so many lines that are not indented is still one statement


@dataclass(frozen=True)
class Broken:
    """A statement that cannot be read: why, and its first and last line."""

    error: SyntaxError
    first: int
    last: int

    def left_out(self) -> str:
        """Say which lines are not run."""
        lines = f"lines {self.first} to {self.last} are"
        return f"{lines if self.last > self.first else f'line {self.first} is'} left out"


def read_statements(source: str, label: str) -> tuple[list[ast.stmt], list[Broken]]:
    """Return the statements of a text in their places, and those that cannot be read.

    Raises:
        SyntaxError: none can be read.
        ValueError: it is no text of Python's at all.
        RecursionError: it is nested too deeply.
    """
    try:
        return ast.parse(source, label).body, []
    except SyntaxError:
        statements, broken = _read_apart(_LINE_END.split(source), label)
        if not statements:
            raise
        return statements, broken


def _read_apart(lines: list[str], label: str) -> tuple[list[ast.stmt], list[Broken]]:
    """Read piece by piece; where too many cannot be read, none is."""
    starts = _starts(lines)
    ends = [*starts[1:], len(lines)]
    statements: list[ast.stmt] = []
    broken: list[Broken] = []
    at = 0
    while at < len(starts):
        start = starts[at]
        try:
            whole, pieces = _read_whole(lines, start, ends[at : at + _MOST_TOGETHER], label)
        except SyntaxError as error:
            if len(broken) == _MOST_BROKEN:
                return [], []
            height = "\n".join(lines[start : ends[at]]).rstrip().count("\n")
            broken.append(Broken(error, start + 1, start + 1 + height))
            at += 1
        else:
            statements += whole
            at += pieces
    return statements, broken


def _starts(lines: list[str]) -> list[int]:
    """Return where a statement may start: what is decorated starts with its first decorator."""
    starts: list[int] = []
    decorated = False
    for number, line in enumerate(lines):
        if number and _GOES_ON.match(line):
            continue
        if not decorated:
            starts.append(number)
        decorated = line.startswith("@")
    return starts


def _read_whole(lines: list[str], start: int, ends: list[int], label: str) -> tuple[list[ast.stmt], int]:
    """Return the statements up to the first end that makes them whole, and the number of that end.

    One that is no statement by itself goes on in a bracket, a text or after a backslash.

    Raises:
        SyntaxError: of what lies before the first end; there is no such end.
    """

    def read(end: int) -> list[ast.stmt]:
        return ast.parse("\n" * start + "\n".join(lines[start:end]), label).body

    try:
        return read(ends[0]), 1
    except SyntaxError:
        for number, end in enumerate(ends[1:], start=2):
            with contextlib.suppress(SyntaxError):
                return read(end), number
        raise


def one_by_one(statement: ast.stmt) -> list[ast.stmt]:
    """Return an import of several modules as several, so that one that is refused loses no other."""
    if not isinstance(statement, ast.Import):
        return [statement]
    return [ast.copy_location(ast.Import([name]), statement) for name in statement.names]


def is_harmless(statement: ast.stmt) -> bool:
    """Tell whether executing a statement can neither hang nor end the process: a plain definition."""
    if not isinstance(statement, ast.FunctionDef) or statement.decorator_list:
        return False
    arguments = [node for node in ast.walk(statement.args) if isinstance(node, ast.arg)]
    evaluated = [
        *statement.args.defaults,
        *statement.args.kw_defaults,
        *(argument.annotation for argument in arguments),
        statement.returns,
    ]
    return all(node is None or isinstance(node, (ast.Constant, ast.Name)) for node in evaluated)
