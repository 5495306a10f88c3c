"""The versions that decide what a submission gets, which are to be the same on all machines."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterable

from autograder._version import __version__

_OURS = "cnn-autograder"
_PYTHON = "Python"  # whose next version takes what this one calls a syntax error


def versions(packages: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return names and versions: ours, Python's, and those of packages, empty where one is missing."""
    python = "{}.{}".format(*sys.version_info)
    return (_OURS, __version__), (_PYTHON, python), *((name, _version(name)) for name in packages)


def what_differs(needed: Iterable[tuple[str, str]]) -> str:
    """Return which version is another one here, an empty text if none is.

    A package that either machine lacks is not compared: if it is needed there, that is said anyway.
    """
    needed = tuple(needed)
    here = dict(versions(name for name, _ in needed if name not in {_OURS, _PYTHON}))
    for name, version in needed:
        if version and here[name] and here[name] != version:
            return f"it has {name} {here[name]}, and {version} is needed"
    return ""


def _version(package: str) -> str:
    """Return a version but for what it is built for, which a machine without a GPU has otherwise."""
    try:
        return importlib.metadata.version(package).partition("+")[0]
    except importlib.metadata.PackageNotFoundError:
        return ""
