"""The reference of `lenet` against plain Python, and its hidden suites against wrong solutions."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from autograder.loading import load_module
from autograder.suite.submitted import Submitted
from tests.assignments.lenet_mutants import MUTANTS, QUESTIONS, trial_of
from tests.assignments.mutation import UNMEANT, Trial, judge, load

ASSIGNMENT = load("lenet")
REFERENCE: Any = load_module(ASSIGNMENT.master, "lenet_of_the_course")
NETWORK_SUITE: Any = load_module(ASSIGNMENT.folder / "test_hidden_network.py", "lenet_network_suite")
MASTER = ASSIGNMENT.master.read_text(encoding="utf-8")

Array = NDArray[np.float64]


def set_wholes(layer: Any, rng: np.random.Generator) -> dict[str, Array]:
    """Give a layer parameters of small whole numbers, with which sums are exact, and return them."""
    shapes = {name: array.shape for name, array in layer.parameters().items()}
    values = {name: rng.integers(-9, 10, size=shape).astype(float) for name, shape in shapes.items()}
    layer.set_parameters(values)
    return values


@st.composite
def convolutions(draw: st.DrawFn) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Draw what a `Conv2d` is made with, and a shape of images that fits."""
    channels, filters, kernel = (draw(st.integers(1, top)) for top in (3, 3, 4))
    stride, padding = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    sides = [draw(st.integers(max(1, kernel - 2 * padding), kernel + 5)) for _ in range(2)]
    return (channels, filters, kernel, stride, padding), (draw(st.integers(1, 3)), channels, *sides)


@given(convolutions(), st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_plain_python_agrees_on_convolutions(
    drawn: tuple[tuple[int, ...], tuple[int, ...]], seed: int
) -> None:
    """Each product of the sums one by one, forward and backward; nothing stays of an earlier batch."""
    (numbers, shape), rng = drawn, np.random.default_rng(seed)
    layer = REFERENCE.Conv2d(*numbers)
    values = set_wholes(layer, rng)
    x = rng.integers(-9, 10, size=shape).astype(float)
    layer.backward(layer.forward(-x))
    out = layer.forward(x)
    dout = rng.integers(-9, 10, size=out.shape).astype(float)
    dx = layer.backward(dout)
    (_, _, kernel, stride, padding), weight = numbers, values["weight"]
    due = {"out": np.zeros(out.shape), "dx": np.zeros(shape), "weight": np.zeros(weight.shape)}
    for n, f, y, z in np.ndindex(*out.shape):
        due["out"][n, f, y, z] = values["bias"][f]
        for c, i, j in itertools.product(range(shape[1]), range(kernel), range(kernel)):
            row, column = y * stride + i - padding, z * stride + j - padding
            if 0 <= row < shape[2] and 0 <= column < shape[3]:
                due["out"][n, f, y, z] += weight[f, c, i, j] * x[n, c, row, column]
                due["dx"][n, c, row, column] += weight[f, c, i, j] * dout[n, f, y, z]
                due["weight"][f, c, i, j] += x[n, c, row, column] * dout[n, f, y, z]
    found = {"out": out, "dx": dx, **layer.gradients()}
    for name, expected in (due | {"bias": dout.sum(axis=(0, 2, 3))}).items():
        np.testing.assert_array_equal(found[name], expected, strict=True, err_msg=name)


def slope(f: Any, array: Array, place: tuple[int, ...], eps: float = 1e-6) -> float:
    """Return what a small change of one number does to `f()`; the number is as it was afterwards."""
    kept = array[place]
    array[place] = kept + eps
    up = f()
    array[place] = kept - eps
    down = f()
    array[place] = kept
    return float((up - down) / (2 * eps))


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (REFERENCE.Linear(4, 3), (2, 4)),
        (REFERENCE.Tanh(), (2, 3, 4)),
        (REFERENCE.Flatten(), (2, 3, 2, 2)),
        (REFERENCE.AvgPool2d(2), (2, 2, 5, 4)),
        (REFERENCE.Conv2d(2, 3, 3, stride=2, padding=1), (2, 2, 5, 4)),
    ],
    ids=["Linear", "Tanh", "Flatten", "AvgPool2d", "Conv2d"],
)
def test_gradients_are_those_of_forward(layer: Any, shape: tuple[int, ...]) -> None:
    """Central differences agree, for each number of x and of each parameter."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=shape)
    dout = rng.normal(size=layer.forward(x).shape)
    found = {"x": layer.backward(dout), **layer.gradients()}

    def weighted() -> float:
        return float((layer.forward(x) * dout).sum())

    for name, array in {"x": x, **layer.parameters()}.items():
        for place in np.ndindex(*array.shape):
            by = slope(weighted, array, place)
            assert by == pytest.approx(found[name][place], abs=1e-8)


def test_gradients_of_the_network_and_the_loss() -> None:
    """Central differences of the loss agree, for some numbers of each parameter."""
    rng = np.random.default_rng(0)
    network, x, labels = REFERENCE.LeNet5(seed=3), rng.uniform(size=(2, 1, 28, 28)), np.array([3, 8])
    _, dlogits = REFERENCE.softmax_cross_entropy(network.forward(x), labels)
    network.backward(dlogits)
    found = {name: gradient.copy() for name, gradient in network.gradients().items()}
    assert {name: array.shape for name, array in network.parameters().items()} == NETWORK_SUITE.SHAPES
    for name, array in network.parameters().items():
        for place in (tuple(rng.integers(array.shape)) for _ in range(4)):
            by = slope(
                lambda: REFERENCE.softmax_cross_entropy(network.forward(x), labels)[0], array, place
            )
            assert by == pytest.approx(found[name][place], abs=1e-8), name


def test_loss_of_large_logits() -> None:
    """Finite and exact, where a plain softmax is neither."""
    logits = np.array([[1000.0, -1000.0], [-1000.0, -1000.0]])
    loss, gradient = REFERENCE.softmax_cross_entropy(logits, np.array([1, 0]))
    assert loss == pytest.approx((2000 + np.log(2)) / 2, rel=1e-15)
    np.testing.assert_array_equal(gradient, [[0.5, -0.5], [-0.25, 0.25]])


def test_tables_of_the_lecture() -> None:
    """The totals that the lecture gives for three networks."""
    tables: Any = load_module(ASSIGNMENT.folder / "test_hidden_tables.py", "lenet_tables_suite")
    due = {"LeNet-5": 61_706, "AlexNet": 62_378_344, "VGG-16": 138_357_544}
    rows = {name: REFERENCE.layer_table(*tables.NETWORKS[name]) for name in due}
    assert {name: sum(row["parameters"] for row in table) for name, table in rows.items()} == due


def test_a_layer_with_parameters_of_another_shape_has_not_taken_them() -> None:
    """The shape is looked at first: what it could be broadcast to may be larger than all memory."""
    layers: Any = load_module(ASSIGNMENT.folder / "test_hidden_layers.py", "lenet_layers_suite")
    values = {"weight": np.ones((2, 3)), "bias": np.ones(2)}
    layer = SimpleNamespace(set_parameters=lambda _: None, parameters=lambda: values)
    assert layers.has_taken(layer, values)
    layer.parameters = lambda: values | {"weight": np.ones((2, 1, 1, 1, 3))}
    assert not layers.has_taken(layer, values)


def test_a_row_for_what_is_no_layer_is_not_spelt_out() -> None:
    """Whatever stands for its kind: an answer in the right place of another row is still right."""
    tables: Any = load_module(ASSIGNMENT.folder / "test_hidden_tables.py", "lenet_tables_suite")
    network = tables.NETWORKS["one convolution"]
    rows = [{"layer": 10**5000, "output": (5, 9, 14)}, *REFERENCE.layer_table(*network)]
    tables.assert_column(SimpleNamespace(layer_table=lambda *_: rows), REFERENCE, "output", *network)


def npz(arrays: Mapping[str, Any]) -> Submitted:
    """Return what was handed in, if it is a file of these arrays."""
    file = io.BytesIO()
    np.savez(file, **arrays)
    return Submitted({"lenet5.npz": file.getvalue()}.get)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "array", "words"),
    [
        ("conv2.bias", None, "no array 'conv2.bias'"),
        ("fc1.weight", np.zeros((120, 84)), "fc1.weight has the shape (120, 84), (84, 120) is due"),
        ("conv1.bias", np.full(6, np.nan), "NaN or an infinity in conv1.bias"),
        ("fc2.bias", np.full(10, np.finfo(np.longdouble).max), "NaN or an infinity in fc2.bias"),
        ("fc1.bias", np.zeros(84, dtype=complex), "fc1.bias is not made of real numbers"),
        ("conv3.weight", np.full((120, 16, 5, 5), -1e308), "% of them right, 80 % are due"),
        ("fc2.weight", np.zeros((10, 84), dtype=bool), "10.00 % of them right, 80 % are due"),
    ],
    ids=["missing", "shape", "NaN", "long", "complex", "absurd", "guesses"],
)
def test_a_network_that_cannot_read_fails_in_words(name: str, array: Any, words: str) -> None:
    """And without a warning, whatever is in the file."""
    arrays = REFERENCE.LeNet5().parameters()
    arrays.pop(name) if array is None else arrays.update({name: array})
    with pytest.raises(AssertionError, match=re.escape(words)):
        NETWORK_SUITE.test_accuracy(npz(arrays), REFERENCE, 80)


def test_a_network_that_reads_passes_in_any_type() -> None:
    """The trained network of the course, which may hold more than it has to, in any order."""
    trained = dict(np.load(ASSIGNMENT.folder / "lenet5.npz"))
    arrays = {"history": np.arange(3), **{name: trained[name].astype(">f8") for name in sorted(trained)}}
    NETWORK_SUITE.test_accuracy(npz(arrays), REFERENCE, 95)


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_loses_marks(name: str) -> None:
    """In the question that it is meant for, and not by a mistake in its own text."""
    verdicts = judge("lenet", [trial_of(MASTER, name, mutant) for mutant in MUTANTS[name]])
    survivors = [
        f"{mutant.why} {mutant.question} {verdict.error}".rstrip()
        for mutant, verdict in zip(MUTANTS[name], verdicts, strict=True)
        if not verdict.failed or verdict.error in UNMEANT
    ]
    assert survivors == []


def test_mutants_are_many_and_explained() -> None:
    """None of them is there twice, and each has a word on the mistake that it is."""
    listed = [(name, mutant) for name, mutants in MUTANTS.items() for mutant in mutants]
    assert len({(name, one.old, one.new, one.question) for name, one in listed}) == len(listed) >= 150
    assert all(mutant.why for _, mutant in listed)


@pytest.mark.slow
def test_the_reference_passes_every_test() -> None:
    """In every question: otherwise the mutants would prove nothing."""
    names = [question.id for question in ASSIGNMENT.questions]
    verdicts = judge("lenet", [Trial(MASTER, name, to_the_end=True) for name in names])
    assert [verdict.failed for verdict in verdicts] == [[]] * len(names)
    assert all(verdict.passed for verdict in verdicts)


# What an answer is that takes no work, given the right one and the first argument.
WORTHLESS = {
    "an argument": "args[0]",
    "zeros of the right shape": "0 * right",
    "ones of the right shape": "0 * right + 1",
    "the opposite": "-right",
    "twice the right answer": "2 * right",
    "the right answer in a list": "[right]",
    "the shape of the right answer": "np.shape(right)",
    "the mean of the right answer everywhere": "0 * right + right.mean()",
}
LAYER = """
for _layer in ({}):
    for _name in ("forward", "backward"):
        def _method(self, *args, _right=getattr(_layer, _name)):
            right = _right(self, *args)
            return {}
        setattr(_layer, _name, _method)
"""
FUNCTION = """
_right = local_response_norm
def local_response_norm(*args, **how):
    right = _right(*args, **how)
    return {}
"""
LAYERS = [name for name, question in QUESTIONS.items() if question.endswith("_layer")]


@pytest.mark.slow
def test_worthless_answers_earn_nothing() -> None:
    """Not one hidden test is passed by them, but for the gradients that no answer holds."""
    tried = {
        f"{question}: {what}": Trial(MASTER + text.format(*where, answer), question, to_the_end=True)
        for what, answer in WORTHLESS.items()
        for question, text, where in (
            *((QUESTIONS[name], LAYER, [f"{name},"]) for name in LAYERS),
            ("small_layers", LAYER, ["Tanh, Flatten, AvgPool2d"]),
            ("local_response_norm", FUNCTION, []),
        )
    }
    verdicts = judge("lenet", list(tried.values()))
    passed = {
        name: [one for one in verdict.passed if "gradient of" not in one] or verdict.error
        for name, verdict in zip(tried, verdicts, strict=True)
    }
    assert {name: one for name, one in passed.items() if isinstance(one, list) or one in UNMEANT} == {}
