"""The reference of `conv_forward` against oracles, and its hidden suite against wrong solutions."""

from __future__ import annotations

import doctest
import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from autograder.loading import load_module
from tests.assignments.conv_forward_mutants import MUTANTS
from tests.assignments.mutation import UNMEANT, Trial, judge, load, survivors

MASTER = load("conv_forward").master
REFERENCE: Any = load_module(MASTER, "conv_forward_of_the_course")
FUNCTIONS = ("conv_forward", "conv_forward_fast")

Array = NDArray[np.float64]
Nested = Any  # lists in lists, down to Python numbers


@dataclass(frozen=True)
class Problem:
    """One convolution, of small whole numbers, so that every order of summation gives the same."""

    x: Array
    w: Array
    b: Array
    stride: int
    padding: int

    @property
    def how(self) -> dict[str, int]:
        """The keyword arguments."""
        return {"stride": self.stride, "padding": self.padding}


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw shapes that fit, and fill them."""
    n, c, f = (draw(st.integers(1, 3)) for _ in range(3))
    kh, kw, stride = (draw(st.integers(1, 4)) for _ in range(3))
    padding = draw(st.integers(0, 3))
    height, width = (draw(st.integers(max(1, k - 2 * padding), k + 6)) for k in (kh, kw))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    shapes = ((n, c, height, width), (f, c, kh, kw), (f,))
    x, w, b = (rng.integers(-9, 10, size=shape).astype(np.float64) for shape in shapes)
    return Problem(x, w, b, stride, padding)


@given(problems())
@settings(max_examples=400, deadline=None)
def test_pytorch_agrees(problem: Problem) -> None:
    """On `conv2d` and `unfold`, in double precision, whatever the shapes."""
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle; the extra `torch` has it")
    x, w, b = (torch.from_numpy(array) for array in (problem.x, problem.w, problem.b))
    expected = torch.nn.functional.conv2d(x, w, b, **problem.how).numpy()
    for name in FUNCTIONS:
        answer = getattr(REFERENCE, name)(problem.x, problem.w, problem.b, **problem.how)
        np.testing.assert_array_equal(answer, expected, strict=True)
    columns = torch.nn.functional.unfold(x, problem.w.shape[2:], **problem.how).numpy()
    answer = REFERENCE.im2col(problem.x, problem.w.shape[2:], **problem.how)
    np.testing.assert_array_equal(answer, columns, strict=True)


def padded(channel: Nested, padding: int) -> dict[tuple[int, int], float]:
    """Return the pixels of a channel by their place in the padded one; the others are 0."""
    return {
        (y + padding, x + padding): pixel for y, row in enumerate(channel) for x, pixel in enumerate(row)
    }


def starts(length: int, kernel: int, stride: int, padding: int) -> list[int]:
    """Return where a kernel can start along one axis."""
    end = length + padding + padding
    return [start for start in range(end) if start % stride == 0 and start + kernel <= end]


def corners(problem: Problem) -> list[list[tuple[int, int]]]:
    """Return the upper left corners of all positions, row by row."""
    sides = zip(problem.x.shape[2:], problem.w.shape[2:], strict=True)
    tops, lefts = (starts(*side, problem.stride, problem.padding) for side in sides)
    return [[(top, left) for left in lefts] for top in tops]


def taps(problem: Problem) -> list[tuple[int, int, int]]:
    """Return channel, row and column of all weights of a filter, as they lie in memory."""
    c, kh, kw = problem.w.shape[1:]
    return list(itertools.product(range(c), range(kh), range(kw)))


def oracle_columns(problem: Problem) -> Nested:
    """Return what `im2col` has to give, from Python numbers alone."""
    positions = [corner for row in corners(problem) for corner in row]
    images = [[padded(channel, problem.padding) for channel in image] for image in problem.x.tolist()]
    return [
        [
            [image[c].get((top + i, left + j), 0.0) for top, left in positions]
            for c, i, j in taps(problem)
        ]
        for image in images
    ]


def oracle_convolution(problem: Problem) -> Nested:
    """Return what `conv_forward` has to give, from Python numbers alone."""
    images = [[padded(channel, problem.padding) for channel in image] for image in problem.x.tolist()]

    def value(image: list[dict[tuple[int, int], float]], filt: Nested, top: int, left: int) -> float:
        products = (filt[c][i][j] * image[c].get((top + i, left + j), 0.0) for c, i, j in taps(problem))
        return float(sum(products))

    return [
        [
            [[value(image, filt, *corner) + bias for corner in row] for row in corners(problem)]
            for filt, bias in zip(problem.w.tolist(), problem.b.tolist(), strict=True)
        ]
        for image in images
    ]


@given(problems())
@settings(max_examples=150, deadline=None)
def test_plain_python_agrees(problem: Problem) -> None:
    """Lists and dicts, without NumPy's arithmetic, give the same values; the cost is counted."""
    arrays = (problem.x, problem.w, problem.b)
    columns = oracle_columns(problem)
    assert REFERENCE.im2col(problem.x, problem.w.shape[2:], **problem.how).tolist() == columns
    expected = oracle_convolution(problem)
    for name in FUNCTIONS:
        assert getattr(REFERENCE, name)(*arrays, **problem.how).tolist() == expected
    macs = sum(len(row) * len(problem.w) for image in columns for row in image)
    assert REFERENCE.conv_macs(problem.x.shape, problem.w.shape, **problem.how) == macs


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.int64, np.float32])
def test_the_dtype_of_an_image_changes_nothing(dtype: type[np.generic]) -> None:
    """The reference gives float64, with the values of the float64 copy."""
    x, w, b = np.arange(200, 250).reshape(1, 2, 5, 5), np.full((1, 2, 2, 2), -3), np.array([0.5])
    for name in FUNCTIONS:
        convolve = getattr(REFERENCE, name)
        expected = convolve(x.astype(np.float64), w.astype(np.float64), b)
        np.testing.assert_array_equal(convolve(x.astype(dtype), w, b), expected, strict=True)
    columns = REFERENCE.im2col(x.astype(dtype), 2)
    np.testing.assert_array_equal(columns, REFERENCE.im2col(x.astype(np.float64), 2), strict=True)


def test_the_examples_of_the_docstrings_are_right() -> None:
    """All of them, as students read them."""
    failed, attempted = doctest.testmod(REFERENCE)
    assert (failed, attempted) == (0, 4)


@pytest.mark.slow
def test_every_mutant_loses_marks() -> None:
    """In the question of its function, or in the one on bad arguments if that is its subject."""
    assert survivors("conv_forward", MUTANTS) == []


def test_mutants_are_many_and_explained() -> None:
    """Forty at least, none of them twice, each with a word on the mistake that it is."""
    listed = [(function, mutant) for function, mutants in MUTANTS.items() for mutant in mutants]
    assert len({(function, mutant.old, mutant.new) for function, mutant in listed}) == len(listed) >= 40
    assert all(mutant.why for _, mutant in listed)


def test_the_reference_passes_every_test() -> None:
    """In every question on values: otherwise the mutants would prove nothing."""
    source = MASTER.read_text(encoding="utf-8")
    assignment = load("conv_forward")
    judged = [each.id for each in assignment.questions if not assignment.steps_of(each.id)]
    verdicts = judge("conv_forward", [Trial(source, name, to_the_end=True) for name in judged])
    assert [verdict.failed for verdict in verdicts] == [[]] * len(judged)
    assert all(verdict.passed for verdict in verdicts)


# What an answer is that takes no work, given the right one and the arguments.
WORTHLESS = {
    "nothing": "None",
    "an argument": "args[0]",
    "another argument": "args[1]",
    "zeros of the right shape": "0 * right",
    "ones of the right shape": "0 * right + 1",
    "the opposite": "-right",
    "twice the right answer": "2 * right",
    "the bias alone": "0 * right + np.reshape(args[2], (-1, 1, 1)) if len(args) > 2 and "
    "np.ndim(right) == 4 else 0 * right",
    "the right answer in a list": "[right]",
    "the shape of the right answer": "np.shape(right)",
}


def test_worthless_answers_earn_nothing() -> None:
    """Not one hidden test of a function is passed by them."""
    source = MASTER.read_text(encoding="utf-8")
    wrapper = "_right = {0}\ndef {0}(*args, **how):\n    right = _right(*args, **how)\n    return {1}\n"
    wrapped = [
        (name, what, source + wrapper.format(name, answer))
        for name in MUTANTS
        for what, answer in WORTHLESS.items()
    ]
    verdicts = judge("conv_forward", [Trial(text, name, to_the_end=True) for name, _, text in wrapped])
    passed = {
        f"{name}: {what}": verdict.passed or verdict.error
        for (name, what, _), verdict in zip(wrapped, verdicts, strict=True)
        if verdict.passed or verdict.error in UNMEANT
    }
    assert passed == {}
