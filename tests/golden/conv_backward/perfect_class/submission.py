from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np


class Gradients(NamedTuple):
    dx: np.ndarray
    dw: np.ndarray
    db: np.ndarray


class Layer:
    """A convolution layer that remembers its input."""

    def __init__(self, w, stride, padding):
        self.w = np.array(w, dtype=np.float64)
        if self.w.ndim != 4:
            raise ValueError("filters: four axes")
        if stride < 1 or padding < 0:
            raise ValueError("stride or padding")
        self.stride, self.padding = stride, padding

    def remember(self, x):
        if np.ndim(x) != 4 or np.shape(x)[1] != self.w.shape[1]:
            raise ValueError("images do not go with the filters")
        self.x = np.array(x, dtype=np.float64)
        self.height = self.x.shape[2] + 2 * self.padding
        self.width = self.x.shape[3] + 2 * self.padding
        if self.w.shape[2] > self.height or self.w.shape[3] > self.width:
            raise ValueError("filter too large")
        return self

    @functools.cached_property
    def index(self):
        """Where each pixel of each patch lies in a flat padded channel, (kH*kW, oH*oW)."""
        kh, kw = self.w.shape[2:]
        tops = np.arange(0, self.height - kh + 1, self.stride)
        lefts = np.arange(0, self.width - kw + 1, self.stride)
        corners = np.add.outer(tops * self.width, lefts).ravel()
        offsets = np.add.outer(np.arange(kh) * self.width, np.arange(kw)).ravel()
        return np.add.outer(offsets, corners)

    def backward(self, dout):
        n, c = self.x.shape[:2]
        p = self.padding
        area = self.height * self.width
        flat = np.pad(self.x, ((0, 0), (0, 0), (p, p), (p, p))).reshape(n, c, area)
        patches = flat[:, :, self.index]  # (N, C, K, P)
        g = np.asarray(dout, dtype=float).reshape(n, len(self.w), -1)
        dw = np.einsum("nfp,nckp->fck", g, patches).reshape(self.w.shape)
        dpatches = np.einsum("nfp,fck->nckp", g, self.w.reshape(len(self.w), c, -1))
        dx = np.stack(
            [
                np.bincount(self.index.ravel(), weights=one.ravel(), minlength=area)
                for image in dpatches
                for one in image
            ]
        ).reshape(n, c, self.height, self.width)
        return Gradients(dx[:, :, p : self.height - p, p : self.width - p], dw, g.sum(axis=(0, 2)))


def conv_backward(dout, x, w, stride=1, padding=0):
    return Layer(w, stride, padding).remember(x).backward(dout)


def conv_backward_fast(dout, x, w, stride=1, padding=0):
    return Layer(w, stride, padding).remember(x).backward(dout)


def numerical_gradient(f, x, dout, eps=1e-6):
    def loss_at(index, step):
        moved = x.copy()
        moved[index] += step
        return np.inner(np.ravel(f(moved)), np.ravel(dout))

    @np.vectorize
    def slope(i):
        index = np.unravel_index(i, x.shape)
        return (loss_at(index, eps) - loss_at(index, -eps)) / (2 * eps)

    return slope(np.arange(x.size).reshape(x.shape))
