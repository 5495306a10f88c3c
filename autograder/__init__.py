"""An auto-graded assignment framework: hidden tests never meet the student's code."""

from __future__ import annotations

import importlib

from autograder._version import __version__

TYPE_CHECKING = False  # as `typing` has it, which is half of what is loaded before Ctrl-C is looked at
if TYPE_CHECKING:
    from typing import Any

    from autograder.notebook import check
    from autograder.rehearsal.last_cell import ready

__all__ = ["__version__", "check", "ready"]


def __getattr__(name: str) -> Any:
    # pytest and NumPy are loaded when a student checks, not when anybody imports a part of this package.
    homes = {"check": "autograder.notebook", "ready": "autograder.rehearsal.last_cell"}
    if name not in homes:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(homes[name]), name)
