"""What decides the marks. Inputs are small: a call in plain Python loops takes under 5 ms.

The pixels of an image are all different, so that no maximum is a matter of choice, but for the one test
on just that. They are positive where their sign is not the subject: a maximum that starts from 0 costs
the test on negative numbers and no other. Batches have one image, windows lie side by side and no rows
are left over where these are not the subject, for the same reason. No expected gradient is mere rounding
residue, and no test is passed by giving back an argument, zeros, ones or None.

Tests with a stride come last in a question, so that a loop that never ends there costs few others.
"""

import math

import numpy as np
import pytest

from autograder.suite import assert_matches, assert_raises, assert_unmodified

FUNCTIONS = ("max_pool_forward", "max_pool_backward", "avg_pool_forward", "avg_pool_backward")
FORWARD, BACKWARD = FUNCTIONS[::2], FUNCTIONS[1::2]


def each(table, functions=FUNCTIONS):
    """Give each case of a table to each function, for the question of that name."""
    return pytest.mark.parametrize(
        "case",
        [
            pytest.param((name, case), id=f"{name}: {words}", marks=pytest.mark.question(name))
            for name in functions
            for words, case in table.items()
        ],
    )


def distinct(rng, shape, first=0.25):
    """Return images whose pixels are `first` and on in steps of a half, in any order.

    No two are equal in float32 either; cut to whole numbers, some of them would be.
    """
    return first + rng.permutation(math.prod(shape)).reshape(shape) / 2


def given(name, rng, x, size, stride=None):
    """Return the arrays that a function takes: `x`, and a `dout` of either sign if it asks for one."""
    if name in FORWARD:
        return (x,)
    *images, height, width = x.shape
    shape = (*images, *((side - size) // (stride or size) + 1 for side in (height, width)))
    return rng.uniform(0.5, 2.5, size=shape) * rng.choice([-1, 1], size=shape), x


def assert_pools(student, reference, name, arrays, size, *stride):
    """Hold that the student's function `name` gives the values of the reference.

    The stride is given by its name, and only where there is one.
    """
    how = {"stride": stride[0]} if stride else {}
    expected = getattr(reference, name)(*arrays, size, **how)
    magnitude = np.abs(arrays[0]).max()  # `dout` or `x`: what is added up
    assert_matches(getattr(student, name)(*arrays, size, **how), expected, magnitude)


def assert_pools_all(student, reference, rng, case):
    """The same for each line of a case: shape of x, size of the windows, and their stride if any."""
    name, lines = case
    for shape, *windows in lines:
        arrays = given(name, rng, distinct(rng, shape), *windows)
        assert_pools(student, reference, name, arrays, *windows)


# Each case is a list of (shape of x, size), and of (shape of x, size, stride) further down.


@each(
    {
        "one channel": [((1, 1, 4, 4), 2), ((1, 1, 6, 6), 3)],
        "channels": [((1, 3, 4, 4), 2)],
        "images": [((3, 1, 4, 4), 2), ((2, 3, 2, 4), 2)],
        "not square": [((1, 2, 4, 8), 2), ((1, 1, 9, 3), 3)],
        "one window, and windows of one pixel": [
            ((2, 3, 3, 3), 3),
            ((1, 2, 4, 4), 4),
            ((2, 2, 2, 3), 1),
        ],
        "rows and columns left over": [((1, 2, 5, 5), 2), ((1, 1, 8, 7), 3), ((1, 1, 5, 4), 4)],
    }
)
def test_side_by_side(student, reference, rng, case):
    """Where no stride is given, it is the size: windows lie side by side."""
    assert_pools_all(student, reference, rng, case)


@each({"all of them, and some": [(-1, 0.25), (-10, 0.25), (-1e30, 0.25), (1, -11.75)]})
def test_negative_pixels(student, reference, rng, case):
    """Negative pixels are pooled like all others."""
    name, lines = case
    for factor, first in lines:
        x = factor * distinct(rng, (1, 2, 4, 6), first)
        assert_pools(student, reference, name, given(name, rng, x, 2), 2)


@each(
    {
        "uint8, uint16, int32": [(1, np.uint8), (257, np.uint16), (8_000_000, np.int32)],
        "int64 and float32": [(1, np.int64), (4_000, np.int64), (1, np.float32)],
    }
)
def test_other_numbers(student, reference, rng, case):
    """Images of other numbers give the same values as their float64 copy."""
    name, lines = case
    for factor, dtype in lines:
        x = (factor * (100 + rng.permutation(155)[:48])).reshape(1, 2, 4, 6).astype(dtype)
        assert_pools(student, reference, name, given(name, rng, x, 2), 2)


@each({"images and gradients": (1, 2)})
def test_inputs(student, reference, rng, case):
    """The values are right, and what the function was given is left as it was."""
    name, sizes = case
    for size in sizes:
        arrays = given(name, rng, distinct(rng, (1, 2, 4, 6)), size)
        assert_pools(student, reference, name, arrays, size)
        assert_unmodified(student)
    for dtype in (np.float64, np.uint8):
        x = distinct(rng, (1, 2, 4, 6)).astype(dtype)
        getattr(student, name)(*given(name, rng, x, 3, 1), 3, stride=1)  # values: elsewhere
        assert_unmodified(student)


@each({"given by its name": None})
def test_no_stride(student, reference, rng, case):
    """A stride of None is the size."""
    name, stride = case
    arrays = given(name, rng, distinct(rng, (1, 2, 6, 9)), 3)
    assert_pools(student, reference, name, arrays, 3, stride)


@each(
    {
        "stride 1": [((1, 2, 4, 4), 2, 1), ((1, 1, 5, 6), 3, 1), ((1, 1, 4, 5), 4, 1)],
        "stride 2, windows overlap": [((1, 1, 7, 7), 3, 2), ((1, 2, 5, 9), 3, 2), ((1, 1, 8, 6), 4, 2)],
        "stride 3, windows overlap": [((1, 2, 10, 7), 4, 3), ((1, 1, 8, 11), 5, 3)],
        "overlap, images, rows left over": [
            ((1, 2, 8, 6), 3, 2),
            ((2, 2, 9, 12), 4, 3),
            ((1, 1, 7, 10), 2, 3),
        ],
        "gaps": [((1, 2, 7, 5), 1, 2), ((1, 1, 8, 11), 2, 3), ((1, 1, 6, 10), 2, 4)],
        "stride larger than the image": [((1, 6, 3, 4), 2, 5)],
    }
)
def test_stride(student, reference, rng, case):
    """Windows start a stride apart, whether they overlap or leave gaps."""
    assert_pools_all(student, reference, rng, case)


@pytest.mark.question("max_pool_backward")
def test_equal_pixels(student, reference, rng):
    """Of equal pixels the first in row-major order gets the whole gradient, else the largest."""
    slanted = np.array([[[[1, 7, 0, 0], [7, 1, 0, 0]]]])
    after_relu = np.maximum(distinct(rng, (1, 2, 4, 6), first=-14.75), 0)
    after_relu[:, :, 2:, :2] = 0  # a window in which nothing was seen
    few_values = rng.integers(1, 4, size=(1, 2, 6, 6))
    few_values[:, :, 3:, :3] = 2  # a window in which all are the largest
    nearly = np.array([[[[1.0, 1.000004, 3.0, 2.0], [0.5, 0.25, 1.0, 2.5]]]])
    faint = 1e-10 * distinct(rng, (1, 1, 4, 6))  # different all the same
    # The windows overlap, but no gradient is due where they do.
    overlap = np.array([[[[0, 7, 0, 8, 8, 0, 2], [7, 0, 3, 8, 2, 9, 0], [0, 7, 7, 2, 8, 9, 9]]]])
    side_by_side = ((slanted, 2), (after_relu, 2), (few_values, 3), (nearly, 2), (faint, 2))
    for x, *windows in (*side_by_side, (overlap, 3, 2)):
        arrays = given("max_pool_backward", rng, x.astype(float), *windows)
        assert_pools(student, reference, "max_pool_backward", arrays, *windows)


@each({"one row and one column": 1}, FORWARD)
def test_moving_with_the_image(student, reference, rng, case):
    """Where the image moves, the result moves with it, however dark it is."""
    name, by = case
    x = 1e-5 * distinct(rng, (1, 2, 6, 7))
    expected = getattr(reference, name)(x, 3, 1)[:, :, by:, by:]
    assert_matches(getattr(student, name)(x[:, :, by:, by:].copy(), 3, stride=1), expected)


@each({"two gradients": (3, -2)}, BACKWARD)
def test_linearity(student, reference, rng, case):
    """The result for a weighted sum of two gradients is that sum of their results."""
    name, (a, b) = case
    x = distinct(rng, (1, 2, 4, 6))
    (one, _), (two, _) = (given(name, rng, x, 2) for _ in range(2))
    expected = a * getattr(reference, name)(one, x, 2) + b * getattr(reference, name)(two, x, 2)
    magnitude = np.abs(a * one).max() + np.abs(b * two).max()
    assert_matches(getattr(student, name)(a * one + b * two, x, 2), expected, magnitude)


@each({"other images, gradients, sizes, strides": (1, 2, 6, 6)})
def test_again(student, reference, rng, case):
    """A second call owes nothing to the first."""
    name, shape = case
    # No multiples of a quarter: a result may not be rounded.
    first, second = (distinct(rng, shape) + rng.uniform(0.0, 0.2, size=shape) for _ in range(2))
    for x, *windows in ((first, 2), (second, 2), (second, 2), (second, 3), (second, 2, 4), (first, 2)):
        arrays = given(name, rng, x, *windows)  # a new `dout` each time
        assert_pools(student, reference, name, arrays, *windows)


@each({"size before stride": (2, 3)})
def test_order_of_arguments(student, reference, rng, case):
    """The arguments are told apart by their order."""
    name, windows = case
    arrays = given(name, rng, distinct(rng, (1, 2, 8, 11)), *windows)
    expected = getattr(reference, name)(*arrays, *windows)
    assert_matches(getattr(student, name)(*arrays, *windows), expected, np.abs(arrays[0]).max())


# bad_arguments: every line of a case has to raise.


@pytest.mark.question("bad_arguments")
@pytest.mark.parametrize(
    "case",
    [
        pytest.param((name, lines), id=f"{name}: {words}", marks=pytest.mark.needs(name))
        for name in FUNCTIONS
        for words, lines in {
            "windows that do not fit": [((1, 2, 4, 6), 5), ((1, 2, 6, 4), 5), ((2, 1, 3, 3), 4, 1)],
            "size and stride": [
                *(
                    ((1, 2, 4, 4), size, *stride)
                    for size, *stride in ((0,), (-1,), (0, 1), (2, 0), (2, -1))
                )
            ],
            "number of axes": [((4, 4), 2), ((2, 4, 4), 2), ((1, 1, 1, 4, 4), 2)],
        }.items()
    ],
)
def test_bad_arguments(student, rng, case):
    """A ValueError is raised where arguments make no sense."""
    name, lines = case
    for shape, *windows in lines:
        arrays = [distinct(rng, shape)]
        if name in BACKWARD:
            arrays.insert(0, np.ones((*shape[:-2], 1, 1)))
        assert_raises(ValueError, getattr(student, name), *arrays, *windows)
