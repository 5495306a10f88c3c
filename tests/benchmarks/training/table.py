"""A table of figures as plain text, with how often each was measured and how far it spreads."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WIDTH = 51  # of a row's name


@dataclass(frozen=True)
class Row:
    """A figure, measured several times, or words in its place.

    Attributes:
        name: what was measured, with its unit.
        values: one a repetition; none where there are words.
        words: what there is to say.
    """

    name: str
    values: Sequence[float] = ()
    words: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return how often it was measured, the least, the median and the most."""
        spread = (min(self.values), statistics.median(self.values), max(self.values))
        return (str(len(self.values)), *map(number, spread))


def number(value: float) -> str:
    """Return a number with the digits that are worth reading."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.2f}" if value >= 10 else f"{value:.3f}"


def heading() -> str:
    """Return the line above the rows."""
    return f"{'':{WIDTH}} {'n':>4} {'min':>9} {'median':>9} {'max':>9}"


def lines(rows: Iterable[Row]) -> Iterator[str]:
    """Give the lines of rows, as wide as all others."""
    for row in rows:
        if row.values:
            count, *spread = row.cells()
            yield f"{row.name:{WIDTH}} {count:>4} " + " ".join(f"{cell:>9}" for cell in spread)
        else:
            yield f"{row.name:{WIDTH}} {row.words}"
