"""The parameters of what students write, which have to stay as they were handed out."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator


def parameters(tree: ast.Module, solutions: Collection[int], inside: Collection[int]) -> dict[str, str]:
    """Return what stands between the brackets of each `def` that students must keep.

    These are the functions that hold a solution and, of a class that holds one, all methods: objects
    are made and used by those that are given, too. A function within a function is its author's own.

    Args:
        tree: of the master.
        solutions: a line of each solution.
        inside: the lines of all solutions: what is defined there, students do not get.

    Returns:
        By qualified names, `Conv2d.forward`; methods without `self`.
    """
    found = [
        pair
        for node in tree.body
        if any(node.lineno <= line <= (node.end_lineno or 0) for line in solutions)
        for pair in _of(node, "", inside)
    ]
    return dict(found)


def _of(node: ast.stmt, prefix: str, inside: Collection[int]) -> Iterator[tuple[str, str]]:
    if node.lineno in inside:
        return
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield f"{prefix}{node.name}", ast.unparse(_arguments(node, method=bool(prefix)))
        case ast.ClassDef():
            for part in node.body:
                yield from _of(part, f"{prefix}{node.name}.", inside)


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef, *, method: bool) -> ast.arguments:
    static = any(ast.unparse(decorator) == "staticmethod" for decorator in node.decorator_list)
    arguments = node.args
    if not method or static:
        return arguments
    first = "posonlyargs" if arguments.posonlyargs else "args"
    fields = dict(ast.iter_fields(arguments))
    return ast.arguments(**{**fields, first: fields[first][1:]})
