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


@pytest.mark.question("correlate2d")
def test_image_of_the_lecture(student):
    """The 5x5 image under the 3x3 kernel gives the lecture's 3x3 result."""
    assert_matches(student.correlate2d(IMAGE, KERNEL), [[4, 3, 4], [2, 4, 3], [2, 3, 4]])


@pytest.mark.question("correlate2d")
def test_kernel_is_not_flipped(student):
    """The kernel is laid on the image as it is, and not flipped."""
    assert_matches(student.correlate2d(np.array([[1, 10, 100]]), np.array([[1, 2]])), [[21, 210]])


@pytest.mark.question("correlate2d")
def test_kernel_that_is_not_square(student):
    """A kernel of 2 rows and 1 column on an image of 3 rows and 4 columns gives 2 rows of 4."""
    image = np.array([[1, 2, 3, 4], [10, 20, 30, 40], [100, 200, 300, 400]])
    expected = [[21, 42, 63, 84], [210, 420, 630, 840]]
    assert_matches(student.correlate2d(image, np.array([[1], [2]])), expected)


@pytest.mark.question("apply_filter")
def test_size_is_kept(student):
    """The filtered image is 5x5 again, and its middle is the lecture's 3x3 result."""
    expected = [
        [2, 2, 3, 1, 1],
        [1, 4, 3, 4, 1],
        [1, 2, 4, 3, 3],
        [1, 2, 3, 4, 1],
        [0, 2, 2, 1, 1],
    ]
    assert_matches(student.apply_filter(IMAGE, KERNEL), expected)


@pytest.mark.question("apply_filter")
def test_border_goes_by_the_kernel(student):
    """A kernel of 1 row and 5 columns needs zeros to the left and right alone, two on each side."""
    image, kernel = np.array([[1, 2, 3], [10, 20, 30]]), np.array([[1, 0, 0, 0, 100]])
    assert_matches(student.apply_filter(image, kernel), [[300, 0, 1], [3000, 0, 10]])


@pytest.mark.question("apply_filter")
def test_nothing_is_clipped(student):
    """A bright pixel under a Laplacian becomes negative, and its neighbours bright."""
    image = np.array([[0, 0, 0], [0, 200, 100], [0, 0, 0]], dtype=np.uint8)
    laplacian = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    assert_matches(
        student.apply_filter(image, laplacian), [[0, 200, 100], [200, -700, -200], [0, 200, 100]]
    )


@pytest.mark.question("classic_filters")
@pytest.mark.parametrize(
    "case",
    [
        ("identity", [[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        ("edge_diagonal", [[1, 0, -1], [0, 0, 0], [-1, 0, 1]]),
        ("edge_laplacian4", [[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
        ("edge_laplacian8", [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
        ("sharpen", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        ("box_blur", [[1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9]]),
        (
            "gaussian_blur",
            [[1 / 16, 2 / 16, 1 / 16], [2 / 16, 4 / 16, 2 / 16], [1 / 16, 2 / 16, 1 / 16]],
        ),
    ],
    ids=[
        "identity",
        "edge_diagonal",
        "edge_laplacian4",
        "edge_laplacian8",
        "sharpen",
        "box_blur",
        "gaussian_blur",
    ],
)
def test_filters_of_the_lecture(student, case):
    """Each filter has the weights of the lecture."""
    name, expected = case
    found = student.classic_filters()
    if not isinstance(found, dict) or name not in found:
        assert_equals(found, {name: expected})  # which says that it is no dict, or lacks the key
    assert_matches(found[name], expected)


@pytest.mark.question("dense_weights")
def test_fourteen_million(student):
    """A layer from 32x32x3 to 28x28x6 has 14,450,688 weights."""
    assert_equals(student.dense_weights((32, 32, 3), (28, 28, 6)), 14_450_688)


@pytest.mark.question("dense_weights")
def test_flat_shapes(student):
    """Where it is flat already, a layer from 3,072 to 4,704 numbers has as many."""
    assert_equals(student.dense_weights((3072,), (4704,)), 14_450_688)


@pytest.mark.question("conv_weights")
def test_nine_thousand(student):
    """1000 filters of 3x3 have 9,000 weights."""
    assert_equals(student.conv_weights(1000, 3), 9_000)


@pytest.mark.question("conv_weights")
def test_channels(student):
    """6 filters of 5x5 on 3 channels have 450 weights."""
    assert_equals(student.conv_weights(6, 5, channels=3), 450)


@pytest.mark.question("bad_arguments")
def test_correlate2d_of_bad_arguments(student):
    """`correlate2d` raises a ValueError where the kernel does not fit."""
    assert_raises(ValueError, student.correlate2d, IMAGE, np.ones((2, 6)))


@pytest.mark.question("bad_arguments")
def test_apply_filter_of_bad_arguments(student):
    """`apply_filter` raises a ValueError where a side of the kernel is even."""
    assert_raises(ValueError, student.apply_filter, IMAGE, np.ones((3, 2)))
