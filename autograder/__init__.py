"""An auto-graded assignment framework: hidden tests never meet the student's code."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from autograder._version import __version__

if TYPE_CHECKING:
    from autograder.notebook import check

__all__ = ["__version__", "check"]


def __getattr__(name: str) -> Any:
    # pytest and NumPy are loaded when a student checks, not when anybody imports a part of this package.
    if name != "check":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module("autograder.notebook").check
