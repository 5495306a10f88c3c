"""The packages that an assignment allows, imported once for all workers of a zygote."""

from __future__ import annotations

import importlib
import importlib.metadata
import re
import sys
from collections.abc import Iterator

from autograder.sandbox.notebook_runtime import torch_runtime
from autograder.sandbox.notebook_runtime.imports import Allowed


class PackageError(Exception):
    """A package that an assignment allows cannot be used here; the text is fit for staff."""


def import_allowed(packages: tuple[str, ...]) -> Allowed:
    """Import the packages; find the names and the files of these and of all that they need.

    Raises:
        PackageError: one of them is not installed or cannot be imported.
    """
    names: set[str] = set()
    files: set[str] = set()
    for distribution in closure(packages):
        tops = _top_level(distribution)
        names.update(top.partition(".")[0] for top in tops if not top.endswith((".libs", ".dist-info")))
        files.update(str(distribution.locate_file(top)) for top in tops)
    for package in packages:
        try:
            importlib.import_module(package)
        except Exception as error:
            raise PackageError(
                f"the assignment allows {package!r}, which cannot be imported here "
                f"({type(error).__name__}: {error}): install it or correct `allow` in assignment.toml"
            ) from error
    # A package that came without a list of its files.
    modules = [sys.modules[name] for name in names if name in sys.modules]
    files.update(path for module in modules for path in getattr(module, "__path__", ()))
    if "numpy" in sys.modules:
        importlib.import_module("numpy.random")  # NumPy would load it anew in each worker
    torch_runtime.prepare()
    return Allowed(packages, frozenset(names), tuple(sorted(files)))


def closure(packages: tuple[str, ...]) -> Iterator[importlib.metadata.Distribution]:
    """Give the distributions that are installed, of the packages and of all that they require."""
    waiting, seen = list(packages), set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # an optional dependency
        yield distribution
        needed = (line for line in distribution.requires or () if "extra ==" not in line)
        waiting.extend(re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in needed)


def _top_level(distribution: importlib.metadata.Distribution) -> set[str]:
    """Return the names, beside those of other packages, of what a distribution has installed."""
    tops = {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}
    listed = distribution.read_text("top_level.txt")
    return tops | set(listed.split() if listed else ())
