from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Iterator

import numpy as np


class Pool(ABC):
    """A pooling layer for one size of windows."""

    def __init__(self, size: int, stride: int | None) -> None:
        self.size = size
        self.stride = size if stride is None else stride
        if self.size < 1:
            raise ValueError(f"size {size} < 1")
        if self.stride < 1:
            raise ValueError(f"stride {stride} < 1")

    @abstractmethod
    def value(self, window: np.ndarray) -> np.ndarray: ...

    @abstractmethod
    def weights(self, window: np.ndarray) -> np.ndarray: ...

    def output_shape(self, x: np.ndarray) -> tuple[int, ...]:
        if x.ndim != 4:
            raise ValueError(f"{x.ndim} axes")
        steps = [(n - self.size) // self.stride + 1 for n in x.shape[2:]]
        if any(n < self.size for n in x.shape[2:]):
            raise ValueError(f"{self.size} does not fit into {x.shape}")
        return (*x.shape[:2], *steps)

    def slices(self, shape: tuple[int, ...]) -> Iterator[tuple[tuple[int, int], tuple]]:
        for at in np.ndindex(*shape[2:]):
            top, left = (k * self.stride for k in at)
            yield at, np.s_[:, :, top : top + self.size, left : left + self.size]

    def forward(self, x: np.ndarray) -> np.ndarray:
        x = np.array(x, dtype=np.float64)
        out = np.full(self.output_shape(x), np.nan)
        for (i, j), where in self.slices(out.shape):
            out[:, :, i, j] = self.value(x[where])
        return out

    def backward(self, dout: np.ndarray, x: np.ndarray) -> np.ndarray:
        x = np.array(x, dtype=np.float64)
        dx = np.zeros_like(x)
        for (i, j), where in self.slices(self.output_shape(x)):
            dx[where] += self.weights(x[where]) * dout[:, :, i, j][:, :, np.newaxis, np.newaxis]
        return dx


class MaxPool(Pool):
    def value(self, window):
        return np.amax(window, axis=(2, 3))

    def weights(self, window):
        flat = window.reshape(-1, self.size**2)
        onehot = np.eye(self.size**2)[flat.argmax(axis=1)]
        return onehot.reshape(window.shape)


class AvgPool(Pool):
    def value(self, window):
        return np.average(window, axis=(2, 3))

    def weights(self, window):
        return np.full(window.shape, 1.0 / self.size**2)


def max_pool_forward(x, size, stride=None):
    return MaxPool(size, stride).forward(x)


def max_pool_backward(dout, x, size, stride=None):
    return MaxPool(size, stride).backward(dout, x)


def avg_pool_forward(x, size, stride=None):
    return AvgPool(size, stride).forward(x)


def avg_pool_backward(dout, x, size, stride=None):
    return AvgPool(size, stride).backward(dout, x)
