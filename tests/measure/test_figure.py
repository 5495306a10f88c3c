"""Figures and their noise."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.assignment import Step
from autograder.measure.figure import Figure, mean, middle_half
from autograder.suite import assert_reaches
from autograder.suite.mismatch import MismatchError

MEASURED = st.lists(st.floats(0.01, 100.0), min_size=1, max_size=40)
THREE = Step("at most 3 times", 3.0, at_most=True, weight=1.0)
NINETY = Step("at least 90 %", 90.0, at_most=False, weight=1.0)


@given(MEASURED)
def test_the_middle_half_lies_between_the_extremes(values: list[float]) -> None:
    """Its median is that of the values, and at least half of these are within it."""
    figure = middle_half(values, "times")
    assert min(values) <= figure.low <= figure.value <= figure.high <= max(values)
    assert figure.value == statistics.median(values)
    assert sum(figure.low <= value <= figure.high for value in values) >= len(values) / 2


@given(st.lists(st.floats(1.0, 2.0), min_size=7, max_size=31), st.integers(0, 6))
def test_a_disturbed_round_moves_no_verdict(values: list[float], place: int) -> None:
    """However long a neighbour holds one of seven rounds up, the figure stays among the others."""
    disturbed = [*values[:place], 1e6, *values[place + 1 :]]
    assert 1.0 <= middle_half(disturbed, "times").value <= 2.0


def test_a_mean_has_the_larger_one_of_two_noises() -> None:
    """What the measurements show themselves, or what all of them have in common."""
    assert mean([96.0, 98.0], "%").low == pytest.approx(96.0)
    assert mean([97.0, 97.0], "%", noise=0.5).high == 97.5
    assert mean([97.0], "%") == Figure(97.0, 97.0, 97.0, "%", 1)


@pytest.mark.parametrize(
    ("step", "low", "high", "enough"),
    [
        (THREE, 2.0, 2.5, True),
        (THREE, 2.9, 3.4, True),
        (THREE, 3.01, 3.4, False),
        (NINETY, 91.0, 92.0, True),
        (NINETY, 89.0, 90.1, True),
        (NINETY, 88.0, 89.9, False),
    ],
)
def test_near_a_bound_the_noise_counts_for_the_student(
    step: Step, low: float, high: float, *, enough: bool
) -> None:
    """Only a figure that is beyond it with all its noise misses the step, and says what was measured."""
    figure = Figure((low + high) / 2, low, high, "units", 9)
    if enough:
        assert_reaches(figure, step)
        return
    with pytest.raises(MismatchError) as caught:
        assert_reaches(figure, step)
    assert caught.value.mismatch.hint == f"measured: {figure}"
    assert "9 times measured" in str(figure)
