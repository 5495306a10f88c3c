"""Which Otter this package speaks to."""

from __future__ import annotations

import importlib.metadata
from typing import Final

from autograder.errors import AutograderError

MAJOR: Final = 7
_INSTALL: Final = f"pip install 'otter-grader[grading]>={MAJOR},<{MAJOR + 1}'"


def require_otter() -> None:
    """Make sure that the Otter is here whose plugins, results and zip this package knows.

    Raises:
        AutograderError: it is not.
    """
    try:
        found = importlib.metadata.version("otter-grader")
    except importlib.metadata.PackageNotFoundError as error:
        raise AutograderError(f"otter-grader is not installed here: {_INSTALL}") from error
    if found.partition(".")[0] != str(MAJOR):
        raise AutograderError(
            f"otter-grader {found} is installed here, and this is for version {MAJOR}: {_INSTALL}"
        )
