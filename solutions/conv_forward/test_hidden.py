"""What decides the marks. Inputs are small: a call in seven plain Python loops takes under 10 ms.

No expected value is mere rounding residue: where an output is a few numbers only, the inputs are
positive. No test is passed by giving back an argument, zeros, the bias alone or None. Biases are zero
where they are not the subject, so that a mistake with them costs the tests on biases and few others.
Tests with a stride come last in a question, so that a loop that never ends there costs no other test.
"""

import numpy as np
import pytest

from autograder.suite import (
    assert_equals,
    assert_matches,
    assert_unmodified,
    magnitude_of,
)

NARROW = [(200, 256, np.uint8), (40_000, 65_536, np.uint16), (10**8, 10**9, np.int32)]
WIDE = [(-(10**6), 10**6, np.int64), (-900, 900, np.float32)]


def cases(table):
    """Give a test one case for each line of a table: its id, and what the test is given."""
    return pytest.mark.parametrize("case", list(table.values()), ids=list(table))


def both(table):
    """Give each case of a table to both functions that convolve, for the question of that name."""
    return pytest.mark.parametrize(
        "case",
        [
            pytest.param((name, case), id=f"{name}: {words}", marks=pytest.mark.question(name))
            for name in ("conv_forward", "conv_forward_fast")
            for words, case in table.items()
        ],
    )


def how(stride=1, padding=0):
    """Return the keyword arguments that differ from their defaults."""
    return ({} if stride == 1 else {"stride": stride}) | ({} if padding == 0 else {"padding": padding})


# im2col: each case is a list of (shape of x, kernel_size, stride, padding).


def assert_im2col(student, reference, x, size, *numbers):
    """Hold that the student's `im2col` gives the values of the reference."""
    given = how(*numbers)
    assert_matches(student.im2col(x, size, **given), reference.im2col(x, size, **given))


@pytest.mark.question("im2col")
@cases(
    {
        "one channel": [((1, 1, 4, 4), 2, 1, 0)],
        "channels": [((1, 3, 3, 4), 2, 1, 0), ((1, 2, 4, 3), 3, 1, 0)],
        "images": [((3, 2, 3, 3), 2, 1, 0), ((2, 3, 3, 4), (2, 2), 1, 0)],
        "not square": [
            ((2, 2, 4, 6), (3, 2), 1, 0),
            ((1, 3, 6, 4), (1, 3), 1, 0),
            ((1, 2, 4, 5), (3, 1), 1, 0),
        ],
        "1x1 kernel": [((2, 3, 2, 4), 1, 1, 0)],
        "kernel as large as the image": [((2, 2, 3, 4), (3, 4), 1, 0)],
        "padding 1 and 2": [
            *(((2, 1, 3, 2), (2, 3), 1, 1), ((1, 2, 1, 2), 1, 1, 2)),
            *(((1, 2, 5, 4), 2, 1, 1), ((1, 2, 3, 2), 2, 1, 2)),  # of one size with their frames
        ],
        "fits with padding": [((1, 2, 2, 1), (5, 4), 1, 2), ((2, 2, 2, 1), (4, 3), 1, 1)],
    }
)
def test_im2col(student, reference, rng, case):
    """Each patch is a column, and rows and columns have the order that is asked for."""
    for shape, *arguments in case:
        assert_im2col(student, reference, rng.normal(size=shape) + 3.0, *arguments)


@pytest.mark.question("im2col")
def test_im2col_of_other_numbers(student, reference, rng):
    """An image of other numbers keeps its values."""
    for low, high, dtype in NARROW + WIDE:
        x = rng.integers(low, high, size=(2, 2, 3, 4)).astype(dtype)
        assert_im2col(student, reference, x, 2, 1, 1)


@pytest.mark.question("im2col")
def test_im2col_leaves_its_input(student, reference, rng):
    """`im2col` gives the columns and leaves the images that it was given as they were."""
    for padding in (0, 1):
        assert_im2col(student, reference, rng.normal(size=(2, 2, 4, 3)), (2, 3), 1, padding)
        assert_unmodified(student)


@pytest.mark.question("im2col")
@cases(
    {
        "stride 2 and 3": [
            ((1, 2, 5, 5), 3, 2, 0),
            ((2, 1, 4, 7), (1, 4), 3, 0),
            ((1, 2, 5, 4), 1, 2, 0),
        ],
        "rows and columns left over": [((2, 2, 6, 7), (3, 2), 2, 0), ((1, 2, 8, 6), 2, 4, 0)],
        "stride and padding": [((2, 2, 5, 6), (3, 2), 2, 1), ((1, 3, 7, 4), (3, 4), 3, 2)],
    }
)
def test_im2col_with_stride(student, reference, rng, case):
    """The kernel moves by the stride, down and across."""
    for shape, *arguments in case:
        assert_im2col(student, reference, rng.normal(size=shape), *arguments)


@pytest.mark.question("im2col")
def test_im2col_again(student, reference, rng):
    """A second call of `im2col` owes nothing to the first."""
    first, second = rng.normal(size=(2, 1, 2, 4, 5))
    tall = second.reshape(1, 2, 5, 4)  # of the same bytes
    student.im2col(first, 2, padding=1)  # values: elsewhere
    calls = [(first, 2), (second, 2), (second, 3), (tall, 3), (tall, 3, 2), (first, 2)]
    for x, *arguments in (*calls, (first, (2, 3)), (first, (3, 3))):
        assert_im2col(student, reference, x, *arguments)


@pytest.mark.question("im2col")
def test_im2col_by_position(student, reference, rng):
    """The arguments come in the order x, kernel_size, stride, padding."""
    x = rng.normal(size=(2, 2, 6, 7))
    assert_matches(student.im2col(x, (2, 3), 3, 1), reference.im2col(x, (2, 3), 3, 1))


# conv_forward and conv_forward_fast: each case is a list of (shape of x, shape of w, stride, padding).


def assert_convolves(student, reference, name, arguments, *numbers):
    """Hold that the student's function `name` gives the values of the reference."""
    given = how(*numbers)
    expected = reference.conv_forward(*arguments, **given)
    magnitude = magnitude_of(reference.conv_forward, *arguments, **given)
    assert_matches(getattr(student, name)(*arguments, **given), expected, magnitude)


def assert_convolves_all(student, reference, rng, case):
    """The same for positive images and filters of all shapes of a case, without a bias."""
    name, shapes = case
    for x_shape, w_shape, *numbers in shapes:
        x, w = rng.uniform(0.5, 1.5, size=x_shape), rng.uniform(0.5, 4.5, size=w_shape)
        assert_convolves(student, reference, name, (x, w, np.zeros(w_shape[0])), *numbers)


def normal(rng, x_shape, w_shape):
    """Return images, filters and biases of either sign."""
    return rng.normal(size=x_shape), rng.normal(size=w_shape), rng.normal(size=w_shape[0])


# What may be taken for a product of two matrices, or of two numbers.
PADDED = [((1, 2, 1, 2), (2, 2, 1, 1), 1, 2), ((1, 2, 2, 3), (2, 2, 2, 3), 1, 1)]
STRIDED = [((1, 2, 3, 4), (2, 2, 1, 1), 2, 0), ((1, 1, 4, 4), (2, 1, 2, 2), 2, 0)]


@both(
    {
        "one image, channel and filter": [((1, 1, 5, 5), (1, 1, 3, 3), 1, 0)],
        "channels": [((1, 3, 4, 5), (1, 3, 2, 3), 1, 0)],
        "filters": [((1, 2, 4, 4), (3, 2, 2, 2), 1, 0)],
        "images": [((3, 1, 4, 4), (1, 1, 3, 2), 1, 0), ((2, 3, 4, 4), (4, 3, 2, 3), 1, 0)],
        "not square": [
            *(((2, 2, 3, 7), (3, 2, 2, 3), 1, 0), ((1, 2, 7, 4), (2, 2, 4, 2), 1, 0)),
            *(((1, 2, 3, 5), (2, 2, 3, 1), 1, 0), ((1, 2, 5, 3), (2, 2, 1, 3), 1, 0)),
        ],
        "1x1 kernel": [((2, 3, 3, 4), (2, 3, 1, 1), 1, 0)],
        "kernel as large as the image": [((2, 2, 3, 4), (3, 2, 3, 4), 1, 0)],
        "padding 1 and 2": [
            ((1, 2, 4, 4), (2, 2, 3, 3), 1, 1),
            ((2, 1, 4, 3), (2, 1, 2, 3), 1, 2),
            *PADDED,
        ],
        "fits with padding": [((1, 2, 2, 3), (2, 2, 4, 5), 1, 2), ((2, 2, 2, 1), (1, 2, 4, 3), 1, 1)],
    }
)
def test_convolution(student, reference, rng, case):
    """Every filter visits every position where it fits, in all channels of all images."""
    assert_convolves_all(student, reference, rng, case)


@both(
    {
        "several filters": [((1, 2, 4, 5), (3, 2, 4, 5), 1, 0), ((3, 2, 3, 4), (3, 2, 1, 1), 1, 0)],
        "padding": [((2, 1, 3, 4), (2, 1, 3, 3), 1, 1)],
    }
)
def test_bias(student, reference, rng, case):
    """A filter's bias, of either sign, is added once to each number that the filter gives."""
    name, shapes = case
    for x_shape, w_shape, *given in shapes:
        x, w, b = normal(rng, x_shape, w_shape)
        b += 4.0 * np.sign(b)
        assert_convolves(student, reference, name, (x, w, b), *given)
        assert_convolves(student, reference, name, (x, w, -b), *given)


@both({"uint8, uint16, int32": NARROW, "int64 and float32": WIDE})
def test_other_numbers(student, reference, rng, case):
    """An image of other numbers gives the same values as its float64 copy, under whole weights too."""
    name, lines = case
    for low, high, dtype in lines:
        x = rng.integers(low, high, size=(1, 2, 4, 5)).astype(dtype)
        fractions = rng.uniform(-77, 230, size=(2, 2, 3, 2)) / high
        whole = rng.integers(-4, 5, size=(2, 2, 3, 2))
        whole[1, 0, 0, 0] -= whole[1].sum()  # 0 in all, as of a filter that finds edges
        for w in (fractions, whole):
            assert_convolves(student, reference, name, (x, w, np.zeros(2)))
        x = (rng.integers(1, 4, size=(1, 2, 3, 4)) + 0.3).astype(dtype)  # float32 has fractions
        w = rng.integers(1, 4, size=(2, 2, 2, 2))
        assert_convolves(student, reference, name, (x, w, np.array([-0.75, 0.5])))


@both({"down and across": (1, 2)})
def test_moving_with_the_image(student, reference, rng, case):
    """Where the image moves, the result moves with it, however dark it is."""
    name, (down, across) = case
    x, w, b = normal(rng, (1, 2, 6, 7), (2, 2, 3, 2))
    x, b = 1e-5 * x, 1e-5 * b
    expected = reference.conv_forward(x, w, b)[:, :, down:, across:]
    magnitude = magnitude_of(reference.conv_forward, x, w, b)
    assert_matches(getattr(student, name)(x[:, :, down:, across:].copy(), w, b), expected, magnitude)


@both({"images, filters and biases": (0, 1)})
def test_inputs(student, reference, rng, case):
    """The values are right, and what the function was given is left as it was."""
    name, paddings = case
    for padding in paddings:
        arguments = normal(rng, (2, 2, 4, 5), (3, 2, 3, 2))
        assert_convolves(student, reference, name, arguments, 1, padding)
        assert_unmodified(student)


@both(
    {
        "stride 2 and 3": [
            ((1, 2, 5, 5), (2, 2, 3, 3), 2, 0),
            ((1, 1, 8, 7), (2, 1, 2, 4), 3, 0),
            *STRIDED,
        ],
        "left over": [((2, 1, 6, 9), (2, 1, 3, 2), 2, 0), ((1, 2, 8, 6), (1, 2, 2, 2), 4, 0)],
        "stride and padding": [((2, 2, 5, 6), (3, 2, 3, 2), 2, 1), ((1, 3, 7, 4), (2, 3, 3, 4), 3, 2)],
    }
)
def test_stride(student, reference, rng, case):
    """The filters move by the stride, down and across."""
    assert_convolves_all(student, reference, rng, case)


@both({"other images, filters, biases, stride": ((1, 2, 4, 5), (2, 2, 2, 3))})
def test_again(student, reference, rng, case):
    """A second call owes nothing to the first."""
    name, shapes = case
    (x, w, b), (other_x, other_w, other_b) = normal(rng, *shapes), normal(rng, *shapes)
    getattr(student, name)(x, w, b, padding=1)  # values: elsewhere
    others = ((other_x, other_w, b), (other_x, other_w, other_b), (x, w[:, :, :, :2].copy(), b))
    for arguments in ((x, w, b), (other_x, w, b), *others):
        assert_convolves(student, reference, name, arguments)
    assert_convolves(student, reference, name, (other_x, other_w, other_b), 2)
    assert_convolves(student, reference, name, (x, w, b))


@both({"x, w, b, stride, padding": (3, 1)})
def test_order_of_arguments(student, reference, rng, case):
    """The arguments are told apart by their order."""
    name, numbers = case
    assert_convolves(student, reference, name, (*normal(rng, (2, 2, 7, 6), (3, 2, 3, 2)), *numbers))


# conv_macs: each case is a list of (shape of x, shape of w, stride, padding).


@pytest.mark.question("conv_macs")
@cases(
    {
        "images and filters": [((2, 1, 4, 4), (3, 1, 2, 2), 1, 0), ((3, 2, 3, 3), (1, 2, 2, 2), 1, 0)],
        "channels": [((1, 3, 4, 4), (1, 3, 2, 2), 1, 0), ((2, 2, 4, 4), (3, 2, 3, 3), 1, 0)],
        "not square": [((2, 3, 4, 7), (2, 3, 3, 2), 1, 0), ((1, 2, 7, 3), (3, 2, 1, 3), 1, 0)],
        "padding": [*PADDED, ((2, 2, 4, 3), (3, 2, 3, 2), 1, 1), ((1, 3, 1, 2), (2, 3, 4, 5), 1, 2)],
        "stride": [*STRIDED, ((2, 2, 7, 8), (3, 2, 3, 2), 2, 0), ((1, 3, 9, 4), (2, 3, 2, 2), 4, 0)],
    }
)
def test_conv_macs(student, reference, case):
    """Every product counts, those with zeros of the padding too."""
    for *shapes, stride, padding in case:
        given = how(stride, padding)
        assert_equals(student.conv_macs(*shapes, **given), reference.conv_macs(*shapes, **given))


@pytest.mark.question("conv_macs")
def test_conv_macs_by_position(student, reference):
    """The arguments come in the order x_shape, w_shape, stride, padding."""
    arguments = (2, 3, 6, 7), (2, 3, 3, 2), 3, 1
    assert_equals(student.conv_macs(*arguments), reference.conv_macs(*arguments))
