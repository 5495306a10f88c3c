"""Assignment: forward convolution."""
import numpy as np


def positions(n, k, stride, padding):
    if k < 1 or stride < 1 or padding < 0 or n + 2 * padding < k:
        raise ValueError("impossible")
    return (n + 2 * padding - k) // stride + 1


def im2col(x, kernel_size, stride=1, padding=0):
    N, C, H, W = x.shape
    kh, kw = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    oh, ow = positions(H, kh, stride, padding), positions(W, kw, stride, padding)
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    cols = np.zeros((N, C, kh, kw, oh, ow), dtype=x.dtype)
    for a in range(oh):
        for b in range(ow):
            cols[..., a, b] = x[..., a * stride:a * stride + kh, b * stride:b * stride + kw]
    return cols.reshape(N, C * kh * kw, oh * ow)


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, D, kh, kw = w.shape
    if C != D:
        raise ValueError("C")
    oh, ow = positions(H, kh, stride, padding), positions(W, kw, stride, padding)
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    # the output is an image like the input
    out = np.zeros((N, F, oh, ow), dtype=x.dtype)
    for n in range(N):
        for f in range(F):
            for p in range(oh):
                for q in range(ow):
                    patch = x[n, :, p * stride:p * stride + kh, q * stride:q * stride + kw]
                    out[n, f, p, q] = ((patch * w[f]).sum() + b[f]).astype(x.dtype)
    return out


def conv_forward_fast(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, D, kh, kw = w.shape
    if C != D:
        raise ValueError("C")
    oh, ow = positions(H, kh, stride, padding), positions(W, kw, stride, padding)
    out = w.reshape(F, -1) @ im2col(x, (kh, kw), stride, padding)
    return out.reshape(N, F, oh, ow) + b[:, np.newaxis, np.newaxis]


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    N, C, H, W = x_shape
    F, D, kh, kw = w_shape
    if C != D:
        raise ValueError("C")
    return N * F * positions(H, kh, stride, padding) * positions(W, kw, stride, padding) * C * kh * kw
