import numpy as np


def sizes(H, W, kH, kW, stride, padding):
    if stride < 1 or padding < 0 or kH < 1 or kW < 1:
        raise ValueError("argument out of range")
    oH, oW = H + 2 * padding - kH, W + 2 * padding - kW
    if min(oH, oW) < 0:
        raise ValueError("kernel does not fit")
    return oH // stride + 1, oW // stride + 1


def im2col(x, kernel_size, stride=1, padding=0):
    """One row per pixel of the kernel and channel: (i*kW + j)*C + c."""
    kH, kW = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    N, C, H, W = x.shape
    oH, oW = sizes(H, W, kH, kW, stride, padding)
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows = []
    for i in range(kH):
        for j in range(kW):
            for c in range(C):
                r = x[:, c, i:i + stride * oH:stride, j:j + stride * oW:stride][:, :oH, :oW]
                rows.append(r.reshape(N, oH * oW))
    return np.stack(rows, axis=1)


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, D, kH, kW = w.shape
    if C != D:
        raise ValueError("channels")
    oH, oW = sizes(H, W, kH, kW, stride, padding)
    out = w.transpose(0, 2, 3, 1).reshape(F, -1) @ im2col(x, (kH, kW), stride, padding)
    return (out + b[:, None]).reshape(N, F, oH, oW)


def conv_forward_fast(x, w, b, stride=1, padding=0):
    return conv_forward(x, w, b, stride, padding)


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    N, C, H, W = x_shape
    F, D, kH, kW = w_shape
    if C != D:
        raise ValueError("channels")
    oH, oW = sizes(H, W, kH, kW, stride, padding)
    return N * F * C * oH * oW * kH * kW
