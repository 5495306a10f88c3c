"""What a gradebook holds of one piece of work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.results import Result


@dataclass(frozen=True)
class Work:
    """One piece of work as the gradebook knows it.

    Attributes:
        id: its number there.
        path: where it lay when it was last seen.
        sha256: of its content.
    """

    id: int
    path: Path
    name: str
    sha256: str
    handed_in: str
    late: bool
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """A result in the gradebook.

    Attributes:
        id: its number there.
        evidence: the number of what was asked and answered, None if that is not kept.
    """

    id: int
    result: Result
    evidence: int | None
