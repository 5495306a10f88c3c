"""Which imports a submission may make, and where each comes from."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import linecache
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any

from autograder.sandbox.notebook_runtime import standins


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


class AllowedImports:
    """A finder for the head of `sys.meta_path`.

    The submission's own modules come first, as in Python itself. Tools for people get a stand-in; the
    standard library and the allowed packages are left to Python; all else is not there, and a
    student's `except ImportError` works as it would where it is not installed.

    Args:
        allowed: third-party packages that may be imported.
        modules: the submission's own modules, dotted name to source text; may grow.
    """

    def __init__(self, allowed: Allowed, modules: Mapping[str, str]) -> None:
        self._allowed = allowed
        self._modules = modules

    def find_spec(self, fullname: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        """Return how to load a module, None to leave it to Python.

        Raises:
            ModuleNotFoundError: it is not allowed here.
        """
        if fullname in self._modules:
            return self._own_module(fullname)
        top = fullname.partition(".")[0]
        if top in self._allowed.names or top in sys.stdlib_module_names:
            return None
        if top.startswith("_sysconfigdata_"):  # of the standard library, named after the platform
            return None
        if top in standins.MODULES:
            return importlib.machinery.ModuleSpec(fullname, _StandInLoader(), is_package=True)
        known = " and ".join(["the standard library", *self._allowed.packages])
        raise ModuleNotFoundError(
            f"No module named {fullname!r} in this assignment, which allows {known}", name=fullname
        )

    def _own_module(self, name: str) -> importlib.machinery.ModuleSpec:
        is_package = any(other.startswith(f"{name}.") for other in self._modules)
        loader = _SourceLoader(self._modules[name], label_of(name))
        return importlib.machinery.ModuleSpec(name, loader, origin=label_of(name), is_package=is_package)


def label_of(module: str) -> str:
    """Return what a student calls the file of one of her own modules: `helpers/shapes.py`."""
    return module.replace(".", "/") + ".py"


class _StandInLoader(importlib.abc.Loader):
    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return standins.Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


class _SourceLoader(importlib.abc.Loader):
    """Executes a module of the submission's own from its text."""

    def __init__(self, source: str, label: str) -> None:
        self._source = source
        self._label = label

    def create_module(self, _: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        lines = self._source.splitlines(keepends=True)
        linecache.cache[self._label] = (len(self._source), None, lines, self._label)
        module.__file__ = self._label
        code: CodeType = compile(self._source, self._label, "exec", dont_inherit=True)
        namespace: dict[str, Any] = module.__dict__
        exec(code, namespace)  # noqa: S102 -- this is what the jail is for
