"""The lecture's worked examples. You run these as you go; more tests are run after you hand in."""

import numpy as np
import pytest

from autograder.suite import assert_equals, assert_matches, assert_raises

IMAGE = np.array(
    [
        [1, 1, 1, 0, 0],
        [0, 1, 1, 1, 0],
        [0, 0, 1, 1, 1],
        [0, 0, 1, 1, 0],
        [0, 1, 1, 0, 0],
    ]
)
KERNEL = np.array(
    [
        [1, 0, 1],
        [0, 1, 0],
        [1, 0, 1],
    ]
)


@pytest.mark.question("output_size")
@pytest.mark.parametrize(
    "case",
    [
        # n, f, padding, stride and the size of the output
        [(5, 3, 0, 1, 3), (5, 2, 0, 1, 4), (5, 3, 0, 2, 2)],
        [(5, 1, 1, 1, 7), (5, 1, 2, 1, 9)],
        [(28, 5, 2, 1, 28), (14, 5, 0, 1, 10), (5, 5, 0, 1, 1), (32, 5, 0, 1, 28)],
        [(227, 11, 0, 4, 55), (55, 3, 0, 2, 27), (27, 5, 2, 1, 27)],
        [(27, 3, 0, 2, 13), (13, 3, 1, 1, 13), (13, 3, 0, 2, 6)],
        [(224, 3, 1, 1, 224), (224, 2, 0, 2, 112)],
    ],
    ids=[
        "5x5 image",
        "5x5 image padded to 7x7 and 9x9",
        "LeNet-5",
        "AlexNet",
        "AlexNet, deeper",
        "VGG-16",
    ],
)
def test_sizes_of_the_lecture(student, case):
    """The output sizes of the lecture."""
    for n, f, padding, stride, expected in case:
        assert_equals(student.output_size(n, f, padding=padding, stride=stride), expected)


@pytest.mark.question("output_size")
def test_defaults(student):
    """Padding is 0 and stride is 1 where they are not given."""
    assert_equals(student.output_size(5, 3), 3)


@pytest.mark.question("pad2d")
def test_padding_1(student):
    """A padding of 1 makes the 5x5 image 7x7."""
    expected = [
        [0, 0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 0, 0, 0],
        [0, 0, 1, 1, 1, 0, 0],
        [0, 0, 0, 1, 1, 1, 0],
        [0, 0, 0, 1, 1, 0, 0],
        [0, 0, 1, 1, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
    ]
    assert_matches(student.pad2d(IMAGE, 1), expected)


@pytest.mark.question("pad2d")
def test_padding_2(student):
    """A padding of 2 makes the 5x5 image 9x9."""
    expected = [
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 1, 1, 1, 0, 0, 0, 0],
        [0, 0, 0, 1, 1, 1, 0, 0, 0],
        [0, 0, 0, 0, 1, 1, 1, 0, 0],
        [0, 0, 0, 0, 1, 1, 0, 0, 0],
        [0, 0, 0, 1, 1, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
    ]
    assert_matches(student.pad2d(IMAGE, 2), expected)


@pytest.mark.question("pad2d")
def test_image_that_is_not_square(student):
    """An image of 2 rows and 3 columns gets a frame of zeros."""
    expected = [
        [0, 0, 0, 0, 0],
        [0, 1, 2, 3, 0],
        [0, 4, 5, 6, 0],
        [0, 0, 0, 0, 0],
    ]
    assert_matches(student.pad2d(np.array([[1, 2, 3], [4, 5, 6]]), 1), expected)


@pytest.mark.question("conv2d")
def test_stride_1(student):
    """The 5x5 image under the 3x3 kernel gives the lecture's 3x3 result."""
    assert_matches(student.conv2d(IMAGE, KERNEL), [[4, 3, 4], [2, 4, 3], [2, 3, 4]])


@pytest.mark.question("conv2d")
def test_stride_2(student):
    """A stride of 2 gives the lecture's 2x2 result."""
    assert_matches(student.conv2d(IMAGE, KERNEL, stride=2), [[4, 4], [2, 4]])


@pytest.mark.question("conv2d")
def test_padding_keeps_the_size(student):
    """With a padding of 1 the output is 5x5, and its middle is the 3x3 result."""
    expected = [
        [2, 2, 3, 1, 1],
        [1, 4, 3, 4, 1],
        [1, 2, 4, 3, 3],
        [1, 2, 3, 4, 1],
        [0, 2, 2, 1, 1],
    ]
    assert_matches(student.conv2d(IMAGE, KERNEL, padding=1), expected)


@pytest.mark.question("conv2d")
def test_kernel_is_not_flipped(student):
    """The kernel is laid on the image as it is, and not flipped."""
    assert_matches(student.conv2d(np.array([[1, 10, 100]]), np.array([[1, 2]])), [[21, 210]])


@pytest.mark.question("bad_arguments")
def test_output_size_of_bad_arguments(student):
    """`output_size` raises a ValueError where the filter does not fit."""
    assert_raises(ValueError, student.output_size, 5, 6)


@pytest.mark.question("bad_arguments")
def test_pad2d_of_bad_arguments(student):
    """`pad2d` raises a ValueError where the padding is negative."""
    assert_raises(ValueError, student.pad2d, IMAGE, -1)


@pytest.mark.question("bad_arguments")
def test_conv2d_of_bad_arguments(student):
    """`conv2d` raises a ValueError where the stride is 0."""
    assert_raises(ValueError, student.conv2d, IMAGE, KERNEL, stride=0)
