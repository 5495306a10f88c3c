"""The reference of `pooling` against oracles, and its hidden suite against wrong solutions."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from autograder.loading import load_module
from tests.assignments.mutation import UNMEANT, Trial, judge, load, survivors
from tests.assignments.pooling_mutants import MUTANTS

MASTER = load("pooling").master
REFERENCE: Any = load_module(MASTER, "pooling_of_the_course")
KINDS = ("max", "avg")

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Problem:
    """Images of few different numbers, so that many pixels are equal, and a gradient of whole ones."""

    x: Array
    dout: Array
    size: int
    stride: int | None

    @property
    def step(self) -> int:
        """The stride that holds."""
        return self.size if self.stride is None else self.stride


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw shapes that fit, and fill them; sizes are powers of 2 or odd, so means are exact or not."""
    n, c = (draw(st.integers(1, 3)) for _ in range(2))
    size = draw(st.integers(1, 4))
    stride = draw(st.none() | st.integers(1, 5))
    height, width = (draw(st.integers(size, size + 7)) for _ in range(2))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    x = rng.integers(-3, 3, size=(n, c, height, width)).astype(np.float64)
    sides = ((length - size) // (stride or size) + 1 for length in (height, width))
    dout = rng.integers(-9, 10, size=(n, c, *sides)).astype(np.float64)
    return Problem(x, dout, size, stride)


def both_ways(kind: str, problem: Problem) -> tuple[Array, Array]:
    """Return what the reference gives, forward and backward."""
    windows = (problem.size, problem.stride)
    out: Array = getattr(REFERENCE, f"{kind}_pool_forward")(problem.x, *windows)
    dx: Array = getattr(REFERENCE, f"{kind}_pool_backward")(problem.dout, problem.x, *windows)
    return out, dx


@given(problems())
@settings(max_examples=400, deadline=None)
def test_pytorch_agrees(problem: Problem) -> None:
    """On both kinds and their gradients, in double precision, where pixels are equal too."""
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle; the extra `torch` has it")
    for kind in KINDS:
        x = torch.from_numpy(problem.x).requires_grad_()
        out = getattr(torch.nn.functional, f"{kind}_pool2d")(x, problem.size, problem.stride)
        out.backward(torch.from_numpy(problem.dout))
        for answer, due in zip(both_ways(kind, problem), (out.detach(), x.grad), strict=True):
            np.testing.assert_allclose(answer, due.numpy(), rtol=1e-13, atol=1e-13, strict=True)


def windows_of(problem: Problem) -> Iterator[tuple[tuple[int, ...], list[tuple[int, ...]]]]:
    """Give each place of the output, and the places of the pixels of its window in reading order."""
    for n, c, y, x in np.ndindex(*problem.dout.shape):
        top, left = y * problem.step, x * problem.step
        inside = [(top + i, left + j) for i in range(problem.size) for j in range(problem.size)]
        yield (n, c, y, x), [(n, c, *place) for place in inside]


@given(problems())
@settings(max_examples=150, deadline=None)
def test_plain_python_agrees(problem: Problem) -> None:
    """Window by window, with Python's own `max`, which takes the first of equal ones, and `sum`."""
    out = {kind: np.zeros_like(problem.dout) for kind in KINDS}
    dx = {kind: np.zeros_like(problem.x) for kind in KINDS}
    for at, places in windows_of(problem):
        pixels = {place: float(problem.x[place]) for place in places}
        largest = max(pixels, key=lambda place: pixels[place])
        out["max"][at], out["avg"][at] = pixels[largest], sum(pixels.values()) / len(pixels)
        dx["max"][largest] += problem.dout[at]
        for place in places:
            dx["avg"][place] += problem.dout[at] / len(places)
    for kind in KINDS:
        for answer, due in zip(both_ways(kind, problem), (out[kind], dx[kind]), strict=True):
            np.testing.assert_allclose(answer, due, rtol=1e-13, atol=1e-13, strict=True)


@given(problems())
@settings(max_examples=100, deadline=None)
def test_gradients_are_those_of_the_forward_functions(problem: Problem) -> None:
    """Central differences agree where no pixels are equal; and `<avg(x), y> = <x, backward(y)>`."""
    rng = np.random.default_rng(0)
    x = rng.permutation(problem.x.size).reshape(problem.x.shape) / 2
    for kind in KINDS:
        forward = getattr(REFERENCE, f"{kind}_pool_forward")
        _, dx = both_ways(kind, Problem(x, problem.dout, problem.size, problem.stride))
        for place in rng.permutation(list(np.ndindex(*x.shape)))[:5]:
            bump = np.zeros_like(x)
            bump[tuple(place)] = 0.125
            up, down = (forward(x + by * bump, problem.size, problem.stride) for by in (1, -1))
            slope = ((up - down) * problem.dout).sum() / 0.25
            assert slope == pytest.approx(dx[tuple(place)], abs=1e-9)
    out, dx = both_ways("avg", problem)
    assert (out * problem.dout).sum() == pytest.approx((problem.x * dx).sum(), abs=1e-9)


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.int64, np.float32])
def test_the_dtype_of_an_image_changes_nothing(dtype: type[np.generic]) -> None:
    """The reference gives float64, with the values of the float64 copy."""
    x = np.random.default_rng(0).permutation(np.arange(200, 250)).reshape(1, 2, 5, 5)
    dout = np.arange(0.25, 8).reshape(1, 2, 2, 2)
    for size, stride in ((2, None), (3, 2)):
        for kind in KINDS:
            due = both_ways(kind, Problem(x.astype(np.float64), dout, size, stride))
            answers = both_ways(kind, Problem(x.astype(dtype), dout, size, stride))
            for answer, expected in zip(answers, due, strict=True):
                np.testing.assert_array_equal(answer, expected, strict=True)


def test_the_examples_of_the_docstrings_are_right() -> None:
    """All of them, as students read them."""
    failed, attempted = doctest.testmod(REFERENCE)
    assert (failed, attempted) == (0, 5)


@pytest.mark.slow
def test_every_mutant_loses_marks() -> None:
    """In the question of its function, or in the one on bad arguments if that is its subject."""
    assert survivors("pooling", MUTANTS) == []


def test_mutants_are_many_and_explained() -> None:
    """Forty at least, none of them twice, each with a word on the mistake that it is."""
    listed = [(function, mutant) for function, mutants in MUTANTS.items() for mutant in mutants]
    assert len({(function, mutant.old, mutant.new) for function, mutant in listed}) == len(listed) >= 40
    assert all(mutant.why for _, mutant in listed)


def test_the_reference_passes_every_test() -> None:
    """In every question: otherwise the mutants would prove nothing."""
    source = MASTER.read_text(encoding="utf-8")
    questions = [question.id for question in load("pooling").questions]
    verdicts = judge("pooling", [Trial(source, name, to_the_end=True) for name in questions])
    assert [verdict.failed for verdict in verdicts] == [[]] * len(questions)
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
    "the right answer in a list": "[right]",
    "the right answer without the batch": "right[0]",
    "the shape of the right answer": "np.shape(right)",
    "the mean of the right answer everywhere": "0 * right + right.mean()",
}


@pytest.mark.slow
def test_worthless_answers_earn_nothing() -> None:
    """Not one hidden test of a function is passed by them."""
    source = MASTER.read_text(encoding="utf-8")
    wrapper = "_right = {0}\ndef {0}(*args, **how):\n    right = _right(*args, **how)\n    return {1}\n"
    wrapped = [
        (name, what, source + wrapper.format(name, answer))
        for name in MUTANTS
        for what, answer in WORTHLESS.items()
    ]
    verdicts = judge("pooling", [Trial(text, name, to_the_end=True) for name, _, text in wrapped])
    passed = {
        f"{name}: {what}": verdict.passed or verdict.error
        for (name, what, _), verdict in zip(wrapped, verdicts, strict=True)
        if verdict.passed or verdict.error in UNMEANT
    }
    assert passed == {}
