"""Small worked examples. You run these as you go; more tests are run after you hand in."""

import numpy as np
import pytest

from autograder.suite import assert_matches, assert_raises, assert_unmodified, parts

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
KERNEL = np.array([[[[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]]])
ONE_AT_THE_RIGHT = np.array([[[[0.0, 0.0, 0.0], [0.0, 0.0, 10.0], [0.0, 0.0, 0.0]]]])
ONE_IN_THE_CORNER = np.pad([[[[1.0]]]], ((0, 0), (0, 0), (0, 4), (0, 4)))

FUNCTIONS = pytest.mark.parametrize(
    "case",
    [
        pytest.param(name, id=name, marks=pytest.mark.question(name))
        for name in ("conv_backward", "conv_backward_fast")
    ],
)


def gradient(student, name, part, *arguments, **how):
    """Return one of the three gradients that the student's function gives."""
    names = ("dx", "dw", "db")
    return parts(getattr(student, name)(*arguments, **how), *names)[names.index(part)]


@pytest.mark.question("numerical_gradient")
def test_slopes_of_the_notebook(student):
    """The slope of x**3 at 2, with an eps of 0.5 and one that is small."""
    x, dout = np.array([2.0]), np.array([1.0])
    assert_matches(student.numerical_gradient(lambda x: x**3, x, dout, eps=0.5), [12.25])
    assert_matches(student.numerical_gradient(lambda x: x**3, x, dout), [12])


@pytest.mark.question("numerical_gradient")
def test_numbers_that_matter_more(student):
    """Two sums of rows: what `dout` says of a row, each of its values gets."""
    x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    answer = student.numerical_gradient(lambda x: x.sum(axis=1), x, np.array([10.0, -1.0]))
    assert_matches(answer, [[10, 10, 10], [-1, -1, -1]])


@pytest.mark.question("numerical_gradient")
def test_one_value_at_a_time(student):
    """The slope of a product in one factor is the other factor."""
    x = np.array([3.0, 5.0])
    assert_matches(student.numerical_gradient(lambda x: x[:1] * x[1:], x, np.array([1.0])), [5, 3])


@pytest.mark.question("numerical_gradient")
def test_function_that_gives_a_view(student):
    """`f` may give back what it was given, turned: a view of it."""
    x, dout = np.array([[1.0, 2.0, 4.0]]), np.array([[7.0], [8.0], [9.0]])
    assert_matches(student.numerical_gradient(np.transpose, x, dout), [[7, 8, 9]])


@pytest.mark.question("numerical_gradient")
def test_x_is_put_right_again(student):
    """After the call `x` is as it was before."""
    x = np.array([2.0, 3.0])
    assert_matches(student.numerical_gradient(np.square, x, np.ones(2), eps=0.25), [4, 6])
    assert_unmodified(student)


@FUNCTIONS
def test_db_of_the_lecture(student, case):
    """All nine numbers of the lecture's result matter by 1, so the bias gets 9."""
    assert_matches(gradient(student, case, "db", np.ones((1, 1, 3, 3)), IMAGE, KERNEL), [9])


@FUNCTIONS
def test_dw_of_one_window(student, case):
    """Where a single number of the output matters, the filter gets the window that it came from."""
    expected = [[[[10, 10, 0], [10, 10, 10], [10, 10, 0]]]]
    assert_matches(gradient(student, case, "dw", ONE_AT_THE_RIGHT, IMAGE, KERNEL), expected)


@FUNCTIONS
def test_dx_of_one_window(student, case):
    """Where a single number of the output matters, its window gets the filter."""
    expected = [[0, 0, 0, 0, 0], [0, 0, 10, 0, 10], [0, 0, 0, 10, 0], [0, 0, 10, 0, 10], [0, 0, 0, 0, 0]]
    assert_matches(gradient(student, case, "dx", ONE_AT_THE_RIGHT, IMAGE, KERNEL), [[expected]])


@FUNCTIONS
def test_dw_of_all_windows(student, case):
    """With stride 1 all nine windows of the lecture's image are added up, with stride 2 four of them."""
    expected = [[[[6, 7, 6], [4, 7, 7], [4, 6, 6]]]]
    assert_matches(gradient(student, case, "dw", np.ones((1, 1, 3, 3)), IMAGE, KERNEL), expected)
    expected = [[[[3, 2, 3], [2, 3, 2], [2, 2, 3]]]]
    assert_matches(
        gradient(student, case, "dw", np.ones((1, 1, 2, 2)), IMAGE, KERNEL, stride=2), expected
    )


@FUNCTIONS
def test_dx_of_overlapping_windows(student, case):
    """Where windows overlap, filters add up."""
    expected = [[1, 0, 2, 0, 1], [0, 1, 0, 1, 0], [2, 0, 4, 0, 2], [0, 1, 0, 1, 0], [1, 0, 2, 0, 1]]
    answer = gradient(student, case, "dx", np.ones((1, 1, 2, 2)), IMAGE, KERNEL, stride=2)
    assert_matches(answer, [[expected]])


@FUNCTIONS
def test_dx_of_rows_left_over(student, case):
    """Pixels that no window covers get 0, and `dx` has the shape of the image all the same."""
    image, dout = np.ones((1, 1, 4, 5)), np.array([[[[2.0, 3.0]]]])
    expected = [[2, 0, 5, 0, 3], [0, 2, 0, 3, 0], [2, 0, 5, 0, 3], [0, 0, 0, 0, 0]]
    assert_matches(gradient(student, case, "dx", dout, image, KERNEL, stride=2), [[expected]])


@FUNCTIONS
def test_padding(student, case):
    """With padding the first window has a corner of the image in it; `dx` is that of the image alone."""
    how = {"padding": 1}
    answer = gradient(student, case, "dw", ONE_IN_THE_CORNER, IMAGE, KERNEL, **how)
    assert_matches(answer, [[[[0, 0, 0], [0, 1, 1], [0, 0, 1]]]])
    answer = gradient(student, case, "dx", ONE_IN_THE_CORNER, IMAGE, KERNEL, **how)
    assert_matches(answer, [[np.diag([1, 1, 0, 0, 0])]])


@FUNCTIONS
def test_filters_are_not_flipped(student, case):
    """Both gradients of three pixels under a filter of two that differ."""
    dout, x, w = np.array([[[[1.0, 10.0]]]]), np.array([[[[3, 4, 5]]]]), np.array([[[[1.0, 2.0]]]])
    assert_matches(gradient(student, case, "dx", dout, x, w), [[[[1, 12, 20]]]])
    assert_matches(gradient(student, case, "dw", dout, x, w), [[[[43, 54]]]])


@FUNCTIONS
def test_channels_and_filters(student, case):
    """Two filters of 1x1 on two channels of two pixels."""
    dout, x = np.array([[[[1.0, 0.0]], [[0.0, 100.0]]]]), np.array([[[[1, 2]], [[10, 20]]]])
    w = np.array([[[[3.0]], [[5.0]]], [[[7.0]], [[11.0]]]])
    assert_matches(gradient(student, case, "dx", dout, x, w), [[[[3, 700]], [[5, 1100]]]])
    assert_matches(gradient(student, case, "dw", dout, x, w), [[[[1]], [[10]]], [[[200]], [[2000]]]])
    assert_matches(gradient(student, case, "db", dout, x, w), [1, 100])


@FUNCTIONS
def test_batch_of_two_images(student, case):
    """`dw` and `db` are sums over the images, and no means."""
    dout, x, w = np.array([[[[1.0]]], [[[0.5]]]]), np.array([[[[2]]], [[[8]]]]), np.array([[[[3.0]]]])
    assert_matches(gradient(student, case, "dx", dout, x, w), [[[[3]]], [[[1.5]]]])
    assert_matches(gradient(student, case, "dw", dout, x, w), [[[[6]]]])
    assert_matches(gradient(student, case, "db", dout, x, w), [1.5])


@FUNCTIONS
def test_inputs_are_left_alone(student, case):
    """After the call its arguments are as they were before."""
    assert_matches(gradient(student, case, "db", np.ones((1, 1, 3, 3)), IMAGE, KERNEL), [9])
    assert_unmodified(student)


@pytest.mark.question("bad_arguments")
@pytest.mark.parametrize(
    "case", ["conv_backward", "conv_backward_fast"], ids=["conv_backward", "conv_backward_fast"]
)
def test_bad_arguments(student, case):
    """A ValueError is raised where images and filters differ in channels."""
    volume = np.repeat(IMAGE, 3, axis=1)
    assert_raises(ValueError, getattr(student, case), np.ones((1, 1, 3, 3)), volume, KERNEL)
