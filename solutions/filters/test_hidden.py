"""What decides the marks. Inputs are small: a call in plain Python loops takes under 5 ms.

Numbers are positive, and images have a black frame where `apply_filter` is not tested on its border: a
mistake with signs or borders costs the tests on these and few others. No expected value is mere rounding
residue, and no test is passed by giving back an argument, zeros or None.
"""

import numpy as np
import pytest

from autograder.suite import (
    assert_equals,
    assert_matches,
    assert_raises,
    assert_unmodified,
    magnitude_of,
)


def cases(table):
    """Give a test one case for each line of a table: its id, and what the test is given."""
    return pytest.mark.parametrize("case", list(table.values()), ids=list(table))


def assert_filtered(student, reference, name, image, kernel):
    """Hold that the student's function `name` gives the values of the reference."""
    due = getattr(reference, name)
    expected, magnitude = due(image, kernel), magnitude_of(due, image, kernel)
    assert_matches(getattr(student, name)(image, kernel), expected, magnitude)


def positive(rng, image_shape, kernel_shape):
    """Return an image and a kernel of positive numbers: no sum of products comes near 0."""
    return rng.uniform(0.5, 1.5, size=image_shape), rng.uniform(0.5, 4.5, size=kernel_shape)


def framed(image):
    """Return an image in a black frame, so that it does not matter what lies beyond its border."""
    return np.pad(image, 1)


# Kinds of numbers, and how large they are.
NUMBERS = {
    "uint8, uint16, int32": [(256, np.uint8), (65_536, np.uint16), (10**9, np.int32)],
    "int64": [(10**6, np.int64)],
    "float32": [(256, np.float32)],
}

# correlate2d: each case is a list of (shape of the image, shape of the kernel).


@pytest.mark.question("correlate2d")
@cases(
    {
        "square": [((6, 6), (3, 3)), ((4, 4), (2, 2))],
        "wide image": [((4, 9), (3, 2))],
        "tall image": [((8, 5), (2, 4))],
        "one row or column": [((5, 7), (1, 3)), ((6, 4), (4, 1)), ((1, 8), (1, 2)), ((7, 1), (3, 1))],
        "1x1 kernel": [((4, 5), (1, 1))],
        "kernel as large as the image": [((4, 5), (4, 5)), ((3, 6), (3, 2)), ((5, 3), (2, 3))],
    }
)
def test_correlation(student, reference, rng, case):
    """The kernel visits every position where it fits."""
    for shapes in case:
        assert_filtered(student, reference, "correlate2d", *positive(rng, *shapes))


@pytest.mark.question("correlate2d")
def test_negative_numbers(student, reference, rng):
    """Pixels and weights of either sign give results of either sign, and so do whole weights."""
    for shapes in (((5, 6), (3, 2)), ((4, 7), (2, 3))):
        image, kernel = (rng.normal(size=shape) for shape in shapes)
        assert_filtered(student, reference, "correlate2d", image, kernel)
    assert_filtered(student, reference, "correlate2d", image, np.array([[1, -2, 3], [-1, 2, 1]]))


@pytest.mark.question("correlate2d")
@cases(NUMBERS)
def test_correlation_of_other_numbers(student, reference, rng, case):
    """An image of other numbers gives the same values as its float64 copy."""
    for top, dtype in case:
        image = rng.integers(0.8 * top, top, size=(5, 6)).astype(dtype)
        for kernel in (rng.uniform(-77, 230, size=(3, 2)) / top, rng.integers(-4, 5, size=(2, 3))):
            assert_filtered(student, reference, "correlate2d", image, kernel)


@pytest.mark.question("correlate2d")
def test_correlation_is_linear(student, reference, rng):
    """The result of a weighted sum of two images is that sum of their results, however dark it is."""
    one, two = 1e-5 * rng.normal(size=(2, 6, 5))
    kernel = rng.normal(size=(3, 2))
    expected = 3 * reference.correlate2d(one, kernel) - 2 * reference.correlate2d(two, kernel)
    magnitude = magnitude_of(reference.correlate2d, 3 * abs(one) + 2 * abs(two), kernel)
    assert_matches(student.correlate2d(3 * one - 2 * two, kernel), expected, magnitude)


@pytest.mark.question("correlate2d")
def test_moving_with_the_image(student, reference, rng):
    """Where the image moves, the result moves with it."""
    image, kernel = positive(rng, (7, 8), (2, 3))
    expected = reference.correlate2d(image, kernel)[1:, 2:]
    assert_matches(student.correlate2d(image[1:, 2:].copy(), kernel), expected)


@pytest.mark.question("correlate2d")
def test_correlation_leaves_its_inputs(student, reference, rng):
    """`correlate2d` gives the result and leaves the image and the kernel as they were."""
    image, kernel = positive(rng, (5, 6), (3, 2))
    assert_filtered(student, reference, "correlate2d", image, kernel)
    assert_unmodified(student)
    student.correlate2d((40 * image).astype(np.uint8), kernel)  # the values are those of another test
    assert_unmodified(student)


@pytest.mark.question("correlate2d")
def test_correlation_again(student, reference, rng):
    """A second call of `correlate2d` owes nothing to the first."""
    first, second = (rng.uniform(0.5, 1.5, size=(5, 4)) for _ in range(2))
    block, other, row, column = (
        rng.uniform(0.5, 4.5, size=shape) for shape in ((2, 3), (2, 3), (1, 3), (3, 1))
    )
    pairs = ((first, block), (second, block), (second, other), (first, row), (first, column))
    for image, kernel in pairs:
        assert_filtered(student, reference, "correlate2d", image, kernel)


# apply_filter


@pytest.mark.question("apply_filter")
@cases(
    {
        "3x3 kernel": [((5, 5), (3, 3)), ((4, 7), (3, 3)), ((6, 3), (3, 3))],
        "5x5 and 7x7 kernels": [((6, 8), (5, 5)), ((8, 7), (7, 7))],
        "wide kernel": [((5, 6), (1, 3)), ((4, 7), (3, 5))],
        "tall kernel": [((6, 5), (5, 1)), ((7, 4), (7, 3))],
        "1x1 kernel": [((4, 5), (1, 1))],
        "kernel larger than the image": [((2, 3), (5, 7)), ((3, 2), (3, 5)), ((2, 2), (7, 1))],
        "one row, column or pixel": [((1, 6), (3, 3)), ((5, 1), (3, 5)), ((1, 1), (3, 3))],
    }
)
def test_filter(student, reference, rng, case):
    """The image keeps its size, and beyond its border it counts as zero."""
    for shapes in case:
        image, kernel = positive(rng, *shapes)
        assert_filtered(student, reference, "apply_filter", image, kernel)
    # Beyond the border of whole numbers it is no different.
    image, kernel = np.ceil(image).astype(int), np.ones(kernel.shape)
    assert_filtered(student, reference, "apply_filter", image, kernel)


@pytest.mark.question("apply_filter")
@cases(NUMBERS)
def test_filter_of_other_numbers(student, reference, rng, case):
    """An image of other numbers gives the same values as its float64 copy."""
    for top, dtype in case:
        image, kernel = rng.integers(0.8 * top, top, size=(4, 5)), rng.uniform(5, 25, size=(3, 3)) / top
        assert_filtered(student, reference, "apply_filter", framed(image.astype(dtype)), kernel)


@pytest.mark.question("apply_filter")
def test_nothing_is_clipped(student, reference, rng):
    """Results below 0 or above 255 stay what they are."""
    image = framed(rng.integers(0, 256, size=(5, 4)).astype(np.uint8))
    edges = np.array([[-1, -1, -1], [-1, 9, -2], [-1, 0, -1]])
    for kernel in (edges, -edges, edges / 8):
        assert_filtered(student, reference, "apply_filter", image, kernel)


@pytest.mark.question("apply_filter")
def test_filter_of_negative_pixels(student, reference, rng):
    """Pixels of either sign are as good as any, and so are fractions under whole weights."""
    for shape in ((4, 4), (3, 6)):
        image, kernel = framed(rng.normal(size=shape)), rng.normal(size=(3, 3))
        assert_filtered(student, reference, "apply_filter", image, kernel)
    whole = np.array([[1, -2, 3], [-1, 4, 1], [2, -3, 1]])
    assert_filtered(student, reference, "apply_filter", image, whole)


@pytest.mark.question("apply_filter")
def test_filter_leaves_its_inputs(student, reference, rng):
    """`apply_filter` gives the result and leaves the image and the kernel as they were."""
    image, _ = positive(rng, (4, 5), (1, 1))
    for shape in ((3, 3), (1, 3), (3, 1)):
        assert_filtered(
            student, reference, "apply_filter", framed(image), rng.uniform(0.5, 4.5, size=shape)
        )
        assert_unmodified(student)
    student.apply_filter((40 * image).astype(np.uint8), np.ones((3, 3)))  # values: elsewhere
    assert_unmodified(student)


@pytest.mark.question("apply_filter")
def test_filter_again(student, reference, rng):
    """A second call of `apply_filter` owes nothing to the first."""
    first, second = (framed(rng.uniform(0.5, 1.5, size=(4, 3))) for _ in range(2))
    block, other, row, column = (
        rng.uniform(0.5, 4.5, size=shape) for shape in ((3, 3), (3, 3), (1, 3), (3, 1))
    )
    pairs = ((first, block), (second, block), (second, other), (first, row), (first, column))
    for image, kernel in pairs:
        assert_filtered(student, reference, "apply_filter", image, kernel)


# classic_filters


@pytest.mark.question("classic_filters")
@cases(
    {
        name: name
        for name in (
            "identity",
            "edge_diagonal",
            "edge_laplacian4",
            "edge_laplacian8",
            "sharpen",
            "box_blur",
            "gaussian_blur",
        )
    }
)
def test_weights(student, reference, case):
    """Each filter has its weights, and a key of its own."""
    expected, found = reference.classic_filters()[case], student.classic_filters()
    if not isinstance(found, dict) or case not in found:
        assert_equals(found, {case: expected})  # which says that it is no dict, or lacks the key
    assert_matches(found[case], expected)


# dense_weights and conv_weights: each case is a list of arguments.


@pytest.mark.question("dense_weights")
@cases(
    {
        "flat": [((7,), (5,)), ((784,), (10,))],
        "images": [((9, 8, 3), (7, 6, 2)), ((3, 227, 227), (11,)), ((2, 3, 4, 5), (6, 2))],
        "axes of one": [((1, 1, 5), (1, 1)), ((1,), (6, 1, 2))],
        "large images": [((3, 225, 223), (63, 224, 221))],
    }
)
def test_dense_weights(student, reference, case):
    """Each pair of an input and an output has a weight, whatever the shapes."""
    for shapes in case:
        assert_equals(student.dense_weights(*shapes), reference.dense_weights(*shapes))


@pytest.mark.question("conv_weights")
@cases(
    {
        "one channel": [(6, 5), (1, 7), (12, 1), (13, 2)],
        "channels": [(16, 5, 6), (1, 2, 5), (96, 11, 3), (5, 1, 7), (513, 3, 511)],
    }
)
def test_conv_weights(student, reference, case):
    """Each filter has a table of weights for each channel, and the image does not matter."""
    for arguments in case:
        assert_equals(student.conv_weights(*arguments), reference.conv_weights(*arguments))


@pytest.mark.question("conv_weights")
def test_conv_weights_by_name(student, reference):
    """The number of channels can be given by its name."""
    assert_equals(student.conv_weights(8, 3, channels=4), reference.conv_weights(8, 3, channels=4))


# bad_arguments: every line of a case has to raise.
TALL_OR_WIDE = [((4, 6), (5, 3)), ((6, 4), (3, 5)), ((3, 3), (4, 4))]
EVEN = [((6, 6), (2, 3)), ((6, 6), (3, 2)), ((5, 5), (4, 4))]
AXES = [((6, 6, 3), (3, 3)), ((6, 6), (1, 3, 3)), ((6,), (3,)), ((6, 6), (3,)), ((6,), (1, 3))]


@pytest.mark.question("bad_arguments")
@pytest.mark.parametrize(
    "case",
    [
        pytest.param((name, lines), id=f"{name}: {words}", marks=pytest.mark.needs(name))
        for name, words, lines in (
            ("correlate2d", "kernel that does not fit", TALL_OR_WIDE),
            ("correlate2d", "number of axes", AXES),
            ("apply_filter", "even side", EVEN),
            ("apply_filter", "number of axes", AXES),
        )
    ],
)
def test_bad_arguments(student, rng, case):
    """A ValueError is raised where arguments make no sense."""
    name, lines = case
    for image_shape, kernel_shape in lines:
        image, kernel = rng.normal(size=image_shape), rng.normal(size=kernel_shape)
        assert_raises(ValueError, getattr(student, name), image, kernel)
