"""The packages that an assignment allows, imported once for all workers of a zygote."""

from __future__ import annotations

import importlib
import importlib.metadata
import re
import sys

from autograder.sandbox.notebook_runtime.imports import Allowed


def import_allowed(packages: tuple[str, ...]) -> Allowed:
    """Import the packages and find the import names that they and their dependencies provide."""
    names: set[str] = set()
    waiting, seen = list(packages), set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # an optional dependency that is not installed
        names.update(_top_level(distribution))
        needed = (line for line in distribution.requires or () if "extra ==" not in line)
        waiting.extend(re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in needed)
    for package in packages:
        importlib.import_module(package)
    if "numpy" in sys.modules:
        importlib.import_module("numpy.random")  # NumPy would load it anew in each worker
    return Allowed(packages, frozenset(names))


def _top_level(distribution: importlib.metadata.Distribution) -> set[str]:
    listed = distribution.read_text("top_level.txt")
    if listed:
        return set(listed.split())
    tops = {file.parts[0] for file in distribution.files or () if file.suffix in (".py", ".so")}
    return {top.partition(".")[0] for top in tops if not top.endswith((".libs", ".dist-info"))}
