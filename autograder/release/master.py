"""The master of an assignment, split into what students get and what they must not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autograder.errors import ReleaseError
from autograder.release.parameters import parameters

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"

# nbgrader and others write them otherwise; taken for comments, they would hand a solution out.
_LIKE_A_MARK = re.compile(r"#+\s*(BEGIN|END)\s+SOLUTIONS?\b", re.IGNORECASE)

# A line that only says `else:` or `return out` gives nothing away; one that computes does.
_COMPUTES = re.compile(r"[=(\[+*/%@]|\bin\b")


@dataclass(frozen=True)
class Master:
    """A master's text, taken apart.

    Attributes:
        stub: the text with each solution replaced by a `NotImplementedError`.
        solution_lines: the lines of all solutions that compute something, stripped.
        functions: the parameters of what is to be written, by qualified names.
    """

    stub: str
    solution_lines: frozenset[str]
    functions: Mapping[str, str]


def split_master(text: str, name: str) -> Master:
    """Take the solutions out of a master.

    Args:
        text: the master, in percent format.
        name: what to call the file in a message.

    Raises:
        ReleaseError: it is no Python, or its solutions are not properly marked.
    """
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise ReleaseError(f"{name}, line {error.lineno}: {error.msg}") from error
    kept: list[str] = []
    solution: list[str] = []
    begins: list[int] = []
    begun = 0
    inside: set[int] = set()
    # Python's own lines: `splitlines` knows more ends of one, U+2028 for instance.
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        word = line.strip()
        _require_order(word, f"{name}, line {number}", begun=begun)
        if word == BEGIN:
            begun = number
            begins.append(number)
            indent = line[: len(line) - len(line.lstrip())]
            what = _qualified_name(tree, number)
            if what is None:
                raise ReleaseError(f"{name}, line {number}: a solution outside of any function")
            kept.append(f'{indent}raise NotImplementedError("TODO: write {what}")')
        elif word == END:
            begun = 0
        elif begun:
            solution.append(word)
            inside.add(number)
        else:
            kept.append(line)
    if begun:
        raise ReleaseError(f"{name}, line {begun}: {BEGIN!r} without {END!r}")
    if not solution:
        raise ReleaseError(f"{name}: no solution is marked by {BEGIN!r} and {END!r}")
    functions = parameters(tree, begins, inside)
    return Master("\n".join(kept) + "\n", frozenset(filter(_gives_away, solution)), functions)


def _require_order(word: str, place: str, *, begun: int) -> None:
    """Make sure that a line is no mark, or the one that may stand there."""
    if _LIKE_A_MARK.match(word) and word not in (BEGIN, END):
        raise ReleaseError(f"{place}: {word!r}: write {BEGIN!r} and {END!r}, exactly")
    if begun and word == BEGIN:
        raise ReleaseError(f"{place}: {word!r} before the {END!r} that line {begun} needs")
    if not begun and word == END:
        raise ReleaseError(f"{place}: {word!r} without {BEGIN!r} above it")


def _gives_away(line: str) -> bool:
    return not line.startswith("#") and _COMPUTES.search(line) is not None


def _qualified_name(tree: ast.Module, line: int) -> str | None:
    """Return the function around a line, "Layer.forward" for a method."""
    names = [name for name, node in _functions(tree, "") if node.lineno < line <= (node.end_lineno or 0)]
    return names[-1] if names else None


def _functions(parent: ast.AST, prefix: str) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            name = f"{prefix}{node.name}"
            if not isinstance(node, ast.ClassDef):
                yield name, node
            yield from _functions(node, f"{name}.")
