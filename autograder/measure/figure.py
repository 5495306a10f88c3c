"""A figure that was measured, with its noise."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What repeated measurements say of one quantity.

    Attributes:
        value: the figure itself.
        low: the least that it may as well be, by its noise.
        high: the most that it may as well be.
        unit: what follows the number: "times the reference's time".
        n: how often it was measured.
    """

    value: float
    low: float
    high: float
    unit: str
    n: int

    def __str__(self) -> str:
        if self.n == 1 or self.low == self.high:
            return f"{self.value:.3g} {self.unit}"
        return (
            f"{self.value:.3g} {self.unit} ({self.low:.3g} to {self.high:.3g}, {self.n} times measured)"
        )


def middle_half(values: Sequence[float], unit: str) -> Figure:
    """Return the median of some measurements, between their quartiles.

    A neighbour on the machine disturbs single measurements: of the middle half it can shift little.

    Args:
        values: at least one.
        unit: of them.
    """
    ordered = sorted(values)
    last = len(ordered) - 1
    low, high = ordered[last // 4], ordered[last - last // 4]
    return Figure(statistics.median(ordered), low, high, unit, len(ordered))


def mean(values: Sequence[float], unit: str, noise: float = 0.0) -> Figure:
    """Return the mean of some measurements, give or take one standard error.

    Args:
        values: at least one.
        unit: of them.
        noise: the standard error of the mean that the measurements have in common, if that of their own
            is smaller: repeating them does not show what is the same in all.
    """
    centre = statistics.fmean(values)
    own = statistics.stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0
    error = max(own, noise)
    return Figure(centre, centre - error, centre + error, unit, len(values))
