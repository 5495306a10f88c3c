import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def out_hw(x_shape, w_shape, stride, padding):
    N, C, H, W = x_shape
    F, D, KH, KW = w_shape
    if C != D or min(KH, KW, stride) < 1 or padding < 0:
        raise ValueError("invalid arguments")
    OH, OW = H + 2 * padding - KH, W + 2 * padding - KW
    if OH < 0 or OW < 0:
        raise ValueError("kernel larger than input")
    return OH // stride + 1, OW // stride + 1


def pad(x, p):
    return np.pad(x.astype(float), ((0, 0), (0, 0), (p, p), (p, p)))


def im2col(x, kernel_size, stride=1, padding=0):
    k = (kernel_size,) * 2 if isinstance(kernel_size, int) else tuple(kernel_size)
    N, C, _, _ = x.shape
    out_hw(x.shape, (1, C) + k, stride, padding)
    v = sliding_window_view(pad(x, padding), k, (2, 3))[:, :, ::stride, ::stride]
    return v.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * k[0] * k[1], -1)


def conv_forward(x, w, b, stride=1, padding=0):
    OH, OW = out_hw(x.shape, w.shape, stride, padding)
    x = pad(x, padding)
    N, C = x.shape[:2]
    F, _, KH, KW = w.shape
    out = np.zeros((N, F, OH, OW))
    for f in range(F):
        for c in range(C):
            windows = sliding_window_view(x[:, c], (KH, KW), (1, 2))[:, ::stride, ::stride]
            out[:, f] += np.tensordot(windows, w[f, c], 2) + b[f]
    return out


def conv_forward_fast(x, w, b, stride=1, padding=0):
    OH, OW = out_hw(x.shape, w.shape, stride, padding)
    F = w.shape[0]
    out = w.reshape(F, -1) @ im2col(x, w.shape[2:], stride, padding) + b[:, None]
    return out.reshape(-1, F, OH, OW)


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    OH, OW = out_hw(x_shape, w_shape, stride, padding)
    return x_shape[0] * OH * OW * int(np.prod(w_shape))
