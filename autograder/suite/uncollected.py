"""What an author should know of a suite that cannot be collected: file, line and what to do."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

# Of pytest's, those that a suite may have; rules refuse some of them with a reason of their own.
_PYTESTS = ("parametrize", "usefixtures", "skip", "skipif", "xfail", "filterwarnings")


def advice(files: Sequence[Path], master: str, marks: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each thing in the source of suites that keeps them from being collected.

    Args:
        files: the suites, which are Python.
        master: the name of the assignment's master, which no suite imports.
        marks: that a suite may have.
    """
    for path in files:
        for node in ast.walk(ast.parse(path.read_bytes())):
            match node:
                case ast.Attribute(
                    value=ast.Attribute(value=ast.Name(id="pytest"), attr="mark"), attr=mark
                ) if mark not in (*marks, *_PYTESTS):
                    known = ", ".join(marks)
                    yield f"{path}, line {node.lineno}: there is no mark {mark!r}; there are: {known}"
                case ast.Import(names=names) if any(_is_of(one.name, master) for one in names):
                    yield _imports(path, node.lineno, master)
                case ast.ImportFrom(module=str(module)) if _is_of(module, master):
                    yield _imports(path, node.lineno, master)


def _is_of(module: str, master: str) -> bool:
    return module.partition(".")[0] == master


def _imports(path: Path, line: int, master: str) -> str:
    return (
        f"{path}, line {line}: the master cannot be imported: a test that has the argument `reference` "
        f"is given it, as `reference.f(...)` for what {master}.py calls `f`"
    )
