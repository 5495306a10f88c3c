"""What decides the marks of `bad_arguments`: every line of a case has to raise."""

import pytest

from autograder.suite import assert_raises

FIT = [((1, 2, 4, 6), (1, 2, 5, 3), 1, 0), ((1, 2, 3, 3), (1, 2, 2, 6), 2, 1)]
BAD = [((1, 2, n, n), (1, 2, 3, 3), *bad) for n, *bad in ((6, 0, 0), (6, -1, 0), (3, -1, 0), (6, 1, -1))]
AXES = [((2, 5, 5), (1, 2, 3, 3), 1, 0), ((1, 1, 2, 5, 5), (1, 2, 3, 3), 1, 0)]
FILTERS = [((1, c, 5, 5), w, 1, 0) for c, w in ((1, (1, 3, 3)), (3, (2, 1, 3, 3)), (1, (2, 3, 3, 3)))]
LINES = {"filter that does not fit": FIT, "stride and padding": BAD, "axes and channels": AXES + FILTERS}


@pytest.mark.question("bad_arguments")
@pytest.mark.parametrize(
    "case",
    [
        pytest.param((name, lines), id=f"{name}: {words}", marks=pytest.mark.needs(name))
        for name in ("conv_backward", "conv_backward_fast")
        for words, lines in LINES.items()
    ],
)
def test_bad_arguments(student, rng, case):
    """A ValueError is raised where arguments make no sense."""
    name, lines = case
    for x_shape, w_shape, stride, padding in lines:
        # What fits, had the stride been 1 and everything else been right: its shape is not to blame.
        side = max(1, x_shape[-1] + 2 * padding - w_shape[-1] + 1)
        shapes = ((1, w_shape[0], side, side), x_shape, w_shape)
        dout, x, w = (rng.normal(size=shape) for shape in shapes)
        assert_raises(ValueError, getattr(student, name), dout, x, w, stride, padding)
