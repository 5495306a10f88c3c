"""Top-level statements of a submission, as they are executed one after the other. Worker side."""

from __future__ import annotations

import ast


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
