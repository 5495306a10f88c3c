"""A convolution is a matrix: the transposed one goes back."""
import numpy as np


def conv_matrix(shape, w, stride, padding):
    """(F*oH*oW, C*H*W) matrix of the convolution of one image."""
    c, h, v = shape
    f, channels, kh, kw = w.shape
    if c != channels:
        raise ValueError("channels differ")
    if stride < 1 or padding < 0:
        raise ValueError("stride or padding")
    oh, ow = (h + 2 * padding - kh) // stride + 1, (v + 2 * padding - kw) // stride + 1
    if oh < 1 or ow < 1:
        raise ValueError("filter too large")
    big = np.zeros((f, oh, ow, c, h + 2 * padding, v + 2 * padding))
    for y in range(oh):
        for z in range(ow):
            big[:, y, z, :, y * stride:y * stride + kh, z * stride:z * stride + kw] = w
    inside = big[..., padding:padding + h, padding:padding + v]
    return inside.reshape(f * oh * ow, c * h * v)


def conv_backward(dout, x, w, stride=1, padding=0):
    if len(x.shape) != 4 or len(w.shape) != 4:
        raise ValueError("expected (N, C, H, W) and (F, C, kH, kW)")
    matrix = conv_matrix(x.shape[1:], w, stride, padding)
    g = dout.reshape(len(dout), -1)
    dx = (g @ matrix).reshape(x.shape)
    # the matrix is linear in the weights: each weight has a matrix of its own
    dw = np.zeros(w.shape)
    dmatrix = (g.T @ x.reshape(len(x), -1)).ravel()
    for index in np.ndindex(*w.shape):
        one = np.zeros(w.shape)
        one[index] = 1
        dw[index] = dmatrix @ conv_matrix(x.shape[1:], one, stride, padding).ravel()
    db = g.sum(axis=0).reshape(len(w), -1).sum(axis=1)
    return dx, dw, db


def conv_backward_fast(dout, x, w, stride=1, padding=0):
    return conv_backward(dout, x, w, stride, padding)


def numerical_gradient(f, x, dout, eps=1e-6):
    x = np.asarray(x)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + eps
        plus = (f(x) * dout).sum()
        x[i] = old - eps
        minus = (f(x) * dout).sum()
        x[i] = old
        grad[i] = (plus - minus) / (2.0 * eps)
    return grad
