from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Geometry:
    """Everything about a convolution that does not depend on pixel values."""

    height: int
    width: int
    kh: int
    kw: int
    stride: int
    padding: int

    def __post_init__(self):
        if self.stride < 1:
            raise ValueError("stride < 1")
        if self.padding < 0:
            raise ValueError("padding < 0")
        if min(self.kh, self.kw) < 1:
            raise ValueError("empty kernel")
        if self.out_height < 1 or self.out_width < 1:
            raise ValueError("kernel larger than padded image")

    @property
    def out_height(self):
        return (self.height + 2 * self.padding - self.kh) // self.stride + 1

    @property
    def out_width(self):
        return (self.width + 2 * self.padding - self.kw) // self.stride + 1


@functools.lru_cache(maxsize=None)
def gather_index(g: Geometry):
    """Flat indices into one padded channel, (kh*kw, oh*ow)."""
    padded_width = g.width + 2 * g.padding
    corner = np.add.outer(np.arange(g.out_height) * padded_width, np.arange(g.out_width)) * g.stride
    offset = np.add.outer(np.arange(g.kh) * padded_width, np.arange(g.kw))
    return np.add.outer(offset.ravel(), corner.ravel())


class Convolution:
    def __init__(self, w, b, stride, padding):
        self.w = np.array(w, dtype=float)
        self.b = np.array(b, dtype=float)
        self.stride, self.padding = stride, padding
        if self.w.ndim != 4:
            raise ValueError("w: 4 axes expected")

    def __call__(self, x):
        if np.ndim(x) != 4 or np.shape(x)[1] != self.w.shape[1]:
            raise ValueError("x does not match w")
        g = Geometry(*np.shape(x)[2:], *self.w.shape[2:], self.stride, self.padding)
        cols = im2col(x, self.w.shape[2:], self.stride, self.padding)
        flat = np.matmul(self.w.reshape(len(self.w), -1), cols)
        flat += self.b[:, np.newaxis]
        return flat.reshape(len(x), len(self.w), g.out_height, g.out_width)


def im2col(x, kernel_size, stride=1, padding=0):
    kh, kw = kernel_size if isinstance(kernel_size, (tuple, list)) else (kernel_size,) * 2
    n, c, h, w = np.shape(x)
    g = Geometry(h, w, kh, kw, stride, padding)
    border = [(0, 0), (0, 0), (padding, padding), (padding, padding)]
    flat = np.pad(x, border).astype(float).reshape(n, c, -1)
    return flat[:, :, gather_index(g)].reshape(n, c * kh * kw, -1)


def conv_forward(x, w, b, stride=1, padding=0):
    return Convolution(w, b, stride, padding)(x)


def conv_forward_fast(x, w, b, stride=1, padding=0):
    return Convolution(w, b, stride, padding)(x)


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    n, c, h, w = x_shape
    f, d, kh, kw = w_shape
    if c != d:
        raise ValueError("channels")
    g = Geometry(h, w, kh, kw, stride, padding)
    return math.prod((n, f, g.out_height, g.out_width, c, kh, kw))
