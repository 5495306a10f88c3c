"""The reference of `conv_backward` against oracles and laws, and its hidden suite against wrong work."""

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
from tests.assignments.conv_backward_mutants import MUTANTS
from tests.assignments.mutation import UNMEANT, Trial, judge, load, survivors

MASTER = load("conv_backward").master
REFERENCE: Any = load_module(MASTER, "conv_backward_of_the_course")
FORWARD: Any = load_module(load("conv_forward").master, "conv_forward_before_it")
FUNCTIONS = ("conv_backward", "conv_backward_fast")

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Problem:
    """The arguments of one call, of small whole numbers: every order of summation gives the same."""

    dout: Array
    x: Array
    w: Array
    stride: int
    padding: int

    def gradients(self, name: str, **changed: Array) -> tuple[Array, Array, Array]:
        """Return what a function of the reference gives, perhaps with another array."""
        arguments = [changed.get(each, getattr(self, each)) for each in ("dout", "x", "w")]
        found: tuple[Array, Array, Array] = getattr(REFERENCE, name)(
            *arguments, stride=self.stride, padding=self.padding
        )
        return found


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw shapes that fit, and fill them."""
    n, c, f = (draw(st.integers(1, 3)) for _ in range(3))
    kernel = [draw(st.integers(1, 4)) for _ in range(2)]
    stride, padding = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    image = [draw(st.integers(max(1, k - 2 * padding), k + 5)) for k in kernel]
    out = [(h + 2 * padding - k) // stride + 1 for h, k in zip(image, kernel, strict=True)]
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    shapes = ((n, f, *out), (n, c, *image), (f, c, *kernel))
    dout, x, w = (rng.integers(-9, 10, size=shape).astype(np.float64) for shape in shapes)
    return Problem(dout, x, w, stride, padding)


def oracle(problem: Problem) -> list[Any]:
    """Return the three gradients from Python numbers alone: each product of the sum, one by one."""
    dout, x, w = (array.tolist() for array in (problem.dout, problem.x, problem.w))
    dx, dw = (np.zeros(array.shape, dtype=object) for array in (problem.x, problem.w))
    db = [0.0] * len(w)
    _, c, height, width = problem.x.shape
    taps = list(itertools.product(range(c), *map(range, problem.w.shape[2:])))
    for n, f, oy, ox in np.ndindex(problem.dout.shape):
        here = dout[n][f][oy][ox]
        db[f] += here
        for k, i, j in taps:
            row, column = (o * problem.stride + at - problem.padding for o, at in ((oy, i), (ox, j)))
            if 0 <= row < height and 0 <= column < width:
                dw[f, k, i, j] += here * x[n][k][row][column]
                dx[n, k, row, column] += here * w[f][k][i][j]
    return [dx.tolist(), dw.tolist(), db]


@pytest.mark.parametrize("name", FUNCTIONS)
@given(problem=problems())
@settings(max_examples=80, deadline=None)
def test_plain_python_agrees(name: str, problem: Problem) -> None:
    """Loops over every product, without NumPy's arithmetic, give the same values."""
    gradients = problem.gradients(name)
    assert [gradient.tolist() for gradient in gradients] == oracle(problem)
    assert all(gradient.dtype == np.float64 for gradient in gradients)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(problem=problems())
@settings(max_examples=50, deadline=None)
def test_the_laws_of_a_gradient_hold(name: str, problem: Problem) -> None:
    """The loss is linear in images, in filters and in dout: both gradients give it back."""
    dx, dw, db = problem.gradients(name)
    assert np.sum(dx * problem.x) == np.sum(dw * problem.w)
    assert np.sum(db) == np.sum(problem.dout)
    other = problem.dout[::-1, :, ::-1] + 1
    pairs = zip(problem.gradients(name), problem.gradients(name, dout=other), strict=True)
    both = problem.gradients(name, dout=3 * problem.dout - 2 * other)
    for (one, two), sum_of_them in zip(pairs, both, strict=True):
        np.testing.assert_array_equal(sum_of_them, 3 * one - 2 * two)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(problem=problems())
@settings(max_examples=30, deadline=None)
def test_the_gradients_are_those_of_the_forward_assignment(name: str, problem: Problem) -> None:
    """Found by trying, with the reference of `conv_forward`: straight lines, so any eps is exact."""
    how, b = (problem.stride, problem.padding), np.arange(float(len(problem.w)))
    losses = [
        (lambda x: FORWARD.conv_forward(x, problem.w, b, *how), problem.x),
        (lambda w: FORWARD.conv_forward(problem.x, w, b, *how), problem.w),
        (lambda b: FORWARD.conv_forward(problem.x, problem.w, b, *how), b),
    ]
    for (f, at), gradient in zip(losses, problem.gradients(name), strict=True):
        tried = REFERENCE.numerical_gradient(f, at, problem.dout, eps=0.5)
        np.testing.assert_array_equal(tried, gradient)


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.int64, np.float32])
def test_the_dtype_of_images_changes_nothing(dtype: type[np.generic]) -> None:
    """The reference gives float64, with the values of the float64 copies."""
    x, w = np.arange(200, 250).reshape(1, 2, 5, 5), np.full((3, 2, 2, 2), -0.3)
    dout = np.linspace(-1, 1, 48).reshape(1, 3, 4, 4)
    for name in FUNCTIONS:
        function = getattr(REFERENCE, name)
        for one, two in zip(function(dout, x.astype(dtype), w), function(dout, x / 1, w), strict=True):
            np.testing.assert_array_equal(one, two, strict=True)


@pytest.mark.parametrize(
    ("f", "slope"),
    [(np.sin, np.cos), (np.exp, np.exp), (np.tanh, lambda x: 1 / np.cosh(x) ** 2), (abs, np.sign)],
)
@given(values=st.lists(st.floats(0.1, 2) | st.floats(-2, -0.1), min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_slopes_of_known_functions(f: Any, slope: Any, values: list[float]) -> None:
    """Calculus says the same, to six digits or so."""
    x, dout = np.array(values), np.linspace(1, 2, len(values))
    due = slope(x) * dout
    np.testing.assert_allclose(REFERENCE.numerical_gradient(f, x, dout), due, rtol=1e-6, atol=1e-7)


def test_whatever_f_gives_back() -> None:
    """Views of what it is given, lists and single numbers; `x` may be of any shape, or whole numbers."""
    numerical: Any = REFERENCE.numerical_gradient
    x = np.arange(6).reshape(2, 3)
    np.testing.assert_allclose(numerical(lambda x: x, x, 2), np.full((2, 3), 2))
    np.testing.assert_allclose(numerical(lambda x: x.tolist(), x, np.ones((2, 3))), np.ones((2, 3)))
    np.testing.assert_allclose(numerical(lambda x: x.sum(), x, 1), np.ones((2, 3)))
    np.testing.assert_allclose(numerical(np.square, np.array(3.0), 1), 6)
    assert x.tolist() == [[0, 1, 2], [3, 4, 5]]


def test_the_examples_of_the_docstrings_are_right() -> None:
    """All of them, as students read them."""
    failed, attempted = doctest.testmod(REFERENCE)
    assert (failed, attempted) == (0, 6)


@pytest.mark.slow
def test_every_mutant_loses_marks() -> None:
    """In the question of its function, or in the one on bad arguments if that is its subject."""
    assert survivors("conv_backward", MUTANTS) == []


def test_mutants_are_many_and_explained() -> None:
    """Forty at least, none of them twice, each with a word on the mistake that it is."""
    listed = [(function, mutant) for function, mutants in MUTANTS.items() for mutant in mutants]
    assert len({(function, mutant.old, mutant.new) for function, mutant in listed}) == len(listed) >= 40
    assert all(mutant.why for _, mutant in listed)


@pytest.mark.parametrize("secret", ["", "another term", "and another"])
def test_the_reference_passes_every_test(secret: str) -> None:
    """In every question on values, whatever the inputs: otherwise the mutants would prove nothing."""
    source = MASTER.read_text(encoding="utf-8")
    assignment = load("conv_backward")
    judged = [each.id for each in assignment.questions if not assignment.steps_of(each.id)]
    trials = [Trial(source, name, to_the_end=True) for name in judged]
    verdicts = judge("conv_backward", trials, secret)
    assert [verdict.failed for verdict in verdicts] == [[]] * len(judged)
    assert all(verdict.passed for verdict in verdicts)


# What takes no work, given the right answer, a way to change each part of it, and the arguments.
WORTHLESS = {
    "nothing": "None",
    "three times nothing": "(None, None, None)",
    "an argument": "args[0]",
    "another argument": "args[1]",
    "the arguments": "(args[1], args[2], args[0])",
    "zeros of the right shape": "each(lambda part: 0 * part)",
    "ones of the right shape": "each(np.ones_like)",
    "the opposite": "each(np.negative)",
    "twice the right answer": "each(lambda part: 2 * part)",
    "the right answer in a list": "[right]",
    "the shape of the right answer": "each(np.shape)",
    "the right answer by name": "dict(zip('abc', right))",
}


@pytest.mark.slow
def test_worthless_answers_earn_nothing() -> None:
    """Not one hidden test of a function is passed by them."""
    source = MASTER.read_text(encoding="utf-8")
    wrapper = """
_right = {0}
def {0}(*args, **how):
    right = _right(*args, **how)
    each = lambda change: tuple(map(change, right)) if type(right) is tuple else change(right)
    return {1}
"""
    wrapped = [
        (name, what, source + wrapper.format(name, answer))
        for name in MUTANTS
        for what, answer in WORTHLESS.items()
    ]
    verdicts = judge("conv_backward", [Trial(text, name, to_the_end=True) for name, _, text in wrapped])
    passed = {
        f"{name}: {what}": verdict.passed or verdict.error
        for (name, what, _), verdict in zip(wrapped, verdicts, strict=True)
        if verdict.passed or verdict.error in UNMEANT
    }
    assert passed == {}
