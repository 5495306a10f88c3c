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


@dataclass(frozen=True)
class Past:
    """A piece of work that somebody handed in at some time, and what it got.

    Attributes:
        id: its number in the gradebook.
        name: what its author called it.
        handed_in: when, ISO 8601, or nothing if that is not known.
        points: of its newest result, None if there is none or nobody could judge.
        max_points: what that could have been.
    """

    id: int
    name: str
    handed_in: str
    points: float | None
    max_points: float
