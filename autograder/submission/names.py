"""Names of files: which are junk, and how they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from autograder.text import scrub

NOTEBOOK = ".ipynb"
SCRIPT = ".py"

_SHOWN_CHARACTERS = 255  # the longest name that common file systems allow
_LISTED = 5
_JUNK = frozenset({"__macosx", "__pycache__", "desktop.ini", "node_modules", "thumbs.db", "venv"})
_JUNK_SUFFIXES = (".pyc", ".pyo", ".swp", ".tmp", "~")
_NOT_GRADED = frozenset(
    {"__init__.py", "__main__.py", "conftest.py", "setup.py", "sitecustomize.py", "usercustomize.py"}
)


def shown(name: str) -> str:
    """Return `name` on one line and fit for a message, a report or JSON."""
    return scrub(name, _SHOWN_CHARACTERS).replace("\n", "\ufffd").replace("\t", "\ufffd")


def listed(names: Sequence[str]) -> str:
    """Return `names` as a list for a sentence, five at most."""
    first = [shown(name) for name in names[:_LISTED]]
    if len(names) > _LISTED:
        return f"{', '.join(first)} and {len(names) - _LISTED} more"
    return first[0] if len(first) == 1 else f"{', '.join(first[:-1])} and {first[-1]}"


def suffix(name: str) -> str:
    """Return the extension of `name` in lower case, with its dot."""
    return PurePosixPath(name).suffix.lower()


def is_junk(part: str) -> bool:
    """Return whether a file or folder of this name is left by a tool and means nothing."""
    folded = part.casefold()
    return folded.startswith(".") or folded in _JUNK or folded.endswith(_JUNK_SUFFIXES)


def is_code(name: str) -> bool:
    """Return whether `name`, a path inside a bundle, may be the file that is graded."""
    base = name.rpartition("/")[2].casefold()
    if suffix(base) == NOTEBOOK:
        return True
    return suffix(base) == SCRIPT and base not in _NOT_GRADED and not base.startswith("test_")
