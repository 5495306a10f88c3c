"""How long one piece of code takes beside another: the same work in turn, A B A B.

Each round has values of its own, so that nothing remembered helps; what is timed is the processors' time
of the process that works, all its threads together, while the other one is stopped. What it takes to
bring arguments and answer across the border between processes does not count: it is taken to be that of
the pace's own answer, or answers that are costly to send would be worth something. The verdict is on the
ratios of the rounds: what slows the machine down for a while slows both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from autograder.measure.figure import Figure, middle_half

LEAST_ROUNDS, MOST_ROUNDS = 7, 31
_FIRST_CALL = 2.0  # times as long as another one it may take
_TRIES = 3  # of which the shortest counts
_LEAST_OWN = 0.25  # of the time of a call, taken for work: where all is transport no ratio means much


class Runner(Protocol):
    """Code that can be timed."""

    def timed(self, args: Sequence[Any], seconds: float | None) -> tuple[Any, float]:
        """Return what a call gives, and the CPU seconds that it took.

        Args:
            args: of the call.
            seconds: after how many it is stopped, if not after those of any call.
        """


class Pace(Runner, Protocol):
    """What others are compared with."""

    def transport(self, args: Sequence[Any], answer: Any) -> float:
        """Return the CPU seconds of a call that only takes its arguments and gives an answer."""


def race(
    runner: Runner,
    pace: Pace,
    draw: Callable[[], Sequence[Any]],
    check: Callable[[Any, Sequence[Any]], None],
    *,
    bounds: Sequence[float],
    unit: str,
) -> Figure:
    """Return how many times as long as `pace` a runner takes.

    It runs until no bound lies within the middle half of the ratios, or for so many rounds. A call that
    takes one and a half times what the largest bound allows is stopped. What runner and check raise
    passes.

    Args:
        runner: what is timed.
        pace: what it is compared with.
        draw: gives the arguments of a round, other ones each time.
        check: is told each answer of the runner and its arguments; raises if it is wrong.
        bounds: ratios about which a verdict is due.
        unit: of the ratio.
    """
    args = draw()
    due, slowest = pace.timed(args, None)
    transport = min(pace.transport(args, due) for _ in range(_TRIES))
    limit = 1.5 * max(bounds)
    # Not counted: the first call finds cold caches, and lazy imports.
    check(runner.timed(args, _FIRST_CALL * limit * slowest)[0], args)
    ratios: list[float] = []
    while True:
        args = draw()
        whole = pace.timed(args, None)[1]
        own = max(whole - transport, _LEAST_OWN * whole)
        slowest = max(slowest, own)
        answer, taken = runner.timed(args, transport + limit * slowest)
        check(answer, args)
        ratios.append(max(taken - transport, 0.0) / own)
        figure = middle_half(ratios, unit)
        clear = not any(figure.low <= bound <= figure.high for bound in bounds)
        if len(ratios) >= (LEAST_ROUNDS if clear else MOST_ROUNDS):
            return figure
