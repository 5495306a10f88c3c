"""What `conv_backward_fast` takes beside the reference; wrong values earn nothing.

A large image, so that Python loops over its positions take long and are stopped, under few and small
filters: what differs between vectorised forms (a plain `einsum`, gathering by slices or by indices,
`np.add.at`) stays well within full points whatever the processor's matrix product takes.
"""

import pytest

from autograder.suite import assert_matches, assert_reaches, parts

NAMES = ("dx", "dw", "db")


@pytest.mark.question("conv_backward_speed")
def test_conv_backward_fast_is_fast(speed, reference, rng, step):
    """A large image under a few filters takes a time that is measured."""

    def draw():
        x, w = rng.normal(size=(1, 4, 96, 96)), rng.normal(size=(4, 4, 2, 2))
        return rng.normal(size=(1, 4, 95, 95)), x, w, 1, 0

    def check(answer, *given):
        for got, due in zip(parts(answer, *NAMES), reference.conv_backward_fast(*given), strict=True):
            assert_matches(got, due)

    assert_reaches(speed.of("conv_backward_fast", draw, check), step)
