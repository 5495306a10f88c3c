"""What decides the marks of `bad_arguments`: every line of a case has to raise."""

import numpy as np
import pytest

from autograder.suite import assert_raises

FIT = [((1, 2, 4, 6), (1, 2, 5, 3), 1, 0), ((1, 2, 3, 3), (1, 2, 2, 6), 2, 1)]
BAD = [((1, 2, n, n), (1, 2, 3, 3), *bad) for n, *bad in ((6, 0, 0), (6, -1, 0), (3, -1, 0), (6, 1, -1))]
AXES = [((2, 6, 6), (1, 2, 3, 3), 1, 0), ((1, 1, 2, 6, 6), (1, 2, 3, 3), 1, 0)]
FILTERS = [((1, c, 5, 5), w, 1, 0) for c, w in ((1, (1, 3, 3)), (3, (2, 1, 3, 3)), (1, (2, 3, 3, 3)))]
# Two negative sides have a product like any other, and zeros of its shape are soon made.
EMPTY = [((1, 2, 6, 6), (1, 2, *sides), 1, 0) for sides in ((0, 3), (3, 0), (-1, -1))]


@pytest.mark.question("bad_arguments")
@pytest.mark.parametrize(
    "case",
    [
        pytest.param((name, lines), id=f"{name}: {words}", marks=pytest.mark.needs(name))
        for name in ("im2col", "conv_forward", "conv_forward_fast", "conv_macs")
        for words, lines in {
            "filter that does not fit": FIT,
            "stride and padding": BAD,
            "axes, channels and empty kernels": AXES + (EMPTY if name == "im2col" else FILTERS),
        }.items()
    ],
)
def test_bad_arguments(student, rng, case):
    """A ValueError is raised where arguments make no sense."""
    name, lines = case
    for x_shape, w_shape, *numbers in lines:
        x, w, b = rng.normal(size=x_shape), rng.normal(size=np.abs(w_shape)), np.zeros(w_shape[0])
        given = {"im2col": (x, w_shape[2:]), "conv_macs": (x_shape, w_shape)}.get(name, (x, w, b))
        assert_raises(ValueError, getattr(student, name), *given, *numbers)
