"""Small worked examples. You run these as you go; more tests are run after you hand in."""

import numpy as np
import pytest

from autograder.suite import assert_equals, assert_matches, assert_raises

# The lecture's 5x5 image and 3x3 kernel, as a batch of one image and as one filter, of one channel each.
IMAGE = np.array(
    [
        [
            [
                [1, 1, 1, 0, 0],
                [0, 1, 1, 1, 0],
                [0, 0, 1, 1, 1],
                [0, 0, 1, 1, 0],
                [0, 1, 1, 0, 0],
            ]
        ]
    ]
)
KERNEL = np.array([[[[1, 0, 1], [0, 1, 0], [1, 0, 1]]]])
NO_BIAS = np.zeros(1)

# The lecture's image of 5x5x3: channel 0 counts its pixels from 0, channel 1 is all 100, channel 2 all
# 1000. The filter of 2x2x3 takes one pixel of each channel, so every digit shows where it is from.
VOLUME = np.stack([np.arange(25).reshape(5, 5), np.full((5, 5), 100), np.full((5, 5), 1000)])[np.newaxis]
FILTER = np.array([[[[0, 0], [0, 1]], [[1, 0], [0, 0]], [[0, 3], [0, 0]]]])
FUNCTIONS = pytest.mark.parametrize(
    "case",
    [
        pytest.param(name, id=name, marks=pytest.mark.question(name))
        for name in ("conv_forward", "conv_forward_fast")
    ],
)


@pytest.mark.question("im2col")
def test_patches_of_the_notebook(student):
    """The 3x3 pixels under a 2x2 kernel give the four columns of the notebook."""
    x = np.arange(1, 10).reshape(1, 1, 3, 3)
    assert_matches(student.im2col(x, 2), [[[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]]])


@pytest.mark.question("im2col")
def test_second_channel_goes_below_the_first(student):
    """Under a kernel of 2x1, rows 0 and 1 are of channel 0, rows 2 and 3 of channel 1."""
    x = np.array([[[[1, 2, 3], [4, 5, 6]], [[10, 20, 30], [40, 50, 60]]]])
    expected = [[[1, 2, 3], [4, 5, 6], [10, 20, 30], [40, 50, 60]]]
    assert_matches(student.im2col(x, (2, 1)), expected)


@pytest.mark.question("im2col")
def test_stride_and_padding_of_patches(student):
    """With a padding of 1 and a stride of 2, each corner patch holds one pixel and three zeros."""
    x = np.array([[[[1, 2], [3, 4]]]])
    expected = [[[0, 0, 0, 4], [0, 0, 3, 0], [0, 2, 0, 0], [1, 0, 0, 0]]]
    assert_matches(student.im2col(x, 2, stride=2, padding=1), expected)


@FUNCTIONS
def test_one_channel(student, case):
    """The 5x5 image under the 3x3 kernel gives the lecture's 3x3 result."""
    convolve = getattr(student, case)
    assert_matches(convolve(IMAGE, KERNEL, NO_BIAS), [[[[4, 3, 4], [2, 4, 3], [2, 3, 4]]]])


@FUNCTIONS
def test_stride_2(student, case):
    """A stride of 2 gives the lecture's 2x2 result."""
    convolve = getattr(student, case)
    assert_matches(convolve(IMAGE, KERNEL, NO_BIAS, stride=2), [[[[4, 4], [2, 4]]]])


@FUNCTIONS
def test_padding_keeps_the_size(student, case):
    """With a padding of 1 the output is 5x5, and its middle is the 3x3 result."""
    expected = [
        [
            [
                [2, 2, 3, 1, 1],
                [1, 4, 3, 4, 1],
                [1, 2, 4, 3, 3],
                [1, 2, 3, 4, 1],
                [0, 2, 2, 1, 1],
            ]
        ]
    ]
    assert_matches(getattr(student, case)(IMAGE, KERNEL, NO_BIAS, padding=1), expected)


@FUNCTIONS
def test_volume_under_one_filter(student, case):
    """An image of 5x5x3 under one filter of 2x2x3 gives 4x4x1: the channels are added up."""
    expected = [
        [
            [
                [3106, 3107, 3108, 3109],
                [3111, 3112, 3113, 3114],
                [3116, 3117, 3118, 3119],
                [3121, 3122, 3123, 3124],
            ]
        ]
    ]
    assert_matches(getattr(student, case)(VOLUME, FILTER, NO_BIAS), expected)


@FUNCTIONS
def test_volume_under_two_filters(student, case):
    """Two filters give two channels, each with the bias of its own filter added once."""
    image = VOLUME[:, :, :2, :3]
    filters, biases = np.concatenate([FILTER, 2 * FILTER]), np.array([0.5, -1000])
    expected = [[[[3106.5, 3107.5]], [[5212, 5214]]]]
    assert_matches(getattr(student, case)(image, filters, biases), expected)


@FUNCTIONS
def test_batch_of_two_images(student, case):
    """Two images give two outputs, in the same order."""
    batch = np.concatenate([VOLUME, 2 * VOLUME])[:, :, :2, :3]
    expected = [[[[3106, 3107]]], [[[6212, 6214]]]]
    assert_matches(getattr(student, case)(batch, FILTER, NO_BIAS), expected)


@FUNCTIONS
def test_filters_are_not_flipped(student, case):
    """A filter is laid on the image as it is, and not flipped."""
    image, filters = np.array([[[[1, 10, 100]]]]), np.array([[[[1, 2]]]])
    assert_matches(getattr(student, case)(image, filters, NO_BIAS), [[[[21, 210]]]])


@pytest.mark.question("conv_macs")
@pytest.mark.parametrize(
    "case",
    [
        # shape of the images, shape of the filters, stride, padding and the multiply-accumulates
        [((1, 3, 5, 5), (1, 3, 2, 2), 1, 0, 192), ((1, 3, 5, 5), (6, 3, 2, 2), 1, 0, 1_152)],
        [
            ((1, 1, 28, 28), (6, 1, 5, 5), 1, 2, 117_600),
            ((1, 6, 14, 14), (16, 6, 5, 5), 1, 0, 240_000),
            ((1, 16, 5, 5), (120, 16, 5, 5), 1, 0, 48_000),
        ],
        [((1, 3, 27, 27), (96, 3, 11, 11), 4, 0, 871_200)],
        [((32, 1, 28, 28), (6, 1, 5, 5), 1, 2, 3_763_200)],
    ],
    ids=["5x5x3 image", "LeNet-5", "AlexNet, first layer on 27x27", "LeNet-5, 32 images"],
)
def test_costs_of_the_lecture(student, case):
    """The costs of the networks of the lecture."""
    for x_shape, w_shape, stride, padding, expected in case:
        assert_equals(student.conv_macs(x_shape, w_shape, stride=stride, padding=padding), expected)


@pytest.mark.question("bad_arguments")
def test_im2col_of_bad_arguments(student):
    """`im2col` raises a ValueError where the kernel does not fit."""
    assert_raises(ValueError, student.im2col, IMAGE, 6)


@pytest.mark.question("bad_arguments")
@pytest.mark.parametrize(
    "case", ["conv_forward", "conv_forward_fast"], ids=["conv_forward", "conv_forward_fast"]
)
def test_convolution_of_bad_arguments(student, case):
    """A ValueError is raised where images and filters differ in channels."""
    assert_raises(ValueError, getattr(student, case), VOLUME, KERNEL, NO_BIAS)


@pytest.mark.question("bad_arguments")
def test_conv_macs_of_bad_arguments(student):
    """`conv_macs` raises a ValueError where the stride is 0."""
    assert_raises(ValueError, student.conv_macs, (1, 3, 5, 5), (1, 3, 2, 2), stride=0)
