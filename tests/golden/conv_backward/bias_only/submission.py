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


def numerical_gradient(f, x, dout, eps=1e-6):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + eps
        plus = np.sum(f(x) * dout)
        x[i] = old - eps
        minus = np.sum(f(x) * dout)
        x[i] = old
        grad[i] = (plus - minus) / (2 * eps)
    return grad


def conv_backward(dout, x, w, stride=1, padding=0):
    check_shapes(x, w, stride, padding)
    dx = dw = None  # TODO
    return dx, dw, dout.sum(axis=(0, 2, 3))


def conv_backward_fast(dout, x, w, stride=1, padding=0):
    check_shapes(x, w, stride, padding)
    return np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 2, 3))
