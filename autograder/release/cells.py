"""The first and the last cell of what students get: is everything there, and can it be handed in?

The first is run where nothing may be installed, so it says with Python alone what is missing. It stands
for the master's cell that imports `check`, and before all other imports.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.errors import ReleaseError

_PACKAGE = "autograder"
_NAMES = ("check", "ready")
_MARKER = re.compile(r"^(?=# %%)", re.MULTILINE)
_TEXT_CELL = re.compile(r"# %%.*\[(?:markdown|md|raw)\]")
_FIRST = """# %% tags=["setup"]
# {says}
if __name__ == "__main__":
    import sys

    try:
{imports}        from autograder import check, ready
    except ImportError as error:
        other = "cannot import name" in str(error)  # PyPI has another `autograder`
        first = "`{pip} uninstall -y autograder cnn-autograder`, then " if other else ""
        problem = f"{{error}}: run {{first}}`{pip} install -r requirements.txt` {where}"
        if sys.version_info < (3, 11):
            problem = f"Python 3.11 or newer is needed; this one is {{sys.version.split()[0]}}"
        check = ready = lambda *_: print(problem)
        {ends}

"""
_LAST = """
# %% tags=["check"]
{says}if __name__ == "__main__":
    ready()
"""


@dataclass(frozen=True)
class Form:
    """How students run a form of the stub.

    Attributes:
        says: the comment of the first cell.
        pip: how they call pip.
        where: where they do, and what comes then.
        ends: what the first cell does when it has found a problem.
        ready: the comment of the last cell.
    """

    says: str
    pip: str
    where: str
    ends: str
    ready: str


NOTEBOOK = Form(
    says="Run this cell first. If something is missing, it says what to do.",
    pip="%pip",
    where="in a cell, then restart the kernel",
    ends="check()",
    ready="",
)
SCRIPT = Form(
    says="If something is missing, this says what to do.",
    pip="python -m pip",
    where="in this folder",
    ends="sys.exit(problem)",
    ready="# In a terminal, in this folder: `autograder ready`\n",
)


def complete(stub: str, form: Form, own: Iterable[str]) -> str:
    """Return a stub with its first and last cell.

    Args:
        stub: Python in Jupytext's percent format.
        form: what is made of it.
        own: names of modules that come with the assignment.

    Raises:
        ReleaseError: the cell that imports `check` does more than that, or a cell is no Python.
    """
    kept = [cell for cell in _MARKER.split(stub) if cell.strip() and not _imports_check(cell)]
    there = {*own, _PACKAGE, *sys.stdlib_module_names}
    missing = [name for name in _packages(ast.parse(stub)) if name not in there]
    imports = "".join(f"        import {name}\n" for name in missing)
    first = _FIRST.format(
        says=form.says, imports=imports, pip=form.pip, where=form.where, ends=form.ends
    )
    # There is one, with a solution in it.
    code = [number for number, cell in enumerate(kept) if _TEXT_CELL.match(cell) is None]
    if not kept[code[0]].startswith("# %%"):
        kept[code[0]] = f"# %%\n{kept[code[0]]}"
    # Python takes nothing but a docstring before a `__future__`.
    at = max((number + 1 for number in code if _is_of_the_future(kept[number])), default=code[0])
    return "".join([*kept[:at], first, *kept[at:], _LAST.format(says=form.ready)])


def _imports_check(cell: str) -> bool:
    """Tell whether a cell is there to import `check`.

    Raises:
        ReleaseError: it imports it beside other things.
    """
    if _TEXT_CELL.match(cell) is not None:
        return False
    tree = _parsed(cell)
    found = [
        node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == _PACKAGE
    ]
    if not found:
        return False
    if any(alias.asname or alias.name not in _NAMES for node in found for alias in node.names):
        raise ReleaseError(
            f"`{ast.unparse(found[0])}`: students have `check` and `ready` under these names"
        )
    match tree.body:
        case [ast.ImportFrom()] | [ast.If(body=[ast.ImportFrom()], orelse=[])]:
            return True
    raise ReleaseError(
        f"`{ast.unparse(found[0])}` needs a cell of its own: students get another one in its place, "
        "which says what is missing"
    )


def _is_of_the_future(cell: str) -> bool:
    body = _parsed(cell).body
    return any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in body)


def _parsed(cell: str) -> ast.Module:
    try:
        return ast.parse(cell)
    except SyntaxError as error:
        first = next((line for line in cell.splitlines() if line and not line.startswith("# %%")), cell)
        raise ReleaseError(
            f"the cell that begins with {first!r} is no Python ({error.msg}): a line "
            "that begins with `# %%` begins a cell, in a text of several lines, too"
        ) from error


def _packages(tree: ast.Module) -> Iterable[str]:
    """Return the names of what a module imports at once."""
    return dict.fromkeys(name for node in tree.body for name in imported(node))


def imported(node: ast.AST) -> Iterable[str]:
    """Return the packages that a statement imports, if it is one that does."""
    match node:
        case ast.Import(names=names):
            return [alias.name.partition(".")[0] for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module.partition(".")[0]]
    return []
