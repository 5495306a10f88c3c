"""The reference of `lenet` against PyTorch in double precision, and against what has to hold of it.

Without PyTorch (the extra `torch`) the tests that need it are not run.
"""

from __future__ import annotations

import doctest
import sys
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from autograder.loading import load_module

FOLDER = Path(__file__).resolve().parents[2] / "solutions" / "lenet"
REFERENCE: Any = load_module(FOLDER / "lenet.py", "lenet_for_pytorch")
GIVEN = FOLDER / "given" / "layers.py"

MANY = settings(max_examples=100, deadline=None)
FEW = settings(max_examples=10, deadline=None)
seeds = st.integers(0, 2**32 - 2)

# Layers as `layer_table` takes them, the images that they are for, and the lecture's count.
Row = tuple[Any, ...]
Shape = tuple[int, ...]
LENET5: list[Row] = [("conv", 6, 5, 1, 2), ("avgpool", 2, 2), ("conv", 16, 5, 1, 0), ("avgpool", 2, 2)]
LENET5 += [("conv", 120, 5, 1, 0), ("fc", 84), ("fc", 10)]
ALEXNET: list[Row] = [
    ("conv", 96, 11, 4, 0),
    ("maxpool", 3, 2),
    ("conv", 256, 5, 1, 2),
    ("maxpool", 3, 2),
]
ALEXNET += [("conv", filters, 3, 1, 1) for filters in (384, 384, 256)] + [("maxpool", 3, 2)]
VGG16: list[Row] = []
for depth, filters in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
    VGG16 += [("conv", filters, 3, 1, 1)] * depth + [("maxpool", 2, 2)]
ALEXNET += (classifier := [("fc", 4096), ("fc", 4096), ("fc", 1000)])
VGG16 += classifier
NETWORKS: dict[str, tuple[list[Row], Shape, int]] = {
    "LeNet-5": (LENET5, (1, 28, 28), 61_706),
    "AlexNet": (ALEXNET, (3, 227, 227), 62_378_344),
    "VGG-16": (VGG16, (3, 224, 224), 138_357_544),
}

# What layers are made with, and a batch for them.
LAYERS: dict[str, tuple[Shape, Shape]] = {"Conv2d": ((2, 3, 3, 2, 1), (2, 2, 7, 6))}
LAYERS |= {"Linear": ((4, 3), (5, 4)), "AvgPool2d": ((2,), (2, 3, 5, 4)), "Tanh": ((), (2, 3))}
LAYERS |= {"Flatten": ((), (2, 3, 2, 2)), "LeNet5": ((1,), (2, 1, 28, 28))}

Array = NDArray[np.float64]


@pytest.fixture(scope="module")
def torch() -> Any:
    """Give the oracle, on one thread: the arrays are small."""
    module = pytest.importorskip("torch", reason="PyTorch is the oracle; the extra `torch` has it")
    module.set_num_threads(1)
    return module


def drawn(seed: int, *shape: int) -> Array:
    """Return numbers of either sign."""
    return np.random.default_rng(seed).normal(size=shape)


def assert_same(answer: Any, expected: Any) -> None:
    """Hold that shapes and values are the same, but for how sums are rounded."""
    expected = np.asarray(expected.detach() if hasattr(expected, "detach") else expected)
    largest = max(1.0, float(np.abs(expected).max()))
    np.testing.assert_allclose(answer, expected, rtol=0, atol=1e-12 * largest, strict=True)


def assert_as_pytorch(torch: Any, layer: Any, function: Any, x: Array, seed: int) -> None:
    """Hold that a layer does what a function of tensors does, of x and of the layer's parameters."""
    tensors = [torch.tensor(array, requires_grad=True) for array in (x, *layer.parameters().values())]
    expected = function(*tensors)
    dout = drawn(seed + 1, *expected.shape)
    assert_same(layer.forward(x), expected)
    dx, *gradients = torch.autograd.grad(expected, tensors, torch.tensor(dout))
    assert_same(layer.backward(dout), dx)
    for answer, due in zip(layer.gradients().values(), gradients, strict=True):
        assert_same(answer, due)


@st.composite
def images(draw: st.DrawFn, least: int = 1) -> Shape:
    """Draw the shape of a batch of images."""
    batch, sides = st.integers(1, 3), st.integers(least, 9)
    return draw(batch), draw(batch), draw(sides), draw(sides)


@st.composite
def convolutions(draw: st.DrawFn) -> tuple[Any, Array]:
    """Draw a layer of filters, and images that are large enough for it."""
    kernel, stride, padding = (draw(st.integers(least, 3)) for least in (1, 1, 0))
    n, c, *sides = draw(images())
    seed = draw(seeds)
    x = drawn(seed, n, c, *(side + kernel - 1 for side in sides))
    return REFERENCE.Conv2d(c, draw(st.integers(1, 3)), kernel, stride, padding, seed=seed), x


@pytest.mark.slow
@given(convolutions(), seeds)
@MANY
def test_filters_are_those_of_pytorch(torch: Any, problem: tuple[Any, Array], seed: int) -> None:
    """Forward, dx and both gradients, where strides do not divide too."""
    layer, x = problem
    how, conv2d = (layer.stride, layer.padding), torch.nn.functional.conv2d
    assert_as_pytorch(torch, layer, lambda x, w, b: conv2d(x, w, b, *how), x, seed)


@pytest.mark.slow
@given(images(least=2), st.integers(1, 4), seeds)
@MANY
def test_other_layers_are_those_of_pytorch(torch: Any, shape: Shape, n: int, seed: int) -> None:
    """Linear, Tanh, Flatten, and pooling where rows are left over."""
    x, size = drawn(seed, *shape), min(n, *shape[2:])
    functional = torch.nn.functional
    linear = REFERENCE.Linear(shape[1], n, seed=seed)
    assert_as_pytorch(torch, linear, functional.linear, x[:, :, 0, 0].copy(), seed)
    assert_as_pytorch(torch, REFERENCE.Tanh(), torch.tanh, x, seed)
    assert_as_pytorch(torch, REFERENCE.Flatten(), lambda x: x.flatten(1), x, seed)
    pool = REFERENCE.AvgPool2d(size)
    assert_as_pytorch(torch, pool, lambda x: functional.avg_pool2d(x, size), x, seed)


def lenet5(torch: Any, values: dict[str, Array]) -> Any:
    """Return the network as PyTorch has it, with these parameters."""
    nn = torch.nn
    layers = OrderedDict(conv1=nn.Conv2d(1, 6, 5, padding=2), tanh1=nn.Tanh(), pool1=nn.AvgPool2d(2))
    layers |= OrderedDict(conv2=nn.Conv2d(6, 16, 5), tanh2=nn.Tanh(), pool2=nn.AvgPool2d(2))
    layers |= OrderedDict(conv3=nn.Conv2d(16, 120, 5), tanh3=nn.Tanh(), flatten=nn.Flatten())
    layers |= OrderedDict(fc1=nn.Linear(120, 84), tanh4=nn.Tanh(), fc2=nn.Linear(84, 10))
    network = nn.Sequential(layers).double()
    network.load_state_dict({name: torch.tensor(array) for name, array in values.items()})
    return network


@pytest.mark.slow
@given(st.integers(1, 4), seeds)
@FEW
def test_the_network_is_that_of_pytorch(torch: Any, n: int, seed: int) -> None:
    """Logits, the gradients of all parameters, and dx."""
    network = REFERENCE.LeNet5(seed)
    oracle, x = lenet5(torch, network.parameters()), torch.tensor(drawn(seed, n, 1, 28, 28))
    dout = drawn(seed + 1, n, 10)
    expected = oracle(x.requires_grad_())
    expected.backward(torch.tensor(dout))
    assert_same(network.forward(x.detach().numpy()), expected)
    assert_same(network.backward(dout), x.grad)
    due = {name: tensor.grad for name, tensor in oracle.named_parameters()}
    assert due.keys() == network.gradients().keys() == network.parameters().keys()
    for name, gradient in network.gradients().items():
        assert_same(gradient, due[name])


@pytest.mark.slow
def test_steps_of_training_are_those_of_pytorch(torch: Any) -> None:
    """Twenty of them: the losses, and where they end."""
    network, x, labels = REFERENCE.LeNet5(3), drawn(4, 16, 1, 28, 28), np.arange(16) % 10
    oracle = lenet5(torch, network.parameters())
    optimiser = torch.optim.SGD(oracle.parameters(), lr=0.1)
    for _ in range(20):
        optimiser.zero_grad()
        expected = torch.nn.functional.cross_entropy(oracle(torch.tensor(x)), torch.tensor(labels))
        expected.backward()
        optimiser.step()
        loss, dlogits = REFERENCE.softmax_cross_entropy(network.forward(x), labels)
        network.backward(dlogits)
        network.set_parameters(REFERENCE.sgd_step(network.parameters(), network.gradients(), 0.1))
        assert loss == pytest.approx(expected.item(), rel=1e-9)
    for name, tensor in oracle.named_parameters():
        np.testing.assert_allclose(network.parameters()[name], tensor.detach().numpy(), atol=1e-9)


@pytest.mark.slow
@given(st.integers(1, 6), st.integers(1, 12), st.sampled_from([1.0, 30.0, 1000.0]), seeds)
@MANY
def test_the_loss_is_that_of_pytorch(torch: Any, n: int, classes: int, scale: float, seed: int) -> None:
    """And its gradient, for large logits too."""
    logits = scale * drawn(seed, n, classes)
    labels = np.random.default_rng(seed).integers(classes, size=n)
    tensor = torch.tensor(logits, requires_grad=True)
    expected = torch.nn.functional.cross_entropy(tensor, torch.tensor(labels))
    expected.backward()
    loss, dlogits = REFERENCE.softmax_cross_entropy(logits, labels)
    assert_same(np.array(loss), expected)
    assert_same(dlogits, tensor.grad)


@pytest.mark.slow
@given(images(), st.sampled_from([1, 3, 5, 7]), seeds)
@MANY
def test_normalisation_is_that_of_pytorch(torch: Any, shape: Shape, size: int, seed: int) -> None:
    """Once it is undone that PyTorch divides alpha by the size."""
    x, (alpha, beta, k) = drawn(seed, *shape), np.random.default_rng(seed).uniform(0.5, 2.0, size=3)
    normalise = torch.nn.functional.local_response_norm
    expected = normalise(torch.tensor(x), size, alpha * size, beta, k)
    assert_same(REFERENCE.local_response_norm(x, size, alpha, beta, k), expected)
    expected = normalise(torch.tensor(x), 5, 5e-4, 0.75, 2.0)
    assert_same(REFERENCE.local_response_norm(x), expected)


def modules(torch: Any, layers: Sequence[Row], shape: Shape) -> Any:
    """Yield a module for each layer, and what comes out of it, without any numbers."""
    x = torch.empty(1, *shape, device="meta")
    for kind, *how in layers:
        if kind == "conv":
            filters, kernel, stride, padding = how
            module = torch.nn.Conv2d(x.shape[1], filters, kernel, stride, padding, device="meta")
        elif kind == "fc":
            x = x.flatten(1)
            module = torch.nn.Linear(x.shape[1], *how, device="meta")
        else:
            module = {"maxpool": torch.nn.MaxPool2d, "avgpool": torch.nn.AvgPool2d}[kind](*how)
        x = module(x)
        yield module, tuple(x.shape[1:])


@pytest.mark.slow
@pytest.mark.parametrize("name", NETWORKS)
def test_tables_are_those_of_modules(torch: Any, name: str) -> None:
    """Row by row, and the number of all parameters is the lecture's."""
    layers, shape, total = NETWORKS[name]
    rows = REFERENCE.layer_table(layers, shape)
    for row, (module, output) in zip(rows, modules(torch, layers, shape), strict=True):
        sizes = {what: tensor.numel() for what, tensor in module.named_parameters()}
        assert row["output"] == output
        assert (row["weights"], row["biases"]) == (sizes.get("weight", 0), sizes.get("bias", 0))
    assert sum(row["parameters"] for row in rows) == total


@pytest.fixture(scope="module")
def lent(torch: Any) -> Any:
    """Give the layers that students may train with in place of their own."""
    return load_module(GIVEN, f"lenet_with_{torch.__name__}")


@pytest.mark.slow
@pytest.mark.parametrize("name", LAYERS)
def test_given_layers_do_the_same(lent: Any, name: str) -> None:
    """Under the same names, with the same methods."""
    how, shape = LAYERS[name]
    theirs, ours = (getattr(module, name)(*how) for module in (lent, REFERENCE))
    theirs.set_parameters(ours.parameters())
    assert_same(theirs.forward(drawn(1, *shape)), out := ours.forward(drawn(1, *shape)))
    for seed in (2, 3):  # the second replaces the gradients of the first
        assert_same(theirs.backward(drawn(seed, *out.shape)), ours.backward(drawn(seed, *out.shape)))
    assert theirs.gradients().keys() == theirs.parameters().keys() == ours.parameters().keys()
    for key, gradient in theirs.gradients().items():
        assert_same(theirs.parameters()[key], ours.parameters()[key])
        assert_same(gradient, ours.gradients()[key])


@pytest.mark.slow
def test_given_functions_do_the_same(lent: Any) -> None:
    """The loss and the step; and all that is given has a name of the reference's."""
    both = (module.softmax_cross_entropy(drawn(1, 3, 4), [1, 0, 3]) for module in (lent, REFERENCE))
    for answer, due in zip(*both, strict=True):
        assert_same(np.array(answer), np.array(due))
    old, slopes = ({"a": drawn(seed, 2, 3), "b": drawn(seed, 4)} for seed in (1, 2))
    due = REFERENCE.sgd_step(old, slopes, 0.3)
    for name, answer in lent.sgd_step(old, slopes, 0.3).items():
        assert_same(answer, due[name])
    assert all(hasattr(REFERENCE, name) for name in lent.__all__)


def test_given_layers_say_what_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without PyTorch there is a sentence on what to do."""
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModuleNotFoundError, match="pip install torch"):
        load_module(GIVEN, "lenet_without_pytorch")


@given(convolutions(), seeds)
@MANY
def test_filters_are_linear_both_ways(problem: tuple[Any, Array], seed: int) -> None:
    """`<x, dx>` and `<weight, its gradient>` are what `dout` makes of the output without the bias."""
    layer, x = problem
    layer.bias[...] = 0
    out = layer.forward(x)
    dout = drawn(seed, *out.shape)
    dx = layer.backward(dout)
    for product in ((x * dx).sum(), (layer.weight * layer.weight_gradient).sum()):
        assert product == pytest.approx((out * dout).sum(), abs=1e-9)


def test_the_examples_of_the_docstrings_are_right() -> None:
    """All of them, as students read them."""
    failed, attempted = doctest.testmod(REFERENCE)
    assert failed == 0 < attempted
