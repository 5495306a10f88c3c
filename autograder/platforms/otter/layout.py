"""Where things lie in the zip, and in the tree that Otter unpacks it into."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import nbformat

PLUGIN: Final = "autograder.platforms.otter.plugin.Plugin"
CONFIG: Final = "otter_config.json"
METADATA: Final = "submission_metadata.json"
TESTS: Final = "tests"
FILES: Final = "files"  # Otter copies what is in it beside the submission
COURSE: Final = "autograder_course"  # a folder in `files`
INIT: Final = "__init__.py"  # Otter makes an empty one beside the submission
NOTEBOOK: Final = ".ipynb"
NOT_JUDGED: Final = "Your work is here, but could not be judged."


def blank(suffix: str) -> str:
    """Return a file of this kind that does nothing: a notebook without a cell, or an empty script."""
    if suffix != NOTEBOOK:
        return ""
    text: str = nbformat.writes(nbformat.v4.new_notebook())  # type: ignore[no-untyped-call]
    return text


def handed_in(folder: Path) -> Path:
    """Return the one file that a folder holds, or else the folder: what a student handed in."""
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and not inside[0].is_dir() else folder
