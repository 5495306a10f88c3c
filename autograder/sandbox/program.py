"""A submission in execution: statement by statement, with the namespace after every step kept.

Lives in the worker. A step is a cell of a notebook, or a top-level statement of a script: what a
student saw after running it is what a rewind brings back.
"""

from __future__ import annotations
import __future__

import ast
import contextlib
import dataclasses
import dis
import importlib
import linecache
import os
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any, TypeGuard
from warnings import catch_warnings, simplefilter

from autograder.sandbox.failure import Failure, describe_error
from autograder.sandbox.notebook_runtime import imports, magics, processes, standins
from autograder.sandbox.notebook_runtime.shell import Shell
from autograder.sandbox.statements import is_harmless, one_by_one
from autograder.sandbox.steps import MISSING, Steps
from autograder.sandbox.wire import UnsendableError

_FUTURE_FLAGS = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})


_UNEVALUATED = __future__.annotations.compiler_flag
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_GLOBALS = frozenset({"LOAD_FROM_DICT_OR_GLOBALS", "LOAD_GLOBAL", "LOAD_NAME"})


class Program:
    """Executes the cells of one submission in one namespace.

    Args:
        kind: "notebook" or "script".
        cells: dicts with `label`, `source` and `demo` (demo cells are not run).
        modules: sibling modules, dotted name to source.
        allowed: third-party packages that may be imported.
    """

    def __init__(
        self,
        kind: str,
        cells: list[dict[str, Any]],
        modules: dict[str, str],
        allowed: imports.Allowed,
    ) -> None:
        self._cells = cells
        self._script = kind == "script"
        # A script's `if __name__ == "__main__":` part is for the student's own runs.
        name = "submission" if self._script else "__main__"
        module = types.ModuleType(name)
        self.namespace: dict[str, Any] = module.__dict__
        sys.modules[name] = module
        # Scripts too: one that was exported from a notebook calls get_ipython().
        shell = Shell(self.namespace, self._run_file, self._run_text)
        self.namespace.update(standins.interactive_names(shell))
        standins.install_builtins()
        processes.adapt_loaded()
        self.labels = {cell["label"] for cell in cells} | set(map(imports.label_of, modules))
        self._modules = modules
        self._allowed = allowed
        self._imports = imports.AllowedImports(allowed, modules, tuple(sys.meta_path), shell)
        sys.meta_path[:] = [self._imports]
        self._steps = Steps()
        self._codes: list[types.CodeType] = []
        self._flags = 0
        self._refused: dict[str, str] = {}  # names that were to be imported, and the missing module
        if self._script:
            self.namespace["__file__"] = cells[0]["label"]

    def run(self, skip: set[tuple[int, int]], report: Callable[[int, int, int], None]) -> list[Failure]:
        """Execute all cells; a statement that fails does not lose those after it.

        Args:
            skip: (cell, statement) pairs that ended or hung an earlier worker. Statements count
                from 1; 0 is the parsing of the whole cell.
            report: told cell, statement and line before anything that could do so.
        """
        failures: list[Failure] = []
        self._lay_out()
        for index, cell in enumerate(self._cells):
            if cell["demo"] or (index, 0) in skip:
                continue
            report(index, 0, 1)
            try:
                statements = self._parse(cell, magic=not self._script)
            except Exception as error:  # noqa: BLE001 -- SyntaxError, ValueError, RecursionError...
                failures.append(self.describe(error, at=index))
                continue
            codes = self._compiled(statements, cell["label"])
            for number, (statement, code) in enumerate(zip(statements, codes, strict=True), start=1):
                if (index, number) in skip:
                    continue
                if not is_harmless(statement):
                    report(index, number, statement.lineno)
                try:
                    self._execute(statement, code or self._compile(statement, cell["label"]))
                except BaseException as error:  # noqa: BLE001 -- sys.exit() ends a statement
                    failures.append(self._describe_lost(statement, error, index))
                if self._script:
                    self._steps.add(index, self.namespace)
            if not self._script:
                self._steps.add(index, self.namespace)
        return failures

    def describe(self, error: BaseException, at: int | None = None) -> Failure:
        """Return an exception as data; one over a module that is not allowed says what is."""
        if type(error) is UnsendableError:  # a name of ours, which tells her nothing
            error = OverflowError(str(error)).with_traceback(error.__traceback__)
        failure = describe_error(error, self.labels, at)
        if self._is_refusal(error):
            return dataclasses.replace(failure, message=f"{failure.message}{self._allowed.in_words()}")
        if type(error) is NameError and (module := self._refused.get(str(error.name))):
            why = f"there is no module named {module!r}{self._allowed.in_words()}"
            return dataclasses.replace(failure, message=f"{failure.message}: {why}")
        return failure

    def _describe_lost(self, statement: ast.stmt, error: BaseException, at: int) -> Failure:
        """Return what a statement raised as data, with what is lost for it."""
        failure = self.describe(error, at)
        if isinstance(statement, _DEFINITIONS):
            lost = f"{failure.message}; so this `{statement.name}` is not defined"
            return dataclasses.replace(failure, message=lost)
        if isinstance(statement, (ast.Import, ast.ImportFrom)) and self._is_refusal(error):
            names = [alias.asname or alias.name.partition(".")[0] for alias in statement.names]
            self._refused |= dict.fromkeys(names, str(error.name))
        return failure

    def _is_refusal(self, error: BaseException) -> TypeGuard[ModuleNotFoundError]:
        return type(error) is ModuleNotFoundError and not self._allowed.includes(str(error.name))

    def rewind(self, name: str | None) -> list[list[Any]]:
        """Put the namespace back to what it was after the step that defines `name`; None: to the end.

        Names bound later stay where they hide neither an earlier value nor a built-in: a helper may
        well be defined further down.

        Returns:
            What was put back of the names that functions refer to: [name, index of the cell that
            bound it anew], empty where nothing was, which means that judging again is pointless.
        """
        if self._steps.none:
            return []
        kept, final = self._steps.namespace(name), self._steps.namespace(None)
        self.namespace.clear()
        self.namespace.update(kept)
        changed = {n for n in {**kept, **final} if kept.get(n, MISSING) is not final.get(n, MISSING)}
        used = self._used_of(changed) | changed & {name}
        return [[n, self._steps.last_binding(n)] for n in sorted(used)]

    def replace(self, name: str, make: Callable[[Any], Any]) -> None:
        """Put another function or class in the place of one of hers, in all modules, by whatever name.

        Args:
            name: what it is called in the namespace, where it need not be.
            make: returns what takes its place, given what is there.
        """
        own = self.namespace.get(name)
        new = make(own)
        modules = [sys.modules.get(module) for module in self._modules]
        others = [vars(module) for module in modules if isinstance(module, types.ModuleType)]
        for scope in (self.namespace, *others) if callable(own) else ():
            scope.update({key: new for key, value in scope.items() if value is own})
        self.namespace[name] = new

    def _used_of(self, names: set[str]) -> set[str]:
        """Return those of the names that any function of the submission refers to.

        Which functions another one reaches cannot be told: through caches and partial functions, base
        classes, default values, what lies in a dict.
        """
        used: set[str] = set()
        for code in (inner for outer in self._codes for inner in _nested(outer)):
            if not names.isdisjoint(code.co_names):  # where attributes are, too
                used |= {one.argval for one in dis.get_instructions(code) if one.opname in _GLOBALS}
        return used & names

    def _parse(self, cell: dict[str, Any], *, magic: bool) -> list[ast.stmt]:
        source, label = cell["source"], cell["label"]
        if magic:
            transformed = magics.transform(source)
            source = transformed.source
            for file in transformed.files:
                self._write(file)
        lines = [line + "\n" for line in cell["source"].split("\n")]
        linecache.cache[label] = (len(source), None, lines, label)
        tree: ast.Module = ast.parse(source, filename=label)
        return [one for statement in tree.body for one in one_by_one(statement)]

    def _lay_out(self) -> None:
        """Write the modules into the scratch folder whose files the code may open: it names them."""
        text = "\n".join(cell["source"] for cell in self._cells) if self._modules else ""
        for file, source in ((imports.label_of(name), source) for name, source in self._modules.items()):
            if file.rpartition("/")[2] in text:
                with contextlib.suppress(OSError):
                    self._write(magics.WrittenFile(file, source))

    def _run_file(self, path: str, shared: bool) -> None:
        self._imports.run(path, self.namespace, shared=shared)

    def _run_text(self, text: str) -> None:
        """Execute the text of a cell that a script holds."""
        label = f"<cell {len(self._codes)} of a script>"
        for statement in self._parse({"source": text, "label": label}, magic=True):
            self._execute(statement, self._compile(statement, label))

    def _write(self, file: magics.WrittenFile) -> None:
        """Write a file into the scratch folder; what is written there as a module can be imported."""
        # The shell that would have made its folder is not there.
        os.makedirs(os.path.dirname(file.name) or ".", exist_ok=True)  # noqa: PTH103, PTH120
        with open(file.name, "a" if file.append else "w", encoding="utf-8") as target:  # noqa: PTH123
            target.write(file.text)
        path, suffix = os.path.normpath(file.name).removesuffix(".py"), file.name[-3:]
        parts = path.removesuffix("/__init__").split("/")
        if suffix == ".py" and all(map(str.isidentifier, parts)):
            module = ".".join(parts)
            before = self._modules.get(module, "") if file.append else ""
            self._modules[module] = before + file.text
            for count in range(1, len(parts)):
                self._modules.setdefault(".".join(parts[:count]), "")
            self.labels.add(imports.label_of(module))

    def _compiled(self, statements: list[ast.stmt], label: str) -> list[types.CodeType | None]:
        """Compile statements before the first of them is run: it may leave too little memory for that.

        Returns:
            The code of each; None for one that cannot be compiled yet, or warns, which is for its turn.
        """
        codes: list[types.CodeType | None] = [None for _ in statements]
        with contextlib.suppress(Exception), catch_warnings(record=True) as warned:
            simplefilter("always")
            for number, statement in enumerate(statements):
                before = len(warned)
                with contextlib.suppress(Exception):
                    code = self._compile(statement, label)
                    codes[number] = code if len(warned) == before else None
        return codes

    def _compile(self, statement: ast.stmt, label: str, flags: int = 0) -> types.CodeType:
        tree = ast.Module([statement], type_ignores=[])
        flags |= self._flags | (0 if self._script else ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        code: types.CodeType = compile(tree, label, "exec", flags=flags, dont_inherit=True)
        # `from __future__ import annotations` holds for all that comes after it.
        if isinstance(statement, ast.ImportFrom):
            self._flags |= code.co_flags & _FUTURE_FLAGS
        return code

    def _execute(self, statement: ast.stmt, code: types.CodeType) -> None:
        try:
            self._evaluate(code)
        except NameError:
            # A hint of a type, perhaps of a package that is not here, is no reason to lose a function.
            # Python 3.14 does not look at them either.
            if code.co_flags & _UNEVALUATED or not isinstance(statement, _DEFINITIONS):
                raise
            self._evaluate(self._compile(statement, code.co_filename, _UNEVALUATED))

    def _evaluate(self, code: types.CodeType) -> None:
        self._codes.append(code)
        started = eval(code, self.namespace)  # noqa: S307 -- this is what the jail is for
        if started is not None:  # a notebook may `await` outside of functions
            importlib.import_module("asyncio").run(started)


def _nested(code: types.CodeType) -> Iterator[types.CodeType]:
    """Give the code of all functions and classes that are defined somewhere within other code."""
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from _nested(constant)
