import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def windows(x, kernel, stride, padding):
    """(N, C, oH, oW, kH, kW) view of all windows of x."""
    x = np.asarray(x)
    if x.ndim != 4:
        raise ValueError("expected NCHW, got %d axes" % x.ndim)
    if stride < 1 or padding < 0 or min(kernel) < 1:
        raise ValueError("stride, padding or kernel size out of range")
    x = np.pad(x.astype(np.float64), ((0,) * 2, (0,) * 2, (padding,) * 2, (padding,) * 2))
    # raises a ValueError by itself when the window is larger than the array
    return sliding_window_view(x, kernel, axis=(-2, -1))[..., ::stride, ::stride, :, :]


def im2col(x, kernel_size, stride=1, padding=0):
    if np.isscalar(kernel_size):
        kernel_size = (kernel_size, kernel_size)
    win = windows(x, tuple(kernel_size), stride, padding)
    N, C, oH, oW, kH, kW = win.shape
    return np.moveaxis(win, (4, 5), (2, 3)).reshape(N, C * kH * kW, oH * oW)


def conv_forward(x, w, b, stride=1, padding=0):
    w = np.asarray(w)
    if w.ndim != 4:
        raise ValueError("filters need four axes")
    win = windows(x, w.shape[2:], stride, padding)
    if win.shape[1] != w.shape[1]:  # einsum broadcasts an axis of length 1
        raise ValueError("channels of x and w differ")
    return np.einsum("nchwij,fcij->nfhw", win, w) + np.reshape(b, (-1, 1, 1))


def conv_forward_fast(x, w, b, stride=1, padding=0):
    w = np.asarray(w)
    if w.ndim != 4:
        raise ValueError("filters need four axes")
    win = windows(x, w.shape[2:], stride, padding)
    if win.shape[1] != w.shape[1]:
        raise ValueError("channels of x and w differ")
    return np.einsum("nchwij,fcij->nfhw", win, w, optimize=True) + np.reshape(b, (-1, 1, 1))


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    if len(x_shape) != 4 or len(w_shape) != 4 or x_shape[1] != w_shape[1]:
        raise ValueError("bad shapes")
    # the windows are only a view, so this costs nothing
    win = windows(np.zeros(x_shape, dtype=bool), w_shape[2:], stride, padding)
    return win.size * w_shape[0]
