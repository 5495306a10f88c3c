"""What decides the marks. Inputs are small: a call in plain Python loops takes under 5 ms.

No expected value is mere rounding residue: where the output is a single number, the inputs are
positive. No test is passed by giving back an argument, zeros or None.
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


def assert_conv2d(student, reference, *arguments, **how):
    """Hold that the student's `conv2d` gives the values of the reference."""
    expected = reference.conv2d(*arguments, **how)
    magnitude = magnitude_of(reference.conv2d, *arguments, **how)
    assert_matches(student.conv2d(*arguments, **how), expected, magnitude)


# output_size: each case is a table of (n, f, padding, stride).


@pytest.mark.question("output_size")
@cases(
    {
        "filter sizes": [(9, 4, 0, 1), (6, 5, 0, 1), (31, 2, 0, 1)],
        "padding": [(6, 3, 2, 1), (10, 7, 1, 1), (4, 1, 3, 1), (15, 3, 1, 1)],
        "stride": [(9, 3, 0, 2), (13, 4, 0, 3), (21, 5, 0, 4), (12, 4, 0, 4)],
        "stride that does not divide": [
            *((8, 3, 0, 2), (12, 4, 0, 3), (14, 4, 0, 3)),
            *((19, 5, 0, 4), (20, 5, 0, 4), (9, 2, 0, 5)),
        ],
        "stride and padding": [(11, 3, 1, 2), (12, 3, 1, 2), (8, 5, 3, 3), (10, 4, 2, 5), (32, 7, 3, 2)],
        "one position or two": [
            *((1, 1, 0, 1), (3, 7, 2, 1), (6, 6, 0, 4)),
            *((5, 3, 0, 8), (4, 3, 1, 9), (7, 6, 0, 1)),
        ],
    }
)
def test_output_size(student, reference, case):
    """The size of the output follows the formula."""
    for n, f, padding, stride in case:
        expected = reference.output_size(n, f, padding=padding, stride=stride)
        assert_equals(student.output_size(n, f, padding=padding, stride=stride), expected)


@pytest.mark.question("output_size")
def test_output_size_by_position(student, reference):
    """The arguments come in the order n, f, padding, stride, and the last two have defaults."""
    assert_equals(student.output_size(17, 4), reference.output_size(17, 4))
    assert_equals(student.output_size(17, 4, 3), reference.output_size(17, 4, 3))
    assert_equals(student.output_size(17, 4, 2, 5), reference.output_size(17, 4, 2, 5))


# pad2d


@pytest.mark.question("pad2d")
@cases(
    {
        "padding 1": ((4, 4), 1),
        "padding 2, wide image": ((3, 5), 2),
        "padding 3, tall image": ((6, 2), 3),
        "one row": ((1, 6), 2),
        "padding larger than the image": ((2, 3), 5),
    }
)
def test_pad2d(student, reference, rng, case):
    """All four sides get the same number of rows and columns of zeros."""
    shape, padding = case
    image = rng.normal(size=shape) + 3.0
    assert_matches(student.pad2d(image, padding), reference.pad2d(image, padding))


@pytest.mark.question("pad2d")
def test_pad2d_by_nothing(student, reference, rng):
    """A padding of 1 adds a frame, and a padding of 0 adds nothing."""
    image = rng.normal(size=(3, 4))
    assert_matches(student.pad2d(image, 1), reference.pad2d(image, 1))
    assert_matches(student.pad2d(image, 0), image)


@pytest.mark.question("pad2d")
def test_pad2d_of_whole_numbers(student, reference, rng):
    """An image of whole numbers keeps its values."""
    for low, top, dtype in ((100, 256, np.uint8), (256, 65_536, np.uint16), (-(10**9), 10**9, np.int64)):
        image = rng.integers(low, top, size=(4, 5)).astype(dtype)
        assert_matches(student.pad2d(image, 2), reference.pad2d(image, 2))
        assert_unmodified(student)


@pytest.mark.question("pad2d")
def test_pad2d_leaves_its_input(student, reference, rng):
    """`pad2d` gives the padded image and leaves the image that it was given as it was."""
    image = rng.normal(size=(4, 3))
    assert_matches(student.pad2d(image, padding=2), reference.pad2d(image, 2))
    assert_unmodified(student)


@pytest.mark.question("pad2d")
def test_pad2d_again(student, reference, rng):
    """A second call of `pad2d` owes nothing to the first."""
    first, second = rng.normal(size=(2, 3, 4))
    # The last result has the shape of the others.
    for image, padding in ((first, 1), (second, 1), (first, 1), (second[:1, :2].copy(), 2)):
        assert_matches(student.pad2d(image, padding), reference.pad2d(image, padding))


# conv2d: tests with a stride come last, so that a loop that never ends there costs no other test.


@pytest.mark.question("conv2d")
@cases(
    {
        "square": ((6, 6), (3, 3)),
        "wide image": ((4, 9), (3, 2)),
        "tall image, even kernel": ((8, 5), (2, 4)),
        "1x1 kernel": ((4, 5), (1, 1)),
        "kernel as large as the image": ((4, 5), (4, 5)),
    }
)
def test_conv2d(student, reference, rng, case):
    """The kernel visits every position where it fits."""
    image, kernel = rng.uniform(0.5, 1.5, size=case[0]), rng.uniform(0.5, 4.5, size=case[1])
    assert_conv2d(student, reference, image, kernel)


@pytest.mark.question("conv2d")
@cases(
    {
        "padding 1": [((5, 5), (3, 3), 1), ((2, 3), (1, 1), 1), ((2, 3), (2, 3), 1)],
        "padding 4": [((3, 2), (2, 3), 4)],
        "padding 2, kernel larger than the image": [((2, 3), (4, 5), 2)],
    }
)
def test_conv2d_with_padding(student, reference, rng, case):
    """Padding adds positions at all four borders, where the image counts as zero."""
    for image_shape, kernel_shape, padding in case:
        image, kernel = rng.normal(size=image_shape), rng.normal(size=kernel_shape)
        assert_conv2d(student, reference, image, kernel, padding=padding)


@pytest.mark.question("conv2d")
@cases(
    {
        "uint8, uint16, int32": [(256, np.uint8), (65_536, np.uint16), (10**9, np.int32)],
        "int64": [(10**6, np.int64)],
        "float32": [(256, np.float32)],
    }
)
def test_conv2d_of_other_numbers(student, reference, rng, case):
    """An image of other numbers gives the same values as its float64 copy, under whole weights too."""
    fractions, edges = rng.uniform(-77, 230, size=(3, 2)), np.array([[2, -1], [-3, 1], [4, 1]])
    for top, dtype in case:
        image = (rng.integers(0.8 * top, top, size=(5, 6)) + 0.3).astype(dtype)
        for kernel in (fractions / top, edges):
            assert_conv2d(student, reference, image, kernel)
            assert_unmodified(student)


@pytest.mark.question("conv2d")
def test_conv2d_is_linear(student, reference, rng):
    """The result of a weighted sum of two images is that sum of their results, however dark it is."""
    one, two = 1e-5 * rng.normal(size=(2, 6, 5))
    kernel = rng.normal(size=(3, 2))
    expected = 3 * reference.conv2d(one, kernel) - 2 * reference.conv2d(two, kernel)
    magnitude = magnitude_of(reference.conv2d, 3 * abs(one) + 2 * abs(two), kernel)
    assert_matches(student.conv2d(3 * one - 2 * two, kernel), expected, magnitude)


@pytest.mark.question("conv2d")
def test_conv2d_leaves_its_inputs(student, reference, rng):
    """`conv2d` gives the result and leaves the image and the kernel as they were."""
    image, kernel = rng.normal(size=(5, 6)), rng.normal(size=(3, 2))
    for padding in (0, 1):
        assert_conv2d(student, reference, image, kernel, padding=padding)
        assert_unmodified(student)


@pytest.mark.question("conv2d")
@cases(
    {
        "stride 2": [((7, 7), (3, 3), 2), ((4, 5), (1, 1), 2), ((4, 4), (2, 2), 2)],
        "stride 2, rows and columns left over": [((9, 11), (2, 2), 2)],
        "stride 3": [((11, 9), (2, 4), 3)],
        "stride larger than the image": [((5, 4), (3, 2), 6)],
    }
)
def test_conv2d_with_stride(student, reference, rng, case):
    """The kernel moves by the stride, down and across."""
    for image_shape, kernel_shape, stride in case:
        image = rng.uniform(0.5, 1.5, size=image_shape)
        kernel = rng.uniform(0.5, 4.5, size=kernel_shape)
        assert_conv2d(student, reference, image, kernel, stride=stride)
        assert_unmodified(student)


@pytest.mark.question("conv2d")
@pytest.mark.weight(2)
@cases({"stride 2, padding 1": ((7, 7), (3, 3), 2, 1), "stride 3, padding 2": ((5, 8), (4, 3), 3, 2)})
def test_conv2d_with_both(student, reference, rng, case):
    """Stride and padding work together."""
    image_shape, kernel_shape, stride, padding = case
    image, kernel = rng.normal(size=image_shape), rng.normal(size=kernel_shape)
    assert_conv2d(student, reference, image, kernel, stride=stride, padding=padding)


@pytest.mark.question("conv2d")
def test_conv2d_by_position(student, reference, rng):
    """The arguments come in the order image, kernel, stride, padding."""
    image, kernel = rng.normal(size=(7, 6)), rng.normal(size=(3, 2))
    assert_conv2d(student, reference, image, kernel, 3, 1)


@pytest.mark.question("conv2d")
def test_conv2d_again(student, reference, rng):
    """A second call of `conv2d` owes nothing to the first."""
    first, second = rng.normal(size=(2, 5, 4))
    block, row, column = (rng.normal(size=shape) for shape in ((2, 3), (1, 3), (3, 1)))
    student.conv2d(first, block, stride=2)  # values: elsewhere
    student.conv2d(second, block, padding=1)
    for image, kernel in ((first, block), (second, block), (first, row), (second, column)):
        assert_conv2d(student, reference, image, kernel)


# bad_arguments: every line of a case has to raise.


@pytest.mark.question("bad_arguments")
@pytest.mark.needs("output_size")
@pytest.mark.parametrize(
    "case",
    [
        [(3, 5, 0, 1), (3, 6, 1, 1), (2, 9, 1, 3)],
        [(7, 3, 0, 0), (7, 3, 0, -1)],
        [(7, 3, -1, 1), (9, 3, -2, 1), (0, 1, 1, 1), (-2, 1, 2, 1), (5, 0, 0, 1), (5, -1, 0, 1)],
    ],
    ids=["filter that does not fit", "stride", "padding and sizes"],
)
def test_bad_output_size(student, case):
    """`output_size` raises a ValueError where its arguments make no sense."""
    for n, f, padding, stride in case:
        assert_raises(ValueError, student.output_size, n, f, padding=padding, stride=stride)


@pytest.mark.question("bad_arguments")
@pytest.mark.needs("pad2d")
@pytest.mark.parametrize(
    "case",
    [[((5, 6), -1), ((7, 7), -2)], [((4, 5, 3), 1), ((3, 4, 5), 0), ((6,), 1)]],
    ids=["padding", "number of axes"],
)
def test_bad_pad2d(student, rng, case):
    """`pad2d` raises a ValueError where its arguments make no sense."""
    for shape, padding in case:
        assert_raises(ValueError, student.pad2d, rng.normal(size=shape), padding)


@pytest.mark.question("bad_arguments")
@pytest.mark.needs("conv2d")
@pytest.mark.parametrize(
    "case",
    [
        [((4, 6), (5, 3), 1, 0), ((6, 4), (3, 5), 1, 0), ((3, 3), (6, 2), 2, 1)],
        [((6, 6), (3, 3), 0, 0), ((6, 6), (3, 3), -1, 0)],
        [((7, 7), (3, 3), 1, -1)],
        [
            ((6, 6, 3), (3, 3), 1, 0),
            ((6, 6), (1, 3, 3), 1, 0),
            ((6,), (3,), 1, 1),
            ((6, 6), (3,), 1, 0),
            ((6,), (1, 3), 1, 0),
        ],
    ],
    ids=["kernel that does not fit", "stride", "padding", "number of axes"],
)
def test_bad_conv2d(student, rng, case):
    """`conv2d` raises a ValueError where its arguments make no sense."""
    for image_shape, kernel_shape, stride, padding in case:
        image, kernel = rng.normal(size=image_shape), rng.normal(size=kernel_shape)
        assert_raises(ValueError, student.conv2d, image, kernel, stride=stride, padding=padding)
