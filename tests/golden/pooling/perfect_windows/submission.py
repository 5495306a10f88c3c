import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def windows(x, size, stride):
    """(N, C, oH, oW, size*size)"""
    if np.ndim(x) != 4:
        raise ValueError("NCHW expected")
    if size < 1 or (stride is not None and stride < 1):
        raise ValueError("size and stride start from 1")
    step = stride or size
    view = sliding_window_view(x, (size, size), axis=(-2, -1))[..., ::step, ::step, :, :]
    return view.reshape(*view.shape[:4], size * size)


def places(x, size, stride):
    """Row and column of each pixel of each window, as arrays that broadcast with it."""
    step = stride or size
    row, col = np.divmod(np.arange(size * size), size)
    out_h, out_w = windows(x, size, stride).shape[2:4]
    return np.arange(out_h)[:, None, None] * step + row, np.arange(out_w)[None, :, None] * step + col


def max_pool_forward(x, size, stride=None):
    return windows(x, size, stride).max(-1)


def max_pool_backward(dout, x, size, stride=None):
    w = windows(x, size, stride)
    best = w.argmax(-1)[..., None]
    rows, cols = (np.broadcast_to(p, w.shape[2:]) for p in places(x, size, stride))
    n, c = np.ogrid[: w.shape[0], : w.shape[1]]
    rows = np.take_along_axis(np.broadcast_to(rows, w.shape), best, -1)[..., 0]
    cols = np.take_along_axis(np.broadcast_to(cols, w.shape), best, -1)[..., 0]
    dx = np.zeros(x.shape)
    np.add.at(dx, (n[..., None, None], c[..., None, None], rows, cols), dout)
    return dx


def avg_pool_forward(x, size, stride=None):
    return windows(x, size, stride).mean(-1)


def avg_pool_backward(dout, x, size, stride=None):
    rows, cols = places(x, size, stride)
    dx = np.zeros(x.shape)
    np.add.at(dx, (slice(None), slice(None), rows, cols), dout[..., None] / (size * size))
    return dx
