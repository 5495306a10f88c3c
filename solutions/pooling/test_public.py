"""The lecture's worked examples. You run these as you go; more tests are run after you hand in."""

import numpy as np
import pytest

from autograder.suite import assert_matches, assert_raises

# The lecture's images, as a batch of one image with one channel each.
SIDE_BY_SIDE = np.array([[[[4, 9, 2, 5], [5, 6, 2, 4], [2, 4, 5, 4], [5, 6, 8, 4]]]])
OVERLAPPING = np.array(
    [
        [
            [
                [1, 2, 5, 10, 7],
                [0, 5, 1, 4, 0],
                [0, 4, 9, 3, 15],
                [0, 0, 2, 4, 5],
                [0, 7, 2, 0, 0],
            ]
        ]
    ]
)


@pytest.mark.question("max_pool_forward")
def test_largest_side_by_side(student):
    """Windows of 2x2 with a stride of 2 give the lecture's result."""
    assert_matches(student.max_pool_forward(SIDE_BY_SIDE, 2, 2), [[[[9, 5], [6, 8]]]])


@pytest.mark.question("max_pool_forward")
def test_largest_without_a_stride(student):
    """Where no stride is given, it is the size."""
    assert_matches(student.max_pool_forward(SIDE_BY_SIDE, 2), [[[[9, 5], [6, 8]]]])


@pytest.mark.question("max_pool_forward")
def test_largest_where_windows_overlap(student):
    """Windows of 3x3 with a stride of 1 give the lecture's result."""
    expected = [[[[9, 10, 15], [9, 9, 15], [9, 9, 15]]]]
    assert_matches(student.max_pool_forward(OVERLAPPING, 3, stride=1), expected)


@pytest.mark.question("max_pool_forward")
def test_images_and_channels(student):
    """Each channel of each image is pooled by itself; rows and columns left over are not used."""
    x = np.array([[[[1, 2, 9]], [[30, 40, 90]]], [[[-5, -6, 0]], [[-8, -7, 0]]]])
    x = np.repeat(x, 2, axis=2)
    assert_matches(student.max_pool_forward(x, 2), [[[[2]], [[40]]], [[[-5]], [[-7]]]])


@pytest.mark.question("max_pool_backward")
def test_gradient_of_the_largest(student):
    """Each number of `dout` goes to the largest pixel of its window."""
    dout = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    expected = [[[[0, 1, 0, 2], [0, 0, 0, 0], [0, 0, 0, 0], [0, 3, 4, 0]]]]
    assert_matches(student.max_pool_backward(dout, SIDE_BY_SIDE, 2), expected)


@pytest.mark.question("max_pool_backward")
def test_gradients_of_the_largest_add_up(student):
    """In the lecture's example the 9 is the largest of five windows, the 15 of three, the 10 of one."""
    expected = np.zeros((1, 1, 5, 5))
    expected[0, 0, 2, 2], expected[0, 0, 2, 4], expected[0, 0, 0, 3] = 5, 3, 1
    assert_matches(student.max_pool_backward(np.ones((1, 1, 3, 3)), OVERLAPPING, 3, stride=1), expected)


@pytest.mark.question("max_pool_backward")
def test_first_of_equal_pixels(student):
    """Of equal pixels the first one gets all, in the order of reading."""
    x, dout = np.array([[[[1, 7, 7], [7, 7, 0]]]]), np.array([[[[10.0, 1.0]]]])
    assert_matches(student.max_pool_backward(dout, x, 2, stride=1), [[[[0, 11, 0], [0, 0, 0]]]])


@pytest.mark.question("avg_pool_forward")
def test_mean_side_by_side(student):
    """Windows of 2x2 with a stride of 2 give the lecture's result."""
    assert_matches(student.avg_pool_forward(SIDE_BY_SIDE, 2, 2), [[[[6, 3.25], [4.25, 5.25]]]])


@pytest.mark.question("avg_pool_forward")
def test_mean_without_a_stride(student):
    """Where no stride is given, it is the size."""
    assert_matches(student.avg_pool_forward(SIDE_BY_SIDE, 2), [[[[6, 3.25], [4.25, 5.25]]]])


@pytest.mark.question("avg_pool_forward")
def test_mean_where_windows_overlap(student):
    """Windows of 3x3 with a stride of 1 give the lecture's result."""
    expected = [[[[3, 43 / 9, 6], [21 / 9, 32 / 9, 43 / 9], [24 / 9, 31 / 9, 40 / 9]]]]
    assert_matches(student.avg_pool_forward(OVERLAPPING, 3, stride=1), expected)


@pytest.mark.question("avg_pool_backward")
def test_gradient_of_the_mean(student):
    """Each pixel of a window gets the same share, and a row that is in no window gets 0."""
    dout, x = np.array([[[[4.0, 8.0]]]]), np.arange(12).reshape(1, 1, 3, 4)
    expected = [[[[1, 1, 2, 2], [1, 1, 2, 2], [0, 0, 0, 0]]]]
    assert_matches(student.avg_pool_backward(dout, x, 2), expected)


@pytest.mark.question("avg_pool_backward")
def test_gradients_of_the_mean_add_up(student):
    """In the lecture's example the corners are in one window, and the pixel in the middle is in nine."""
    counts = np.outer([1, 2, 3, 2, 1], [1, 2, 3, 2, 1]).reshape(1, 1, 5, 5)
    gradient = student.avg_pool_backward(np.ones((1, 1, 3, 3)), OVERLAPPING, 3, stride=1)
    assert_matches(gradient, counts / 9)


@pytest.mark.question("bad_arguments")
@pytest.mark.parametrize(
    "case", ["max_pool_forward", "avg_pool_forward"], ids=["max_pool_forward", "avg_pool_forward"]
)
def test_forward_of_bad_arguments(student, case):
    """A ValueError is raised where the windows are larger than the image."""
    assert_raises(ValueError, getattr(student, case), SIDE_BY_SIDE, 5)


@pytest.mark.question("bad_arguments")
@pytest.mark.parametrize(
    "case", ["max_pool_backward", "avg_pool_backward"], ids=["max_pool_backward", "avg_pool_backward"]
)
def test_backward_of_bad_arguments(student, case):
    """A ValueError is raised where the stride is 0."""
    dout = np.ones((1, 1, 2, 2))
    assert_raises(ValueError, getattr(student, case), dout, SIDE_BY_SIDE, 2, stride=0)
