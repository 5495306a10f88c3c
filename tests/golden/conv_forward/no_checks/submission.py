import numpy as np


def im2col(x, kernel_size, stride=1, padding=0):
    kh, kw = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    n, c, h, w = x.shape
    oh = (h + 2 * padding - kh) // stride + 1
    ow = (w + 2 * padding - kw) // stride + 1
    xp = np.zeros((n, c, h + 2 * padding, w + 2 * padding))
    xp[:, :, padding:padding + h, padding:padding + w] = x
    cols = np.zeros((n, c, kh, kw, oh, ow))
    for i in range(kh):
        for j in range(kw):
            for y in range(oh):
                for z in range(ow):
                    cols[:, :, i, j, y, z] = xp[:, :, y * stride + i, z * stride + j]
    return cols.reshape(n, c * kh * kw, oh * ow)


def conv_forward(x, w, b, stride=1, padding=0):
    n, c, h, width = x.shape
    f, c, kh, kw = w.shape
    oh = (h + 2 * padding - kh) // stride + 1
    ow = (width + 2 * padding - kw) // stride + 1
    xp = np.zeros((n, x.shape[1], h + 2 * padding, width + 2 * padding))
    xp[:, :, padding:padding + h, padding:padding + width] = x
    out = np.zeros((n, f, oh, ow))
    for y in range(oh):
        for z in range(ow):
            patch = xp[:, None, :, y * stride:y * stride + kh, z * stride:z * stride + kw]
            out[:, :, y, z] = (patch * w).sum(axis=(2, 3, 4)) + b
    return out


def conv_forward_fast(x, w, b, stride=1, padding=0):
    f = w.shape[0]
    oh = (x.shape[2] + 2 * padding - w.shape[2]) // stride + 1
    out = w.reshape(f, -1) @ im2col(x, w.shape[2:], stride, padding)
    return out.reshape(x.shape[0], f, oh, -1) + b[:, None, None]


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    n, c, h, w = x_shape
    f, c, kh, kw = w_shape
    oh = (h + 2 * padding - kh) // stride + 1
    ow = (w + 2 * padding - kw) // stride + 1
    return n * f * oh * ow * c * kh * kw
