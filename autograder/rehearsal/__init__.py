"""A rehearsal: a student's file from top to bottom, in a fresh process, as the grader will run it.

Works wherever Python does, and says before she hands in what would lose marks. Loaded by parts, since
the process that runs her code needs but one of them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.rehearsal.last_cell import ready
    from autograder.rehearsal.run import rehearse

__all__ = ["ready", "rehearse"]


def __getattr__(name: str) -> Any:
    parts = {"ready": "last_cell", "rehearse": "run"}
    if name not in parts:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"autograder.rehearsal.{parts[name]}"), name)
