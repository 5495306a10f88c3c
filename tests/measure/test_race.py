"""Races between pieces of code whose times are made up."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from autograder.measure.race import LEAST_ROUNDS, MOST_ROUNDS, race


@dataclass
class Made:
    """Takes made-up times and notes what it is asked."""

    times: Iterator[float]
    carrying: float = 0.0
    asked: list[tuple[Sequence[Any], float | None]] = field(default_factory=list)

    def timed(self, args: Sequence[Any], seconds: float | None) -> tuple[Any, float]:
        """Answer with what was asked."""
        self.asked.append((args, seconds))
        return args, next(self.times)

    def transport(self, args: Sequence[Any], answer: Any) -> float:
        """Take the time that was made up for it."""
        assert answer == args
        return self.carrying


def run(times: Iterator[float], check: Callable[..., None] = lambda *_: None) -> tuple[Any, Made, Made]:
    """Race made-up times against a pace of one second, about bounds of 3 and 12."""
    runner, pace = Made(times), Made(itertools.repeat(1.0))
    numbers = itertools.count()
    figure = race(runner, pace, lambda: (next(numbers),), check, bounds=[3.0, 12.0], unit="times")
    return figure, runner, pace


def test_a_clear_verdict_takes_the_fewest_rounds() -> None:
    """Far from all bounds, no more is measured."""
    figure, runner, _ = run(itertools.repeat(2.0))
    assert (figure.value, figure.n, len(runner.asked)) == (2.0, LEAST_ROUNDS, LEAST_ROUNDS + 1)


def test_near_a_bound_it_is_measured_more_often() -> None:
    """As long as the bound lies within the middle half, but not forever."""
    figure, _, _ = run(itertools.cycle([2.8, 3.2]))
    assert figure.n == MOST_ROUNDS
    assert figure.low <= 3.0 <= figure.high


def test_each_round_has_values_of_its_own_and_both_get_the_same() -> None:
    """What was answered in an earlier round answers no other."""
    _, runner, pace = run(itertools.repeat(2.0))
    assert [args for args, _ in runner.asked] == [args for args, _ in pace.asked]
    assert len({args for args, _ in runner.asked}) == len(runner.asked)


def test_the_first_call_does_not_count() -> None:
    """It finds caches cold and imports what it needs."""
    figure, _, _ = run(itertools.chain([20.0], itertools.repeat(2.0)))
    assert figure.high == 2.0


def test_a_call_may_take_little_more_than_the_largest_bound_allows() -> None:
    """Whoever is far too slow holds nobody up."""
    _, runner, _ = run(itertools.repeat(2.0))
    assert {seconds for _, seconds in runner.asked[1:]} == {18.0}


def test_what_crossing_the_border_takes_does_not_count() -> None:
    """Of a second of which half is transport, two seconds are three times the work."""
    runner, pace = Made(itertools.repeat(2.0)), Made(itertools.repeat(1.0), carrying=0.5)
    figure = race(runner, pace, lambda: (0,), lambda *_: None, bounds=[12.0], unit="times")
    assert figure.value == 3.0


def test_where_all_is_transport_noise_makes_no_large_ratio() -> None:
    """A quarter of the time is taken for work at least."""
    runner, pace = Made(itertools.repeat(1.2)), Made(itertools.repeat(1.0), carrying=1.1)
    figure = race(runner, pace, lambda: (0,), lambda *_: None, bounds=[12.0], unit="times")
    assert figure.value == pytest.approx(0.4)


def test_a_wrong_answer_ends_it() -> None:
    """In whichever round it comes."""

    def check(answer: Any, args: Sequence[Any]) -> None:
        assert answer == args
        if args == (4,):
            raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        run(itertools.repeat(2.0), check)
