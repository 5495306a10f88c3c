"""The magnitude that a sum goes through, worked out only if it decides."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.suite import assert_matches, magnitude_of
from autograder.suite.mismatch import MismatchError


def test_terms_that_cancel_leave_room_for_rounding() -> None:
    """Of a sum that comes to nothing, what rounding leaves is no mistake; anything more is one."""
    terms = np.array([1e7, -1e7])
    magnitude = magnitude_of(np.convolve, terms, np.ones(2), mode="valid")
    assert magnitude() == 2e7
    assert_matches([0.019], [0.0], magnitude)
    with pytest.raises(MismatchError):
        assert_matches([0.021], [0.0], magnitude)


def test_what_was_given_may_change_before_it_is_asked() -> None:
    """Where no process lies between, a function that scales its input must not widen its tolerance."""
    image = np.array([1.0, -2.0])
    magnitude = magnitude_of(np.multiply, image, 3)
    image *= 1e9
    assert magnitude() == 6.0
    with pytest.raises(MismatchError):
        assert_matches([0.0, 0.0], [3.0, -6.0], magnitude)
