from concurrent.futures import ThreadPoolExecutor

import numpy as np


def check_shapes(x, w, stride, padding):
    n, c, h, width = x.shape
    f, c2, kh, kw = w.shape
    if c != c2:
        raise ValueError("number of channels")
    if stride < 1 or padding < 0:
        raise ValueError("stride or padding")
    if kh > h + 2 * padding or kw > width + 2 * padding:
        raise ValueError("filter too large")
    return (h + 2 * padding - kh) // stride + 1, (width + 2 * padding - kw) // stride + 1


def slope(f, x, dout, eps, i):
    moved = np.array(x, dtype=float)
    moved[i] = x[i] + eps
    plus = np.sum(f(moved) * dout)
    moved[i] = x[i] - eps
    minus = np.sum(f(moved) * dout)
    return (plus - minus) / (2 * eps)


def numerical_gradient(f, x, dout, eps=1e-6):
    x = np.array(x, dtype=float)
    with ThreadPoolExecutor(4) as pool:
        slopes = pool.map(lambda i: slope(f, x, dout, eps, i), np.ndindex(x.shape))
        return np.array(list(slopes)).reshape(x.shape)


def conv_backward(dout, x, w, stride=1, padding=0):
    oh, ow = check_shapes(x, w, stride, padding)
    n, c, h, width = x.shape
    f, c, kh, kw = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dxp = np.zeros(xp.shape)
    dw = np.zeros(w.shape)
    for b in range(n):
        for k in range(f):
            for y in range(oh):
                for z in range(ow):
                    top, left = y * stride, z * stride
                    dw[k] += dout[b, k, y, z] * xp[b, :, top:top + kh, left:left + kw]
                    dxp[b, :, top:top + kh, left:left + kw] += dout[b, k, y, z] * w[k]
    dx = dxp[:, :, padding:padding + h, padding:padding + width]
    db = np.sum(dout, axis=(0, 2, 3))
    return dx, dw, db


def conv_backward_fast(dout, x, w, stride=1, padding=0):
    oh, ow = check_shapes(x, w, stride, padding)
    n, c, h, width = x.shape
    f, c, kh, kw = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dxp = np.zeros(xp.shape)
    dw = np.zeros(w.shape)
    for i in range(kh):
        for j in range(kw):
            rows = slice(i, i + stride * oh, stride)
            columns = slice(j, j + stride * ow, stride)
            dw[:, :, i, j] = np.einsum("nfyx,ncyx->fc", dout, xp[:, :, rows, columns])
            dxp[:, :, rows, columns] += np.einsum("nfyx,fc->ncyx", dout, w[:, :, i, j])
    return dxp[:, :, padding:padding + h, padding:padding + width], dw, dout.sum(axis=(0, 2, 3))
