"""What a student's code says of itself without being run: definitions and imports."""

from __future__ import annotations

import ast
import copy
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.sandbox.notebook_runtime.magics import transform
from autograder.submission import Cell, Submission

_CAUGHT = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Definition:
    """A function, class or method.

    Attributes:
        cell: what a student calls where it stands.
        line: in it.
        stub: whether it is as it was handed out, and raises NotImplementedError.
        code: its syntax, equal where nothing but layout, comments and docstrings differ.
    """

    cell: str
    line: int
    stub: bool
    code: str

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.cell}, line {self.line}"


@dataclass(frozen=True)
class Import:
    """A module that is imported.

    Attributes:
        cell: what a student calls where it stands.
        line: in it.
        module: dotted name; dots before it are those of a relative import.
        names: what is taken from it, which may be modules, too.
        optional: whether the code goes on without it.
    """

    cell: str
    line: int
    module: str
    names: tuple[str, ...]
    optional: bool

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.cell}, line {self.line}"


@dataclass(frozen=True)
class Tree:
    """The parsed text of a cell or module."""

    label: str
    body: tuple[ast.stmt, ...]


def graded_trees(submission: Submission) -> tuple[Tree, ...]:
    """Return what is run when a submission is graded, parsed; what is no Python is left out."""
    cells = (cell for cell in submission.cells if not cell.is_demo)
    return trees(cells, script=submission.kind == "script")


def trees(cells: Iterator[Cell] | Sequence[Cell], *, script: bool) -> tuple[Tree, ...]:
    """Return the cells that are Python; of a script, without what it does only when it is started."""
    found: list[Tree] = []
    for cell in cells:
        tree = parse(cell.source if script else transform(cell.source).source)
        if tree is not None:
            body = [node for node in tree.body if not (script and _is_main_guard(node))]
            found.append(Tree(cell.label, tuple(body)))
    return tuple(found)


def parse(source: str) -> ast.Module | None:
    """Return the syntax tree of a text, None if it has none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def definitions(trees: Sequence[Tree]) -> dict[str, Definition]:
    """Return the last definition of each function, class and method, by qualified names."""
    return dict(all_definitions(trees))


def all_definitions(trees: Sequence[Tree]) -> Iterator[tuple[str, Definition]]:
    """Give each definition with its qualified name, in order; of one name, there may be many."""
    for tree in trees:
        yield from _defined(tree.body, tree.label, "")


def imports(trees: Sequence[Tree]) -> Iterator[Import]:
    """Give all imports, those within functions too."""
    for tree in trees:
        yield from _imported(tree.body, tree.label, optional=False)


def _defined(body: Sequence[ast.stmt], cell: str, prefix: str) -> Iterator[tuple[str, Definition]]:
    for node in body:
        if isinstance(node, (_Function, ast.ClassDef)):
            name = f"{prefix}{node.name}"
            stub = isinstance(node, _Function) and _is_stub(node)
            yield name, Definition(cell, node.lineno, stub, _dump(node))
            if isinstance(node, ast.ClassDef):
                yield from _defined(node.body, cell, f"{name}.")
        else:
            for block in _blocks(node):
                yield from _defined(block, cell, prefix)


def _dump(definition: _Function | ast.ClassDef) -> str:
    bare = copy.deepcopy(definition)
    for node in ast.walk(bare):
        if (
            isinstance(node, (_Function, ast.ClassDef))
            and ast.get_docstring(node, clean=False) is not None
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(bare)


def _is_stub(function: _Function) -> bool:
    """Tell whether a function ends in a NotImplementedError, whatever it is given."""
    ends = (node for node in function.body if isinstance(node, (ast.Raise, ast.Return)))
    end = next(ends, None)
    return isinstance(end, ast.Raise) and "NotImplementedError" in ast.unparse(end)


def _blocks(node: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    """Give the blocks of a compound statement."""
    for name in ("body", "orelse", "finalbody"):
        yield getattr(node, name, [])
    for part in (*getattr(node, "handlers", []), *getattr(node, "cases", [])):
        yield part.body


def _imported(body: Sequence[ast.stmt], cell: str, *, optional: bool) -> Iterator[Import]:
    for node in body:
        for module, names in _modules(node):
            yield Import(cell, node.lineno, module, names, optional)
        caught = isinstance(node, ast.Try) and any(map(_catches_missing, node.handlers))
        for block in _blocks(node):
            guarded = caught and isinstance(node, ast.Try) and block is node.body
            yield from _imported(block, cell, optional=optional or guarded)


def _modules(node: ast.stmt) -> Iterator[tuple[str, tuple[str, ...]]]:
    match node:
        case ast.Import(names=names):
            yield from ((alias.name, ()) for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            yield "." * level + (module or ""), tuple(alias.name for alias in names)
        case ast.Expr(
            ast.Call(
                ast.Attribute(attr="run_line_magic"), [ast.Constant("run"), ast.Constant(str(line))]
            )
        ):
            files = [word for word in line.split() if word.endswith(".py")]
            parts = [part for part in "".join(files[:1]).split("/") if part not in {"", ".", ".."}]
            if parts:
                yield ".".join(parts).removesuffix(".py"), ()


def _catches_missing(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(isinstance(node, ast.Name) and node.id in _CAUGHT for node in ast.walk(handler.type))


def _is_main_guard(node: ast.stmt) -> bool:
    test = ast.unparse(node.test) if isinstance(node, ast.If) else ""
    return "__name__" in test and "__main__" in test
