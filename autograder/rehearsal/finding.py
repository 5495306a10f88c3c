"""What is to be known before work is handed in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be.

    Attributes:
        text: what, where, and what to do, for the student.
        loses: whether it would lose marks; else it is a hint.
    """

    text: str
    loses: bool = False
