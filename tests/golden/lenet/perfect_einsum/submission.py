# Windows and einsum; type hints, dataclasses, a generic container.
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

Arrays = dict[str, np.ndarray]


@dataclass
class Layer:
    def parameters(self) -> Arrays:
        return {}

    def gradients(self) -> Arrays:
        return {}

    def set_parameters(self, values: Arrays) -> None:
        for name, array in self.parameters().items():
            array[...] = values[name]

    def __call__(self, x):
        return self.forward(x)


@dataclass
class Weighted(Layer):
    def _fill(self, shape, seed):
        scale = np.sqrt(6 / (np.prod(shape[1:]) + shape[0]))
        self.weight = np.random.default_rng(seed).uniform(-scale, scale, shape)
        self.bias = np.zeros(shape[0])
        self._grads: Arrays = {}

    def parameters(self) -> Arrays:
        return {"weight": self.weight, "bias": self.bias}

    def gradients(self) -> Arrays:
        return dict(self._grads)


class Linear(Weighted):
    def __init__(self, n_in: int, n_out: int, *, seed: int = 0) -> None:
        self._fill((n_out, n_in), seed)

    def forward(self, x: np.ndarray) -> np.ndarray:
        if np.ndim(x) != 2 or np.shape(x)[1] != self.weight.shape[1]:
            raise ValueError(f"x: {np.shape(x)}")
        self._x = np.array(x, dtype=float)
        return np.einsum("ni,oi->no", self._x, self.weight) + self.bias

    def backward(self, dout: np.ndarray) -> np.ndarray:
        self._grads = {"weight": np.einsum("no,ni->oi", dout, self._x), "bias": np.einsum("no->o", dout)}
        return np.einsum("no,oi->ni", dout, self.weight)


class Conv2d(Weighted):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, *, seed=0):
        if min(kernel_size, stride) < 1 or padding < 0:
            raise ValueError(f"{kernel_size=} {stride=} {padding=}")
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        self._fill((out_channels, in_channels, kernel_size, kernel_size), seed)

    def _windows(self, padded):
        k, s = self.kernel_size, self.stride
        return sliding_window_view(padded, (k, k), axis=(-2, -1))[:, :, ::s, ::s]

    def forward(self, x):
        if np.ndim(x) != 4 or x.shape[1] != self.weight.shape[1]:
            raise ValueError(f"x: {np.shape(x)}")
        if min(x.shape[2:]) + 2 * self.padding < self.kernel_size:
            raise ValueError("the kernel does not fit")
        p = self.padding
        self._padded = np.pad(x.astype(float), [(0, 0)] * 2 + [(p, p)] * 2)
        windows = self._windows(self._padded)
        return np.einsum("ncyxij,fcij->nfyx", windows, self.weight, optimize=True) + self.bias[:, None, None]

    def backward(self, dout):
        windows = self._windows(self._padded)
        self._grads = {
            "weight": np.einsum("ncyxij,nfyx->fcij", windows, dout, optimize=True),
            "bias": np.einsum("nfyx->f", dout),
        }
        # dx is a full correlation of the spread-out dout with the kernel turned round
        k, s, p = self.kernel_size, self.stride, self.padding
        n, _, height, width = self._padded.shape
        spread = np.zeros((n, dout.shape[1], height + k - 1, width + k - 1))
        rows, cols = dout.shape[2:]
        spread[:, :, k - 1 : k - 1 + rows * s : s, k - 1 : k - 1 + cols * s : s] = dout
        around = sliding_window_view(spread, (k, k), axis=(-2, -1))
        dpadded = np.einsum("nfyxij,fcij->ncyx", around, self.weight[:, :, ::-1, ::-1], optimize=True)
        return dpadded[:, :, p : height - p, p : width - p]


@dataclass
class Tanh(Layer):
    out: np.ndarray = field(default=None, repr=False)

    def forward(self, x):
        self.out = np.tanh(x)
        return self.out.copy()

    def backward(self, dout):
        return dout - dout * self.out * self.out


@dataclass
class Flatten(Layer):
    shape: tuple = ()

    def forward(self, x):
        self.shape = x.shape
        return x.reshape(x.shape[0], np.prod(x.shape[1:]))

    def backward(self, dout):
        return dout.reshape(self.shape)


@dataclass
class AvgPool2d(Layer):
    size: int

    def forward(self, x):
        if np.ndim(x) != 4:
            raise ValueError("images have four axes")
        n, c, height, width = x.shape
        if not (1 <= self.size <= height and self.size <= width):
            raise ValueError("size")
        self.shape = x.shape
        rows, cols = height // self.size, width // self.size
        self.down = self._matrix(height, rows)
        self.across = self._matrix(width, cols)
        return np.einsum("yh,nchw,xw->ncyx", self.down, x, self.across)

    def _matrix(self, n, windows):
        matrix = np.zeros((windows, n))
        for i in range(windows):
            matrix[i, i * self.size : (i + 1) * self.size] = 1 / self.size
        return matrix

    def backward(self, dout):
        return np.einsum("yh,ncyx,xw->nchw", self.down, dout, self.across)


class LeNet5:
    NAMES = "conv1 tanh1 pool1 conv2 tanh2 pool2 conv3 tanh3 flatten fc1 tanh4 fc2".split()

    def __init__(self, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        draw = lambda: int(rng.integers(2**31))
        self.conv1, self.conv2, self.conv3 = (
            Conv2d(1, 6, 5, padding=2, seed=draw()),
            Conv2d(6, 16, 5, seed=draw()),
            Conv2d(16, 120, 5, seed=draw()),
        )
        self.fc1, self.fc2 = Linear(120, 84, seed=draw()), Linear(84, 10, seed=draw())
        self.tanh1, self.tanh2, self.tanh3, self.tanh4 = (Tanh() for _ in range(4))
        self.pool1, self.pool2, self.flatten = AvgPool2d(2), AvgPool2d(2), Flatten()

    def _layers(self) -> Iterator[tuple[str, Layer]]:
        for name in self.NAMES:
            yield name, getattr(self, name)

    def forward(self, x):
        for _, layer in self._layers():
            x = layer(x)
        return x

    def backward(self, dout) -> None:
        for name, layer in list(self._layers())[::-1]:
            dout = layer.backward(dout)

    def parameters(self) -> Arrays:
        return {f"{n}.{k}": v for n, layer in self._layers() for k, v in layer.parameters().items()}

    def gradients(self) -> Arrays:
        return {f"{n}.{k}": v for n, layer in self._layers() for k, v in layer.gradients().items()}

    def set_parameters(self, values: Arrays) -> None:
        for key, value in values.items():
            name, which = key.split(".")
            setattr(getattr(self, name), which, np.array(value, dtype=float))


def softmax_cross_entropy(logits, labels):
    if np.ndim(logits) != 2:
        raise ValueError("logits")
    n, classes = logits.shape
    y = np.eye(classes)[labels]
    log_norm = np.logaddexp.reduce(logits, axis=1, keepdims=True)
    log_p = logits - log_norm
    loss = -np.einsum("nc,nc->", y, log_p) / n
    return loss, (np.exp(log_p) - y) / n


def sgd_step(parameters: Arrays, gradients: Arrays, lr: float) -> Arrays:
    return {key: np.subtract(parameters[key], np.multiply(lr, gradients[key])) for key in parameters}


def local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if np.ndim(x) != 4:
        raise ValueError("four axes are due")
    if size < 1 or size % 2 != 1:
        raise ValueError("size has to be odd")
    at = np.arange(x.shape[1])
    near = (abs(at[:, None] - at) <= size // 2).astype(float)
    sums = np.einsum("dc,nchw->ndhw", near, np.square(x, dtype=float))
    return np.divide(x, np.power(k + alpha * sums, beta))


def layer_table(layers, input_shape):
    if len(input_shape) != 3:
        raise ValueError("input_shape")
    shape = np.array(input_shape)
    rows = []
    for kind, *args in layers:
        weights = biases = 0
        match kind, args:
            case "conv", [filters, kernel, stride, padding]:
                sides = shape[1:] + 2 * padding - kernel
                if kernel < 1 or stride < 1 or padding < 0 or sides.min() < 0:
                    raise ValueError(kind)
                weights, biases = filters * int(shape[0]) * kernel**2, filters
                shape = np.array([filters, *(sides // stride + 1)])
            case "fc", [n_out]:
                weights, biases, shape = int(shape.prod()) * n_out, n_out, np.array([n_out])
            case _, [size, stride]:
                sides = shape[1:] - size
                if size < 1 or stride < 1 or sides.min() < 0:
                    raise ValueError(kind)
                shape = np.array([shape[0], *(sides // stride + 1)])
        rows.append(dict(layer=kind, output=shape, weights=weights, biases=biases, parameters=weights + biases))
    return rows
