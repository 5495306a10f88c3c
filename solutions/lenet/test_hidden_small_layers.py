"""What decides the marks of the layers without parameters, beside the values that all layers have."""

import numpy as np
import pytest

from autograder.suite import assert_equals, assert_matches

pytestmark = pytest.mark.question("small_layers")


def pair_of(student, reference, kind, *numbers):
    """Return a new layer of the student's and of the reference's."""
    pair = [getattr(which, kind)(*numbers) for which in (student, reference)]
    assert callable(getattr(pair[0], "forward", None)), "a layer is due"
    return pair


@pytest.mark.parametrize("case", ["out", "dx"], ids=["Tanh: forward", "Tanh: dx"])
def test_large_numbers(student, reference, rng, case):
    """However large the numbers are, the hyperbolic tangent and its gradient are finite and right."""
    x = np.concatenate([(-40.0, 40.0, -1000.0, 1000.0), rng.uniform(-2, 2, size=8)]).reshape(3, 4)
    dout = rng.uniform(0.5, 2.5, size=x.shape) * rng.choice([-1, 1], size=x.shape)
    theirs, ours = pair_of(student, reference, "Tanh")
    expected = {"out": ours.forward(x), "dx": ours.backward(dout)}[case]
    answer = theirs.forward(x)
    assert_matches(answer if case == "out" else theirs.backward(dout), expected, np.abs(dout).max())


@pytest.mark.parametrize(
    "case",
    [
        pytest.param((kind, numbers, shape), id=kind)
        for kind, numbers, shape in (
            ("Tanh", (), (2, 3)),
            ("Flatten", (), (2, 3, 2, 1)),
            ("AvgPool2d", (2,), (2, 1, 4, 5)),
        )
    ],
)
def test_no_parameters(student, reference, rng, case):
    """A layer without parameters has none, nor gradients of them, before and after it was used."""
    kind, numbers, shape = case
    theirs, ours = pair_of(student, reference, kind, *numbers)
    x = rng.uniform(0.5, 2.5, size=shape)
    dout = rng.uniform(0.5, 2.5, size=ours.forward(x).shape)
    for _ in range(2):
        assert_equals(theirs.parameters(), {})
        theirs.forward(x)
        assert_matches(theirs.backward(dout), ours.backward(dout), np.abs(dout).max())
        assert_equals(theirs.gradients(), {})
