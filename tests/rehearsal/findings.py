"""What is found about a folder."""

from __future__ import annotations

from pathlib import Path

from autograder.rehearsal.kernel import Kernel
from autograder.rehearsal.readiness import Readiness, get_ready
from autograder.rehearsal.work import find_work


def loses(found: Readiness) -> list[str]:
    """Return what would lose marks."""
    return [finding.text for finding in found.findings if finding.loses]


def hints(found: Readiness) -> list[str]:
    """Return the rest, but for the checks that these folders do without."""
    texts = [finding.text for finding in found.findings if not finding.loses]
    return [text for text in texts if not text.startswith("test_public.py is not here")]


def look(folder: Path, kernel: Kernel | None = None) -> Readiness:
    """Look at a folder as the command does."""
    return get_ready(find_work(folder), kernel, seconds=20)
