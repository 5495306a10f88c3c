"""Whether the work lies in a copy of the notebook, beside what was given or an earlier state of it.

Jupyter and browsers make copies ("pooling-Copy1"). A name says what is meant, so a copy counts only
where nothing is lost by it: it has, word for word, all that is finished in the notebook of the right
name, and something that is not finished there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence

from autograder.submission.helper import UNFINISHED

MOST_COPIES = 10
MOST_BYTES = 16 * 2**20  # of one, with its outputs
_CODE = 2**18  # characters: more takes seconds to parse
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)


def better_copy(named: Sequence[str], copies: Mapping[str, Sequence[str]]) -> str | None:
    """Return the file that is to be graded in the place of the named one, if there is one.

    Args:
        named: the cells of the notebook of the right name.
        copies: the cells of each copy, by its file.

    Returns:
        The copy that leaves least unfinished; None if there is none, or any of several could be meant.
    """
    mine = _definitions(named)
    left = _unfinished(mine)
    if not left:
        return None
    found: dict[str, dict[str, _Function]] = {}
    for file, cells in copies.items():
        theirs = _definitions(cells)
        has_all = all(
            name in theirs and (name in left or _same(theirs[name], mine[name])) for name in mine
        )
        if has_all and _unfinished(theirs) < left:
            found[file] = theirs
    least = min((len(_unfinished(theirs)) for theirs in found.values()), default=0)
    best = {file: theirs for file, theirs in found.items() if len(_unfinished(theirs)) == least}
    alike = {tuple((name, ast.dump(node)) for name, node in theirs.items()) for theirs in best.values()}
    return next(iter(best)) if len(alike) == 1 else None


def _definitions(cells: Sequence[str]) -> dict[str, _Function]:
    """Return the functions of some cells, and the methods of their classes, by name; the last counts.

    No function at all, if a cell cannot be parsed or all are too long: what they define is not known.
    """
    if sum(map(len, cells)) > _CODE:
        return {}
    found: dict[str, _Function] = {}
    for cell in cells:
        try:
            body = ast.parse(_MAGIC.sub(r"\1pass", cell)).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return {}
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                found[node.name] = node
            elif isinstance(node, ast.ClassDef):
                members = (one for one in node.body if isinstance(one, ast.FunctionDef))
                found.update({f"{node.name}.{one.name}": one for one in members})
    return found


def _unfinished(definitions: Mapping[str, _Function]) -> set[str]:
    return {name for name, node in definitions.items() if _is_stub(node)}


def _is_stub(node: _Function) -> bool:
    """Tell whether a function does nothing but raise; one that returns may raise so for what is odd."""
    returns = any(isinstance(one, ast.Return) for one in ast.walk(node))
    return any(map(_gives_up, node.body)) and not returns


def _gives_up(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Raise):
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == UNFINISHED


def _same(one: ast.AST, other: ast.AST) -> bool:
    return ast.dump(one) == ast.dump(other)
