import numpy as np
from math import floor


def im2col(x, kernel_size, stride=1, padding=0):
    if x.ndim != 4:
        raise ValueError('wrong number of axes')
    if isinstance(kernel_size, int):
        kh = kw = kernel_size
    else:
        kh, kw = kernel_size
    if stride < 1 or padding < 0 or kh < 1 or kw < 1:
        raise ValueError('wrong sizes')
    x = np.pad(x, [[0, 0], [0, 0], [padding, padding], [padding, padding]])
    h, w = x.shape[2:]
    if kh > h or kw > w:
        raise ValueError('kernel too large')
    v = np.lib.stride_tricks.sliding_window_view(x, [kh, kw], axis=[2, 3])[:, :, ::stride, ::stride]
    return np.einsum('ncyxij->ncijyx', v).reshape(x.shape[0], x.shape[1] * kh * kw, -1)


def conv_forward(x, w, b, stride=1, padding=0):
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1]:
        raise ValueError('wrong shapes')
    if stride < 1 or padding < 0:
        raise ValueError('stride or padding')
    x = np.pad(x, [[0, 0], [0, 0], [padding, padding], [padding, padding]])
    N, C, H, W = x.shape
    F, C, kH, kW = w.shape
    # width first, like in an image program
    width = floor((W - kW) / stride) + 1
    height = floor((H - kH) / stride) + 1
    if width < 1 or height < 1:
        raise ValueError('filter too large')
    out = np.zeros((N, F, width, height))
    for i in range(width):
        for j in range(height):
            window = x[:, :, j * stride:j * stride + kH, i * stride:i * stride + kW]
            for f in range(F):
                out[:, f, i, j] = np.sum(window * w[f], axis=(1, 2, 3)) + b[f]
    return out


def conv_forward_fast(x, w, b, stride=1, padding=0):
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1]:
        raise ValueError('wrong shapes')
    cols = im2col(x, w.shape[2:], stride, padding)
    result = w.reshape(w.shape[0], -1) @ cols + b.reshape(-1, 1)
    height = floor((x.shape[2] + 2 * padding - w.shape[2]) / stride) + 1
    return result.reshape(x.shape[0], w.shape[0], height, -1)


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    N, C, H, W = x_shape
    F, D, kH, kW = w_shape
    width = floor((W + 2 * padding - kW) / stride) + 1 if stride > 0 else 0
    height = floor((H + 2 * padding - kH) / stride) + 1 if stride > 0 else 0
    if C != D or width < 1 or height < 1 or padding < 0:
        raise ValueError('wrong shapes')
    return N * F * width * height * C * kH * kW
