"""How marks changed for those who handed in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.reports.site.view import HandIn


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One student who handed in more than once.

    Attributes:
        student: her key.
        count: how often she handed in.
        first: the points of the first piece of work that has any, None if none has.
        last: of the last that has.
        max_points: what could be had.
    """

    student: str
    count: int
    first: float | None
    last: float | None
    max_points: float

    @property
    def change(self) -> float | None:
        """By how much the points changed, None where fewer than two pieces of work have any."""
        return None if self.first is None or self.last is None else round(self.last - self.first, 6)


def progress(histories: Mapping[str, Sequence[HandIn]]) -> list[Progress]:
    """Return those who handed in again, in the order of the histories."""
    found = []
    for student, history in histories.items():
        if len(history) < 2:
            continue
        points = [one.points for one in history if one.points is not None]
        found.append(
            Progress(
                student=student,
                count=len(history),
                first=points[0] if len(points) > 1 else None,
                last=points[-1] if len(points) > 1 else None,
                max_points=max(one.max_points for one in history),
            )
        )
    return found
