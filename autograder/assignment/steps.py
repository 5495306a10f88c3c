"""Thresholds of what is measured: which figure earns how much of a question's points."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from autograder.assignment.names import StepTitle

Device = Literal["cpu", "cuda"]
Data = Literal["embedded", "mnist"]

CLOSEST_TIMES = 1.5  # between two steps of a ratio: what measuring cannot tell apart must not cost marks

Bound = Annotated[float, Meta(gt=0, le=1e6)]
Share = Annotated[float, Meta(gt=0, le=1)]


@dataclass(frozen=True)
class Conditions:
    """Under which something is measured: by what it is computed, and with which data."""

    device: Device = "cpu"
    data: Data = "embedded"


@dataclass(frozen=True)
class Step:
    """One threshold of a question: a test of its own.

    Attributes:
        title: what it asks for: "at most 3 times the reference's time".
        bound: the figure that is just enough.
        at_most: whether smaller figures are better.
        weight: its part of the question's points.
    """

    title: str
    bound: float
    at_most: bool
    weight: float

    def holds(self, low: float, high: float) -> bool:
        """Tell whether a figure between these is enough: the student has the benefit of its noise."""
        return low <= self.bound if self.at_most else high >= self.bound


class Steps(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The thresholds of one question, under all conditions or some.

    Attributes:
        question: whose points they are.
        title: of each step, with `{}` for the bound.
        at_most: pairs of a bound and the share of the points that a figure up to it earns.
        at_least: the same, for figures of which more is better.
        device: where they hold; None everywhere.
        data: with which data they hold; None with any.
    """

    question: str
    title: StepTitle
    at_most: tuple[tuple[Bound, Share], ...] = ()
    at_least: tuple[tuple[Bound, Share], ...] = ()
    device: Device | None = None
    data: Data | None = None

    def hold_under(self, conditions: Conditions) -> bool:
        """Tell whether these are the steps for some conditions."""
        return self.device in (None, conditions.device) and self.data in (None, conditions.data)

    def each(self) -> Iterator[Step]:
        """Give the steps, the easiest first."""
        before = 0.0
        for bound, share in self._from_the_easiest():
            yield Step(self.title.format(f"{bound:g}"), bound, bool(self.at_most), share - before)
            before = share

    def problem(self) -> str | None:
        """Say what is wrong with them, if anything is."""
        if bool(self.at_most) == bool(self.at_least):
            return "needs either `at_most` or `at_least`"
        steps = self._from_the_easiest()
        if steps[-1][1] != 1.0:
            return "the hardest step has to earn everything: a share of 1"
        for (easy, less), (hard, more) in itertools.pairwise(steps):
            if more <= less or easy == hard:
                return "a harder step has to earn more than an easier one"
            if self.at_most and easy < CLOSEST_TIMES * hard:
                return (
                    f"the steps {hard:g} and {easy:g} are less than a factor of {CLOSEST_TIMES:g} apart"
                )
        return None

    def _from_the_easiest(self) -> list[tuple[float, float]]:
        return sorted(self.at_most or self.at_least, reverse=bool(self.at_most))
