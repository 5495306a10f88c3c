"""How large the terms of a sum are that is compared, where they can cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def magnitude_of(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Callable[[], float]:
    """Return what gives the largest value of `function`, on absolute values, once it is asked.

    For sums of products that is the largest magnitude that the exact sum goes through; `assert_matches`
    asks where the values alone do not admit an answer. To be called before the student is: what she is
    given is looked at now, and she may change it where no process lies between her and the test.

    Args:
        function: of the reference; it returns an array.
        args: arrays and numbers, of which the absolute values are passed.
        kwargs: passed as they are.
    """
    absolute = [abs(each) for each in args]
    return lambda: float(function(*absolute, **kwargs).max())
