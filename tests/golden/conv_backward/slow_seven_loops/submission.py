import numpy as np


def check_args(x, w, stride, padding):
    if len(np.shape(x)) != 4 or len(np.shape(w)) != 4:
        raise ValueError("x and w must have 4 axes")
    if np.shape(x)[1] != np.shape(w)[1]:
        raise ValueError("different numbers of channels")
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if padding < 0:
        raise ValueError("padding must not be negative")
    if w.shape[2] > x.shape[2] + 2 * padding or w.shape[3] > x.shape[3] + 2 * padding:
        raise ValueError("the filter does not fit")


def numerical_gradient(f, x, dout, eps=1e-6):
    flat = x.reshape(-1).copy()
    result = np.zeros(flat.size)
    for i in range(flat.size):
        plus = flat.copy()
        plus[i] += eps
        minus = flat.copy()
        minus[i] -= eps
        loss_plus = np.sum(f(plus.reshape(x.shape)) * dout)
        loss_minus = np.sum(f(minus.reshape(x.shape)) * dout)
        result[i] = (loss_plus - loss_minus) / (2 * eps)
    return result.reshape(x.shape)


def conv_backward(dout, x, w, stride=1, padding=0):
    check_args(x, w, stride, padding)
    N, C, H, W = x.shape
    F, C, kH, kW = w.shape
    oH = (H + 2 * padding - kH) // stride + 1
    oW = (W + 2 * padding - kW) // stride + 1
    dx = np.zeros((N, C, H, W))
    dw = np.zeros((F, C, kH, kW))
    db = np.zeros(F)
    for n in range(N):
        for f in range(F):
            for oy in range(oH):
                for ox in range(oW):
                    g = dout[n, f, oy, ox]
                    db[f] += g
                    for c in range(C):
                        for i in range(kH):
                            for j in range(kW):
                                y = oy * stride + i - padding
                                z = ox * stride + j - padding
                                # outside of the image there are only zeros
                                if y >= 0 and y < H and z >= 0 and z < W:
                                    dw[f, c, i, j] += g * x[n, c, y, z]
                                    dx[n, c, y, z] += g * w[f, c, i, j]
    return dx, dw, db


def conv_backward_fast(dout, x, w, stride=1, padding=0):
    return conv_backward(dout, x, w, stride, padding)
