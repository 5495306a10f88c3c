import numpy as np


def numerical_gradient(f, x, dout, eps=1e-6):
    x, slopes = x.copy(), np.zeros_like(x)
    for i in range(x.size):
        for sign in (1, -1):
            kept = x.flat[i]
            x.flat[i] += sign * eps
            weighted = dout.copy()
            weighted *= f(x)
            x.flat[i] = kept
            weighted *= sign
            slopes.flat[i] += weighted.sum()
    slopes /= 2 * eps
    return slopes


def conv_backward(dout, x, w, stride=1, padding=0):
    n, c, height, width = x.shape
    f, channels, kh, kw = w.shape
    if c != channels:
        raise ValueError("channels differ")
    if stride < 1 or padding < 0:
        raise ValueError("stride must be positive and padding not negative")
    if kh > height + 2 * padding or kw > width + 2 * padding:
        raise ValueError("filter too large")
    padded = np.zeros((n, c, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding:padding + height, padding:padding + width] += x
    # The gradient of an array is like the array; only images may be whole numbers.
    dpadded, dw, db = np.zeros_like(padded), np.zeros_like(w), np.zeros_like(w, shape=f)
    _, _, oh, ow = dout.shape
    for i in range(kh):
        for j in range(kw):
            pixel = np.s_[:, :, i:i + (oh - 1) * stride + 1:stride, j:j + (ow - 1) * stride + 1:stride]
            dw[:, :, i, j] += np.tensordot(dout, padded[pixel], axes=([0, 2, 3], [0, 2, 3]))
            share = np.tensordot(dout, w[:, :, i, j], axes=(1, 0))
            dpadded[pixel] += np.moveaxis(share, -1, 1)
    for image in dout:
        db += image.sum(axis=(1, 2))
    return dpadded[:, :, padding:padding + height, padding:padding + width], dw, db


conv_backward_fast = conv_backward
