"""The references of the NumPy assignments against PyTorch, in double precision, on drawn shapes.

All arrays hold small whole numbers, many of them equal, so that windows have ties. Without PyTorch (the
extra `torch`) nothing here is run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from autograder.loading import load_module

torch: Any = pytest.importorskip("torch", reason="PyTorch is the oracle; the extra `torch` has it")
functional: Any = torch.nn.functional
torch.set_num_threads(1)  # the arrays are small
pytestmark = pytest.mark.slow

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
FILTERS, STRIDE, FORWARD, BACKWARD, POOLING = (
    load_module(SOLUTIONS / name / f"{name}.py", f"{name}_for_pytorch")
    for name in ("filters", "stride_padding", "conv_forward", "conv_backward", "pooling")
)
MANY = settings(max_examples=200, deadline=None)

Array = NDArray[np.float64]
integers = st.integers


def numbers(draw: st.DrawFn, *shapes: tuple[int, ...]) -> list[Array]:
    """Return arrays of small whole numbers."""
    rng = np.random.default_rng(draw(integers(0, 2**32)))
    return [rng.integers(-4, 5, size=shape).astype(np.float64) for shape in shapes]


def tensors(*arrays: Array) -> list[Any]:
    """Return tensors of their own memory that ask for their gradients."""
    return [torch.tensor(array, requires_grad=True) for array in arrays]


def gradients(out: Any, dout: Array, *inputs: Any) -> list[Array]:
    """Return what PyTorch's own backward pass finds."""
    return [found.numpy() for found in torch.autograd.grad(out, inputs, torch.tensor(dout))]


def assert_same(answer: Any, expected: Any) -> None:
    """Hold that shapes, values and double precision are the same; no two sums are rounded alike."""
    expected = expected.detach().numpy() if isinstance(expected, torch.Tensor) else expected
    assert answer.dtype == expected.dtype == np.float64
    np.testing.assert_allclose(answer, expected, rtol=1e-12, atol=1e-12, strict=True)


@st.composite
def convolutions(draw: st.DrawFn) -> tuple[list[Array], dict[str, int]]:
    """Draw images, filters and biases that go together, and stride and padding."""
    n, c, f = (draw(integers(1, 3)) for _ in range(3))
    kernel = [draw(integers(1, 4)) for _ in range(2)]
    stride, padding = draw(integers(1, 4)), draw(integers(0, 3))
    image = [draw(integers(max(1, k - 2 * padding), k + 6)) for k in kernel]
    arrays = numbers(draw, (n, c, *image), (f, c, *kernel), (f,))
    return arrays, {"stride": stride, "padding": padding}


@given(convolutions())
@MANY
def test_filters(drawn: tuple[list[Array], dict[str, int]]) -> None:
    """On `conv2d` of one channel, and with padding that keeps the size under an odd kernel."""
    (x, w, _), _ = drawn
    image, kernel = x[0, 0], w[0, 0]
    if all(k <= n for k, n in zip(kernel.shape, image.shape, strict=True)):
        expected = functional.conv2d(*tensors(image[None, None], kernel[None, None]))
        assert_same(FILTERS.correlate2d(image, kernel), expected[0, 0])
    odd = kernel[: (len(kernel) - 1) // 2 * 2 + 1, : (len(kernel[0]) - 1) // 2 * 2 + 1]
    frame = tuple(k // 2 for k in odd.shape)
    expected = functional.conv2d(*tensors(image[None, None], odd[None, None]), padding=frame)
    assert_same(FILTERS.apply_filter(image, odd), expected[0, 0])


@given(integers(1, 40), integers(1, 5), integers(1, 4), st.lists(integers(1, 6), min_size=1, max_size=3))
@settings(max_examples=100, deadline=None)
def test_weights_of_layers(filters: int, side: int, channels: int, shape: list[int]) -> None:
    """As many as PyTorch's layers have, without their biases."""
    convolution = torch.nn.Conv2d(channels, filters, side, bias=False)
    assert FILTERS.conv_weights(filters, side, channels) == convolution.weight.numel()
    dense = torch.nn.Linear(int(np.prod(shape)), filters, bias=False)
    assert FILTERS.dense_weights(tuple(shape), (filters,)) == dense.weight.numel()


@given(convolutions())
@MANY
def test_stride_and_padding(drawn: tuple[list[Array], dict[str, int]]) -> None:
    """On `conv2d` and `pad` of one channel, and on the size of the output."""
    (x, w, _), how = drawn
    image, kernel = x[0, 0], w[0, 0]
    expected = functional.conv2d(*tensors(image[None, None], kernel[None, None]), **how)[0, 0]
    assert_same(STRIDE.conv2d(image, kernel, **how), expected)
    assert_same(
        STRIDE.pad2d(image, how["padding"]), functional.pad(*tensors(image), [how["padding"]] * 4)
    )
    sizes = [STRIDE.output_size(n, k, **how) for n, k in zip(image.shape, kernel.shape, strict=True)]
    assert sizes == list(expected.shape)


@given(convolutions())
@MANY
def test_forward_convolution(drawn: tuple[list[Array], dict[str, int]]) -> None:
    """On `conv2d` and `unfold`."""
    arrays, how = drawn
    expected = functional.conv2d(*tensors(*arrays), **how)
    for function in (FORWARD.conv_forward, FORWARD.conv_forward_fast):
        assert_same(function(*arrays, **how), expected)
    x, w, _ = arrays
    assert_same(
        FORWARD.im2col(x, w.shape[2:], **how), functional.unfold(*tensors(x), w.shape[2:], **how)
    )
    assert FORWARD.conv_macs(x.shape, w.shape, **how) == expected.numel() * w[0].size


@given(convolutions(), st.data())
@MANY
def test_backward_convolution(drawn: tuple[list[Array], dict[str, int]], data: Any) -> None:
    """On the gradients that PyTorch finds for `conv2d`."""
    arrays, how = drawn
    inputs = tensors(*arrays)
    out = functional.conv2d(*inputs, **how)
    [dout] = numbers(data.draw, tuple(out.shape))
    expected = gradients(out, dout, *inputs)
    for function in (BACKWARD.conv_backward, BACKWARD.conv_backward_fast):
        for answer, one in zip(function(dout, *arrays[:2], **how), expected, strict=True):
            assert_same(answer, one)


@given(st.data(), st.sampled_from(["tanh", "sin", "exp", "square", "cumsum"]))
@settings(max_examples=100, deadline=None)
def test_numerical_gradient(data: Any, name: str) -> None:
    """On PyTorch's gradients of bent functions, to seven digits."""
    shape = tuple(data.draw(st.lists(integers(1, 4), min_size=1, max_size=3)))
    x, dout = numbers(data.draw, shape, shape)
    x /= 4
    axis = (0,) if name == "cumsum" else ()
    [inside] = tensors(x)
    [expected] = gradients(getattr(torch, name)(inside, *axis), dout, inside)
    answer = BACKWARD.numerical_gradient(lambda x: getattr(np, name)(x, *axis), x, dout)
    np.testing.assert_allclose(answer, expected, rtol=1e-7, atol=1e-7)


@st.composite
def pools(draw: st.DrawFn) -> tuple[Array, int, int | None]:
    """Draw images, a size that fits and a stride: smaller than it, as large, larger or not given."""
    size, stride = draw(integers(1, 4)), draw(st.none() | integers(1, 6))
    sides = (draw(integers(size, size + 7)) for _ in range(2))
    [x] = numbers(draw, (draw(integers(1, 3)), draw(integers(1, 3)), *sides))
    return x, size, stride


@pytest.mark.parametrize("kind", ["max", "avg"])
@given(drawn=pools(), data=st.data())
@MANY
def test_pooling(kind: str, drawn: tuple[Array, int, int | None], data: Any) -> None:
    """On `max_pool2d` and `avg_pool2d` and their gradients; with ties, the first maximum gets it."""
    x, size, stride = drawn
    [inside] = tensors(x)
    out = getattr(functional, f"{kind}_pool2d")(inside, size, stride)
    assert_same(getattr(POOLING, f"{kind}_pool_forward")(x, size, stride), out)
    [dout] = numbers(data.draw, tuple(out.shape))
    answer = getattr(POOLING, f"{kind}_pool_backward")(dout, x, size, stride)
    assert_same(answer, gradients(out, dout, inside)[0])
