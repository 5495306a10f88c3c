"""What decides the marks. Inputs are small: a call in seven plain Python loops takes under 10 ms.

`dx`, `dw` and `db` are looked at one by one, so that a wrong one costs its own tests alone. Values are
compared element by element. No expected value is mere rounding residue: where a gradient is a few
numbers only, the inputs are positive. No test is passed by giving back an argument, zeros or None.
Tests with a stride come last in a question, so that a loop that never ends there costs no other test.
"""

import numpy as np
import pytest

from autograder.suite import assert_matches, assert_unmodified, magnitude_of, parts

NAMES, FUNCTIONS = ("dx", "dw", "db"), ("conv_backward", "conv_backward_fast")


def cases(table):
    """Give a test one case for each line of a table: its id, and what the test is given."""
    return pytest.mark.parametrize("case", list(table.values()), ids=list(table))


def both(gradients, table):
    """Give each case of a table to both functions and to each of some gradients."""
    return pytest.mark.parametrize(
        "case",
        [
            pytest.param((name, part, case), id=f"{name}: {part}: {words}", marks=mark)
            for name in FUNCTIONS
            for mark in [pytest.mark.question(name)]
            for part in gradients
            for words, case in table.items()
        ],
    )


def how(stride=1, padding=0):
    """Return the keyword arguments that differ from their defaults."""
    return ({} if stride == 1 else {"stride": stride}) | ({} if padding == 0 else {"padding": padding})


def convolve(x, w, stride=1, padding=0):
    """Return the convolution without a bias, window by window."""
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kh, kw = w.shape[2:]
    tops, lefts = (range(0, n - k + 1, stride) for n, k in zip(x.shape[2:], (kh, kw), strict=True))
    windows = [[x[:, :, top : top + kh, left : left + kw] for left in lefts] for top in tops]
    return np.einsum("yxncij,fcij->nfyx", windows, w)


def product(x):
    """Return each row times the next: fewer values than there are in x."""
    return x[1:] * x[:-1]


def mixture(x):
    """Return weighted sums along rows, squared: more values than there are in x."""
    return (x @ np.array([[1.0, -2.0, 0.5, 3.0], [2.0, 1.0, -1.0, 0.5], [-1.0, 0.5, 2.0, 1.0]])) ** 2


def assert_slopes(student, reference, f, x, dout, *eps, **named):
    """Hold that the student's `numerical_gradient` gives the values of the reference."""
    expected = reference.numerical_gradient(f, x, dout, *eps, **named)
    assert_matches(student.numerical_gradient(f, x, dout, *eps, **named), expected)


@pytest.mark.question("numerical_gradient")
@cases(
    {
        "values one by one": (lambda x: x**3 - x, (5,)),
        "products of rows": (product, (3, 2)),
        "sums along rows": (mixture, (2, 3)),
        "sums along columns": (sum, (3, 2)),
        "images": (lambda x: convolve(x, np.arange(1.0, 13.0).reshape(3, 2, 1, 2)), (1, 2, 2, 3)),
        "view": (np.transpose, (2, 4)),
    }
)
def test_slopes(student, reference, rng, case):
    """Each value of `x` gets a slope of its own, whatever the function does with the values."""
    f, shape = case
    x = rng.uniform(1.0, 2.0, size=shape)
    dout = rng.uniform(0.5, 2.0, size=f(x).shape) * rng.choice([-1e-4, 1e-4], size=f(x).shape)
    assert_slopes(student, reference, f, x, dout)


@pytest.mark.question("numerical_gradient")
@cases({"large": {"eps": 1e-2}, "small": {"eps": 1e-5}, "not given": {}})
def test_eps(student, reference, rng, case):
    """The differences are taken `eps` to either side, which is 1e-6 where it is not given."""
    scale = 0.5 / case.get("eps", 1e-6)  # so bent that the slope depends on eps
    x, dout = rng.uniform(-0.2, 0.2, size=4) / scale, rng.uniform(1.0, 2.0, size=3)

    def wave(x):
        return np.tanh(scale * (x[1:] + x[:-1]))

    assert_slopes(student, reference, wave, x, dout, *case.values())
    assert_slopes(student, reference, wave, -2.0 * x, dout, **case)
    far = rng.uniform(-30.0, -29.0, size=(2, 1, 3))  # how large x is plays no part either
    assert_slopes(student, reference, lambda x: np.sin(scale * (x + 29.5)), far, far / 2, **case)


@pytest.mark.question("numerical_gradient")
def test_numerical_gradient_leaves_its_inputs(student, reference, rng):
    """The slopes are right, and `x` and `dout` are as they were before."""
    # Sums of such numbers are exact: whoever adds, takes away and adds again is back where she was.
    x, dout = rng.integers(9, 30, size=(3, 2)) / 8, rng.integers(1, 9, size=(2, 2)) / 4
    assert_slopes(student, reference, product, x, dout, 2.0**-7)
    assert_unmodified(student)


@pytest.mark.question("numerical_gradient")
def test_numerical_gradient_again(student, reference, rng):
    """A second call of `numerical_gradient` owes nothing to the first."""
    one, two = rng.uniform(1.0, 2.0, size=(2, 3, 2))
    for f, x in ((product, one), (product, two), (np.square, two), (product, one)):
        assert_slopes(student, reference, f, x, rng.uniform(0.5, 2.0, size=f(x).shape))


# The gradients of a convolution: a case is a list of (shape of x, shape of w, stride, padding).


def filled(rng, x_shape, w_shape, stride=1, padding=0):
    """Return dout, images and filters, of values that cannot cancel."""
    sides = zip(x_shape[2:], w_shape[2:], strict=True)
    out = ((n + 2 * padding - k) // stride + 1 for n, k in sides)
    shapes = ((x_shape[0], w_shape[0], *out), x_shape, w_shape)
    return [rng.uniform(0.5, 2.5, size=shape) for shape in shapes]


def assert_gradient(student, reference, case, arguments, *numbers, expected=None):
    """Hold that the gradient of a case is that of the reference, or what is expected."""
    (name, part, _), given = case, how(*numbers)
    if expected is None:
        expected = due(reference, part, *arguments, **given)
    magnitude = magnitude_of(lambda *absolute: due(reference, part, *absolute, **given), *arguments)
    answer = parts(getattr(student, name)(*arguments, **given), *NAMES)
    assert_matches(answer[NAMES.index(part)], expected, magnitude)


def due(reference, part, *arguments, **given):
    """Return one of the gradients of the reference."""
    return reference.conv_backward(*arguments, **given)[NAMES.index(part)]


def assert_gradients(student, reference, rng, case):
    """Hold the same for all shapes of a case."""
    for shapes in case[-1]:
        assert_gradient(student, reference, case, filled(rng, *shapes), *shapes[2:])


# What may be taken for a product of two matrices, or of two numbers.
PADDED = [((1, 2, 1, 2), (2, 2, 1, 1), 1, 2), ((1, 2, 2, 3), (2, 2, 2, 3), 1, 1)]
STRIDED = [((1, 2, 3, 4), (2, 2, 1, 1), 2), ((1, 1, 4, 4), (2, 1, 2, 2), 2)]


@both(
    ["dx", "dw"],
    {
        "one image, channel and filter": [((1, 1, 5, 5), (1, 1, 3, 3))],
        "channels": [((1, 3, 4, 5), (1, 3, 2, 3))],
        "filters": [((1, 2, 4, 4), (3, 2, 2, 2))],
        "images": [((3, 1, 4, 4), (1, 1, 3, 2)), ((2, 3, 4, 4), (4, 3, 2, 3))],
        "not square": [
            *(((2, 2, 3, 7), (3, 2, 2, 3)), ((1, 2, 7, 4), (2, 2, 4, 2))),
            *(((1, 2, 3, 5), (2, 2, 3, 1)), ((1, 2, 5, 3), (2, 2, 1, 3))),
        ],
        "1x1 kernel": [((2, 3, 3, 4), (2, 3, 1, 1))],
        "kernel as large as the image": [((2, 2, 3, 4), (3, 2, 3, 4))],
        "padding 1 and 2": [
            ((1, 2, 4, 4), (2, 2, 3, 3), 1, 1),
            ((2, 1, 4, 3), (2, 1, 2, 3), 1, 2),
            *PADDED,
        ],
        "fits with padding": [((1, 2, 2, 3), (2, 2, 4, 5), 1, 2), ((2, 2, 2, 1), (1, 2, 4, 3), 1, 1)],
    },
)
def test_windows(student, reference, rng, case):
    """What each number of the output says goes back through its window, and is added up."""
    assert_gradients(student, reference, rng, case)


@both(NAMES, {"small changes": (1, 1)})
def test_by_trying(student, reference, rng, case):
    """The gradient says what small changes do to the sum of the weighted output."""
    _, part, numbers = case
    dout, x, w = filled(rng, (2, 2, 3, 4), (3, 2, 2, 3), *numbers)
    f, at = {
        "dx": (lambda x: convolve(x, w, *numbers), x),
        "dw": (lambda w: convolve(x, w, *numbers), w),
        "db": (lambda b: convolve(x, w, *numbers) + b[:, None, None], np.zeros(3)),
    }[part]
    expected = reference.numerical_gradient(f, at, dout, 0.5)  # straight lines: any eps will do
    assert_gradient(student, reference, case, (dout, x, w), *numbers, expected=expected)


@both(NAMES, {"weighted sum": (300.0, -200.0)})
def test_linear(student, reference, rng, case):
    """The gradient of a weighted sum is that sum of the gradients, with values of either sign."""
    _, part, (one, two) = case
    dout, x, w = filled(rng, (2, 2, 4, 4), (3, 2, 2, 3))
    x, w, other = x - 1.5, w - 1.5, rng.normal(size=dout.shape)
    expected = one * due(reference, part, dout, x, w) + two * due(reference, part, other, x, w)
    assert_gradient(student, reference, case, (one * dout + two * other, x, w), expected=expected)


@both(["dx", "dw"], {"down and across": (1, 2)})
def test_moving(student, reference, rng, case):
    """Where images and `dout` move, `dx` moves with them, and `dw` stays as it is, however small."""
    _, part, (down, across) = case
    dout, x, w = filled(rng, (1, 2, 4, 4), (2, 2, 3, 2))
    dout *= 1e-5
    frame = ((0, 0), (0, 0), (down, 1), (across, 0))
    expected = np.pad(due(reference, part, dout, x, w), frame if part == "dx" else 0)
    moved = np.pad(dout, frame), np.pad(x, frame, constant_values=5.0), w
    assert_gradient(student, reference, case, moved, expected=expected)


WHOLE = [(200, 256, np.uint8), (40_000, 65_536, np.uint16), (-(10**9), 10**9, np.int64)]


@both(["dx", "dw"], {"whole numbers": WHOLE, "float32": [(-9, 9, np.float32)]})
def test_other_numbers(student, reference, rng, case):
    """Images of other numbers give the same values as their float64 copies."""
    dout, x, w = filled(rng, (1, 2, 4, 5), (2, 2, 3, 2))
    for low, high, dtype in case[-1]:
        x = rng.integers(low, high, size=x.shape).astype(dtype)
        assert_gradient(student, reference, case, (dout.astype(np.float32), x, 0.1 * w))


@both(["dx"], {"inputs as they were": (0, 1)})
def test_inputs(student, reference, rng, case):
    """The values are right, and `dout`, images and filters are left as they were."""
    for padding in case[-1]:
        arguments = filled(rng, (2, 2, 4, 5), (3, 2, 3, 2), 1, padding)
        assert_gradient(student, reference, case, arguments, 1, padding)
        assert_unmodified(student)
    getattr(student, case[0])(*filled(rng, (1, 2, 6, 5), (3, 2, 3, 2), 2, 2), 2, 2)  # values: elsewhere
    assert_unmodified(student)


@both(
    ["db"],
    {
        "images and filters": [((2, 2, 3, 4), (3, 2, 2, 2)), ((3, 1, 4, 4), (2, 1, 3, 2))],
        "one filter, one position": [((2, 3, 3, 2), (1, 3, 3, 2)), ((1, 2, 2, 2), (3, 2, 2, 2))],
        "padding": [((2, 1, 3, 4), (2, 1, 2, 3), 1, 1), ((1, 1, 2, 2), (3, 1, 5, 4), 1, 2)],
        "stride": [((2, 2, 6, 7), (3, 2, 3, 2), 2), ((2, 1, 5, 8), (2, 1, 2, 2), 3, 1)],
    },
)
def test_bias(student, reference, rng, case):
    """A bias gets what all numbers that its filter gave say, of either sign."""
    for shapes in case[-1]:
        dout, x, w = filled(rng, *shapes)
        dout *= np.resize([-1.0, 1.0], (len(w), 1, 1))
        for images in (x, x.round().astype(int)):
            assert_gradient(student, reference, case, (dout, images, w), *shapes[2:])


@both(
    ["dx", "dw"],
    {
        "stride 2 and 3": [((1, 2, 5, 5), (2, 2, 3, 3), 2), ((1, 1, 8, 7), (2, 1, 2, 4), 3), *STRIDED],
        "left over": [((2, 1, 6, 9), (2, 1, 3, 2), 2), ((1, 2, 8, 6), (1, 2, 2, 2), 4)],
        "stride and padding": [((1, 3, 6, 7), (2, 3, 3, 4), 3, 1), ((2, 2, 6, 3), (3, 2, 3, 2), 2, 2)],
    },
)
def test_stride(student, reference, rng, case):
    """The windows are those of the stride, and pixels that none of them covers get 0."""
    assert_gradients(student, reference, rng, case)


@both(NAMES, {"second call": ((1, 2, 4, 5), (2, 2, 2, 3))})
def test_again(student, reference, rng, case):
    """A second call owes nothing to the first."""
    first, second = filled(rng, *case[-1]), filled(rng, *case[-1])
    getattr(student, case[0])(*first, 2, 1)  # values: elsewhere; its output has the same shape
    for arguments in (first, second, (first[0], *second[1:]), (*second[:2], first[2]), first):
        assert_gradient(student, reference, case, arguments)
    if case[1] != "db":  # of which no filter is a part
        assert_gradient(student, reference, case, filled(rng, case[-1][0], (2, 2, 2, 2)))


@both(["dx"], {"stride before padding": (3, 1)})
def test_order_of_arguments(student, reference, rng, case):
    """The arguments are told apart by their order."""
    name, part, numbers = case
    arguments = (*filled(rng, (2, 2, 7, 6), (3, 2, 3, 2), *numbers), *numbers)
    answer = parts(getattr(student, name)(*arguments), *NAMES)
    assert_matches(answer[NAMES.index(part)], due(reference, part, *arguments))
