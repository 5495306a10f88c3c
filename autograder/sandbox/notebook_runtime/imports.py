"""Which imports a submission may make, and where each comes from."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import linecache
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any

from autograder.sandbox.notebook_runtime import processes, standins


@dataclass(frozen=True)
class Allowed:
    """Third-party packages that a submission may import.

    Attributes:
        packages: the distributions that the assignment names.
        names: top-level import names of these and of all that they need.
        files: the files and folders in which all these are installed.
    """

    packages: tuple[str, ...]
    names: frozenset[str]
    files: tuple[str, ...]

    def includes(self, module: str) -> bool:
        """Tell whether a module is of the standard library or of these packages."""
        top = module.partition(".")[0]
        # The last one is of the standard library too, and named after the platform.
        return top in self.names or top in sys.stdlib_module_names or top.startswith("_sysconfigdata_")

    def in_words(self) -> str:
        """Return what follows "No module named ..."."""
        known = " and ".join(["the standard library", *self.packages])
        return f" in this assignment, which allows {known}"


class AllowedImports:
    """The only finder on `sys.meta_path`.

    The submission's own modules come first, as in Python itself. Tools for people get a stand-in; the
    standard library and the allowed packages are left to Python; all else is not there, as if it were
    not installed: `except ImportError` works, and so does to ask whether it can be found.

    Args:
        allowed: third-party packages that may be imported.
        modules: the submission's own modules, dotted name to source text; may grow.
        finders: Python's own.
        shell: what `IPython.get_ipython()` gives.
    """

    def __init__(
        self,
        allowed: Allowed,
        modules: Mapping[str, str],
        finders: tuple[Any, ...],
        shell: standins.StandIn,
    ) -> None:
        self._allowed = allowed
        self._shell = shell
        self._modules = modules
        self._finders = finders

    def find_spec(
        self, fullname: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how to load a module, None if there is none."""
        if fullname in self._modules:
            return self._own_module(fullname, fullname)
        if self._allowed.includes(fullname):
            found = (finder.find_spec(fullname, path, target) for finder in self._finders)
            return processes.adapted(next((spec for spec in found if spec is not None), None))
        if fullname.partition(".")[0] in standins.MODULES:
            return importlib.machinery.ModuleSpec(fullname, _StandInLoader(self._shell), is_package=True)
        named = self._named(fullname)
        return self._own_module(fullname, named) if named else None

    def run(self, path: str, namespace: dict[str, Any], *, shared: bool) -> None:
        """Execute a file of the submission's own as `%run` does, and bind its names in a namespace.

        Its `if __name__ == "__main__":` part is for the student's own runs, as that of a script.

        Args:
            path: as the student wrote it; what it begins with need not be here.
            namespace: where its names are bound.
            shared: whether it is executed in that namespace itself.

        Raises:
            FileNotFoundError: no such file was handed in.
        """
        parts = [part for part in path.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
        starts = [".".join(parts[start:]).removesuffix(".py") for start in range(len(parts))]
        own = [name for name in starts if name in self._modules]
        name = own[0] if own else self._named(starts[-1]) if starts else None
        if name is None:
            raise FileNotFoundError(
                f"{path} is not there: hand in the Python file of that name beside the notebook"
            )
        loader = _SourceLoader(self._modules[name], label_of(name))
        if shared:
            loader.execute(namespace)
            return
        module = sys.modules[name] = ModuleType(name)
        try:
            loader.exec_module(module)
        finally:
            namespace.update({k: v for k, v in vars(module).items() if not k.startswith("__")})

    def find_distributions(self, context: Any) -> Iterator[Any]:
        """Give what `importlib.metadata` finds, of what can be read here."""
        for finder in self._finders:
            yield from getattr(finder, "find_distributions", lambda _: ())(context)

    def invalidate_caches(self) -> None:
        """Forget what was found where."""
        for finder in self._finders:
            getattr(finder, "invalidate_caches", lambda: None)()

    def _named(self, name: str) -> str | None:
        """Return the module of the submission's own that a name without its folder means.

        A student may have put the folder on `sys.path`, or made it the current one. Of several modules
        that one counts which lies highest.
        """
        alike = [other for other in self._modules if other.endswith(f".{name}")]
        highest = min((other.count(".") for other in alike), default=0)
        alike = [other for other in alike if other.count(".") == highest]
        return alike[0] if len(alike) == 1 else None

    def _own_module(self, fullname: str, name: str) -> importlib.machinery.ModuleSpec:
        label = label_of(name)
        is_package = any(other.startswith(f"{name}.") for other in self._modules)
        loader = _SourceLoader(self._modules[name], label)
        return importlib.machinery.ModuleSpec(fullname, loader, origin=label, is_package=is_package)


def label_of(module: str) -> str:
    """Return what a student calls the file of one of her own modules: `helpers/shapes.py`."""
    return module.replace(".", "/") + ".py"


class _StandInLoader(importlib.abc.Loader):
    def __init__(self, shell: standins.StandIn) -> None:
        self._shell = shell

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return standins.Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        standins.fill(module, self._shell)


class _SourceLoader(importlib.abc.Loader):
    """Executes a module of the submission's own from its text."""

    def __init__(self, source: str, label: str) -> None:
        self._source = source
        self._label = label

    def create_module(self, _: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = self._label
        self.execute(module.__dict__)

    def execute(self, namespace: dict[str, Any]) -> None:
        """Execute the text in a namespace."""
        lines = self._source.splitlines(keepends=True)
        linecache.cache[self._label] = (len(self._source), None, lines, self._label)
        code: CodeType = compile(self._source, self._label, "exec", dont_inherit=True)
        exec(code, namespace)  # noqa: S102 -- this is what the jail is for
