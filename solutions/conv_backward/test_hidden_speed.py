"""What `conv_backward_fast` takes beside the reference; wrong values earn nothing.

Some milliseconds for the reference, so that what a call costs by itself does not matter, and seconds
for Python loops over positions, which are stopped before.
"""

import pytest

from autograder.suite import assert_matches, assert_reaches, parts

NAMES = ("dx", "dw", "db")


@pytest.mark.question("conv_backward_speed")
def test_conv_backward_fast_is_fast(speed, reference, rng, step):
    """A batch of images with many filters takes a time that is measured."""

    def draw():
        x, w = rng.normal(size=(8, 8, 24, 24)), rng.normal(size=(16, 8, 3, 3))
        return rng.normal(size=(8, 16, 24, 24)), x, w, 1, 1

    def check(answer, *given):
        for got, due in zip(parts(answer, *NAMES), reference.conv_backward_fast(*given), strict=True):
            assert_matches(got, due)

    assert_reaches(speed.of("conv_backward_fast", draw, check), step)
