"""What `conv_forward_fast` takes beside the reference; wrong values earn nothing.

About 11 million multiply-accumulates: some milliseconds for the reference, so that what a call costs
by itself does not matter, and seconds for Python loops over positions, which are stopped before.
"""

import pytest

from autograder.suite import assert_matches, assert_reaches


@pytest.mark.question("conv_forward_speed")
def test_conv_forward_fast_is_fast(speed, reference, rng, step):
    """A batch of images with many filters takes a time that is measured."""

    def draw():
        x, w = rng.normal(size=(8, 16, 20, 20)), rng.normal(size=(24, 16, 3, 3))
        return x, w, rng.normal(size=24), 1, 1

    def check(answer, *given):
        assert_matches(answer, reference.conv_forward_fast(*given))

    assert_reaches(speed.of("conv_forward_fast", draw, check), step)
