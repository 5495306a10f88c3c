"""Which statements matter for the functions that are to be written: what these use, and so on."""

from __future__ import annotations

import ast
import dis
import warnings
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from types import CodeType

from autograder.rehearsal.code import Import, Tree, imports

_ALL = "*"  # what a star import binds, which may be anything
_LOADS = frozenset({"LOAD_GLOBAL", "LOAD_NAME"})


@dataclass(frozen=True)
class Statement:
    """A statement at the top of a cell or module.

    Attributes:
        cell: what a student calls where it stands.
        first: its first line.
        last: its last line.
        uses: global names that it looks up, in functions too.
        binds: global names that it binds.
        changes: names of which it sets an item or attribute.
        imports: what it imports.
    """

    cell: str
    first: int
    last: int
    uses: frozenset[str]
    binds: frozenset[str]
    changes: frozenset[str]
    imports: tuple[Import, ...]

    def holds(self, cell: str, line: int) -> bool:
        """Tell whether a line is within it."""
        return self.cell == cell and self.first <= line <= self.last


def statements(trees: Sequence[Tree]) -> tuple[Statement, ...]:
    """Return the statements of cells or modules, in order."""
    return tuple(_statement(tree.label, node) for tree in trees for node in tree.body)


def reached(
    code: Sequence[Statement],
    asked: Collection[str],
    modules: Sequence[Statement] = (),
    own: Collection[str] = (),
) -> tuple[Statement, ...]:
    """Return the statements on which some names depend.

    Args:
        code: of the cells.
        asked: global names in them; none means all functions and other names.
        modules: statements of the student's own modules; all count as soon as one of these is imported.
        own: first names of these modules.
    """
    if not asked:
        return (*code, *modules)
    names = {*asked, _ALL}
    found: dict[Statement, None] = {}
    waiting = list(code)
    while more := [one for one in waiting if names & (one.binds | one.changes)]:
        found.update(dict.fromkeys(more))
        names |= {name for one in more for name in one.uses}
        waiting = [one for one in waiting if one not in found]
        if any(_is_own(each, own) for one in more for each in one.imports):
            found.update(dict.fromkeys(modules))
    return tuple(found)


def _is_own(wanted: Import, own: Collection[str]) -> bool:
    top = wanted.module.partition(".")[0]
    return not top or top in own


def _statement(cell: str, node: ast.stmt) -> Statement:
    instructions = list(_instructions(node))
    names = {
        kind: frozenset(
            str(i.argval) for top, i in instructions if i.opname in opnames and (top or deep)
        )
        for kind, opnames, deep in (
            ("uses", _LOADS, True),
            ("binds", {"STORE_NAME"}, False),
            ("global", {"STORE_GLOBAL"}, True),
        )
    }
    brought = tuple(imports([Tree(cell, (node,))]))
    everything = {_ALL} & {name for one in brought for name in one.names}
    return Statement(
        cell,
        min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))]),
        node.end_lineno or node.lineno,
        names["uses"],
        names["binds"] | names["global"] | everything,
        frozenset(_changed(node)),
        brought,
    )


def _instructions(node: ast.stmt) -> Iterator[tuple[bool, dis.Instruction]]:
    """Give the instructions of a statement, each with whether it stands outside of functions."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            whole = compile(
                ast.Module([node], []),
                "<cell>",
                "exec",
                flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT,
                dont_inherit=True,
            )
        except (SyntaxError, ValueError, RecursionError):
            return
    codes = [whole]
    while codes:
        code = codes.pop()
        codes += [part for part in code.co_consts if isinstance(part, CodeType)]
        for instruction in dis.get_instructions(code):
            yield code is whole, instruction


def _changed(node: ast.stmt) -> Iterator[str]:
    """Give the names of which items or attributes are set."""
    for part in ast.walk(node):
        if not isinstance(part, (ast.Subscript, ast.Attribute)) or not isinstance(part.ctx, ast.Store):
            continue
        target: ast.expr = part
        while isinstance(target, (ast.Subscript, ast.Attribute)):
            target = target.value
        if isinstance(target, ast.Name):
            yield target.id
