"""The reference of `filters` against oracles, and its hidden suite against wrong solutions."""

from __future__ import annotations

import doctest
import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from autograder.loading import load_module
from tests.assignments.filters_mutants import MUTANTS
from tests.assignments.mutation import UNMEANT, Trial, judge, load, survivors

MASTER = load("filters").master
REFERENCE: Any = load_module(MASTER, "filters_of_the_course")

Array = NDArray[np.float64]


@st.composite
def problems(draw: st.DrawFn, *, odd: bool) -> tuple[Array, Array]:
    """Draw an image, and a kernel that fits into it or one with odd sides of any size.

    They hold small whole numbers, so that every order of summation gives the same.
    """
    if odd:
        kernel_shape = [2 * draw(st.integers(0, 3)) + 1 for _ in range(2)]
        shape = [draw(st.integers(1, 8)) for _ in range(2)]
    else:
        kernel_shape = [draw(st.integers(1, 5)) for _ in range(2)]
        shape = [draw(st.integers(k, k + 5)) for k in kernel_shape]
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    image, kernel = (
        rng.integers(-9, 10, size=sides).astype(np.float64) for sides in (shape, kernel_shape)
    )
    return image, kernel


@given(problems(odd=False), problems(odd=True))
@settings(max_examples=300, deadline=None)
def test_pytorch_agrees(fits: tuple[Array, Array], odd: tuple[Array, Array]) -> None:
    """On `conv2d`, in double precision, whatever the shapes."""
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle; the extra `torch` has it")

    def due(image: Array, kernel: Array, padding: tuple[int, int]) -> Array:
        four = [torch.from_numpy(array[np.newaxis, np.newaxis]) for array in (image, kernel)]
        result: Array = torch.nn.functional.conv2d(*four, padding=padding).numpy()[0, 0]
        return result

    np.testing.assert_array_equal(REFERENCE.correlate2d(*fits), due(*fits, (0, 0)), strict=True)
    border = (odd[1].shape[0] // 2, odd[1].shape[1] // 2)
    np.testing.assert_array_equal(REFERENCE.apply_filter(*odd), due(*odd, border), strict=True)


def oracle(image: Array, kernel: Array, corners: list[list[tuple[int, int]]]) -> list[list[float]]:
    """Return the sums under a kernel at these upper left corners, from Python numbers alone."""
    pixels = {(y, x): pixel for y, row in enumerate(image.tolist()) for x, pixel in enumerate(row)}
    weights = {(i, j): weight for i, row in enumerate(kernel.tolist()) for j, weight in enumerate(row)}

    def value(y: int, x: int) -> float:
        return float(sum(w * pixels.get((y + i, x + j), 0.0) for (i, j), w in weights.items()))

    return [[value(*corner) for corner in row] for row in corners]


@given(problems(odd=False), problems(odd=True))
@settings(max_examples=150, deadline=None)
def test_plain_python_agrees(fits: tuple[Array, Array], odd: tuple[Array, Array]) -> None:
    """Dicts of pixels, without NumPy's arithmetic, give the same values."""
    image, kernel = fits
    ends = [n - k + 1 for n, k in zip(image.shape, kernel.shape, strict=True)]
    inside = [[(y, x) for x in range(ends[1])] for y in range(ends[0])]
    assert REFERENCE.correlate2d(image, kernel).tolist() == oracle(image, kernel, inside)
    image, kernel = odd
    up, left = (k // 2 for k in kernel.shape)
    around = [[(y - up, x - left) for x in range(image.shape[1])] for y in range(image.shape[0])]
    assert REFERENCE.apply_filter(image, kernel).tolist() == oracle(image, kernel, around)


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.int64, np.float32])
def test_the_dtype_of_an_image_changes_nothing(dtype: type[np.generic]) -> None:
    """The reference gives float64, with the values of the float64 copy."""
    image, kernel = np.arange(200, 242).reshape(6, 7), np.array([[-3, 1, 2], [4, 0, -1], [1, 1, 1]])
    for name in ("correlate2d", "apply_filter"):
        function = getattr(REFERENCE, name)
        expected = function(image.astype(np.float64), kernel.astype(np.float64))
        np.testing.assert_array_equal(function(image.astype(dtype), kernel), expected, strict=True)


def test_filters_do_to_an_even_area_what_the_text_says() -> None:
    """Edge filters make it 0, the others keep its brightness."""
    for name, kernel in REFERENCE.classic_filters().items():
        result = REFERENCE.correlate2d(np.full((3, 3), 7.0), kernel)
        np.testing.assert_allclose(result, [[0.0 if name.startswith("edge") else 7.0]], atol=1e-12)


def test_weights_are_as_many_as_there_are() -> None:
    """Counted one by one."""
    for in_shape, out_shape in itertools.product([(3,), (2, 3), (2, 1, 3)], [(4,), (2, 5)]):
        assert REFERENCE.dense_weights(in_shape, out_shape) == np.empty((*in_shape, *out_shape)).size
    assert REFERENCE.conv_weights(7, 3) == np.empty((7, 3, 3)).size
    assert REFERENCE.conv_weights(7, 3, channels=5) == np.empty((7, 5, 3, 3)).size


def test_the_photograph_can_be_loaded() -> None:
    """It is grey, of bytes, and small."""
    photo = np.load(MASTER.parent / "data" / "photo.npy", allow_pickle=False)
    assert (photo.shape, photo.dtype) == ((128, 128), np.uint8)


def test_the_examples_of_the_docstrings_are_right() -> None:
    """All of them, as students read them."""
    failed, attempted = doctest.testmod(REFERENCE)
    assert (failed, attempted) == (0, 5)


@pytest.mark.slow
def test_every_mutant_loses_marks() -> None:
    """In the question of its function, or in the one on bad arguments if that is its subject."""
    assert survivors("filters", MUTANTS) == []


def test_mutants_are_many_and_explained() -> None:
    """Forty at least, none of them twice, each with a word on the mistake that it is."""
    listed = [(function, mutant) for function, mutants in MUTANTS.items() for mutant in mutants]
    assert len({(function, mutant.old, mutant.new) for function, mutant in listed}) == len(listed) >= 40
    assert all(mutant.why for _, mutant in listed)


def test_the_reference_passes_every_test() -> None:
    """In every question: otherwise the mutants would prove nothing."""
    source = MASTER.read_text(encoding="utf-8")
    questions = [question.id for question in load("filters").questions]
    verdicts = judge("filters", [Trial(source, name, to_the_end=True) for name in questions])
    assert [verdict.failed for verdict in verdicts] == [[]] * len(questions)
    assert all(verdict.passed for verdict in verdicts)


# What an answer is that takes no work, given the right one and the arguments; `each` changes an array,
# or all arrays of a dict.
WORTHLESS = {
    "nothing": "None",
    "an argument": "args[0] if args else {}",
    "another argument": "args[-1] if args else []",
    "zeros of the right shape": "each(lambda right: 0 * right)",
    "ones of the right shape": "each(lambda right: 0 * right + 1)",
    "the opposite": "each(lambda right: -right)",
    "twice the right answer": "each(lambda right: 2 * right)",
    "the right answer in a list": "each(lambda right: [right])",
    "nothing in its place": "each(lambda right: None)",
}
WRAPPER = """
_right = {0}
def {0}(*args, **how):
    right = _right(*args, **how)
    def each(change):
        return {{k: change(v) for k, v in right.items()}} if isinstance(right, dict) else change(right)
    return {1}
"""


@pytest.mark.slow
def test_worthless_answers_earn_nothing() -> None:
    """Not one hidden test of a function is passed by them."""
    source = MASTER.read_text(encoding="utf-8")
    wrapped = [
        (name, what, source + WRAPPER.format(name, answer))
        for name in MUTANTS
        for what, answer in WORTHLESS.items()
    ]
    verdicts = judge("filters", [Trial(text, name, to_the_end=True) for name, _, text in wrapped])
    passed = {
        f"{name}: {what}": verdict.passed or verdict.error
        for (name, what, _), verdict in zip(wrapped, verdicts, strict=True)
        if verdict.passed or verdict.error in UNMEANT
    }
    assert passed == {}
