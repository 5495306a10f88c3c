"""im2col with index arrays, and np.add.at on the way back."""
import numpy as np


def get_indices(x_shape, kh, kw, stride, padding):
    n, c, h, w = x_shape
    out_h = (h + 2 * padding - kh) // stride + 1
    out_w = (w + 2 * padding - kw) // stride + 1
    i0 = np.tile(np.repeat(np.arange(kh), kw), c)
    i1 = stride * np.repeat(np.arange(out_h), out_w)
    j0 = np.tile(np.arange(kw), kh * c)
    j1 = stride * np.tile(np.arange(out_w), out_h)
    i = i0.reshape(-1, 1) + i1.reshape(1, -1)
    j = j0.reshape(-1, 1) + j1.reshape(1, -1)
    k = np.repeat(np.arange(c), kh * kw).reshape(-1, 1)
    return k, i, j


def conv_backward(dout, x, w, stride=1, padding=0):
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1]:
        raise ValueError("shapes of x and w do not go together")
    if stride <= 0 or padding < 0:
        raise ValueError("stride or padding out of range")
    f, c, kh, kw = w.shape
    if x.shape[2] + 2 * padding < kh or x.shape[3] + 2 * padding < kw:
        raise ValueError("no position for the filter")
    where = get_indices(x.shape, kh, kw, stride, padding)
    pad = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    x_padded = np.pad(x.astype(float), pad)
    cols = x_padded[(slice(None),) + where]
    dout_flat = dout.reshape(dout.shape[0], f, -1)
    dw = np.zeros((f, c * kh * kw))
    for n in range(len(x)):
        dw += np.dot(dout_flat[n], cols[n].T)
    dcols = np.matmul(w.reshape(f, -1).T, dout_flat)
    dx_padded = np.zeros_like(x_padded)
    np.add.at(dx_padded, (slice(None),) + where, dcols)
    stop = [s - padding for s in dx_padded.shape[2:]]
    return dx_padded[:, :, padding:stop[0], padding:stop[1]], dw.reshape(w.shape), dout_flat.sum(2).sum(0)


conv_backward_fast = conv_backward


def numerical_gradient(f, x, dout, eps=1e-6):
    x = x.copy()
    grad = np.zeros(x.shape)
    for idx, old in np.ndenumerate(x.copy()):
        x[idx] = old + eps
        fp = f(x).copy()
        x[idx] = old - eps
        fm = f(x).copy()
        x[idx] = old
        grad[idx] = ((fp - fm) * dout).sum() / (eps + eps)
    return grad
