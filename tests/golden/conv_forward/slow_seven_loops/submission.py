import numpy as np

# assignment 3, plain loops everywhere: slow but I understand it


def pad(x, p):
    N, C, H, W = x.shape
    new = np.zeros((N, C, H + 2 * p, W + 2 * p))
    for n in range(N):
        for c in range(C):
            for i in range(H):
                for j in range(W):
                    new[n][c][i + p][j + p] = x[n][c][i][j]
    return new


def check_args(x, kH, kW, stride, padding):
    if len(x.shape) != 4:
        raise ValueError("x needs 4 dimensions")
    if stride <= 0:
        raise ValueError("stride has to be positive")
    if padding < 0:
        raise ValueError("padding can't be negative")
    if kH <= 0 or kW <= 0:
        raise ValueError("kernel has to be at least 1x1")
    if x.shape[2] + 2 * padding < kH or x.shape[3] + 2 * padding < kW:
        raise ValueError("kernel doesn't fit")


def im2col(x, kernel_size, stride=1, padding=0):
    if type(kernel_size) == int:
        kH = kW = kernel_size
    else:
        kH, kW = kernel_size
    check_args(x, kH, kW, stride, padding)
    N, C, H, W = x.shape
    oH = (H + 2 * padding - kH) // stride + 1
    oW = (W + 2 * padding - kW) // stride + 1
    x = pad(x, padding)
    cols = np.zeros((N, C * kH * kW, oH * oW))
    for n in range(N):
        for c in range(C):
            for i in range(kH):
                for j in range(kW):
                    for oy in range(oH):
                        for ox in range(oW):
                            row = (c * kH + i) * kW + j
                            col = oy * oW + ox
                            cols[n, row, col] = x[n, c, oy * stride + i, ox * stride + j]
    return cols


def conv_forward(x, w, b, stride=1, padding=0):
    if len(w.shape) != 4:
        raise ValueError("w needs 4 dimensions")
    F, C, kH, kW = w.shape
    check_args(x, kH, kW, stride, padding)
    N, C2, H, W = x.shape
    if C != C2:
        raise ValueError("number of channels")
    oH = (H + 2 * padding - kH) // stride + 1
    oW = (W + 2 * padding - kW) // stride + 1
    x = pad(x, padding)
    out = np.zeros((N, F, oH, oW))
    for n in range(N):
        for f in range(F):
            for oy in range(oH):
                for ox in range(oW):
                    s = 0.0
                    for c in range(C):
                        for i in range(kH):
                            for j in range(kW):
                                s += x[n, c, oy * stride + i, ox * stride + j] * w[f, c, i, j]
                    out[n, f, oy, ox] = s + b[f]
    return out


# no idea how to make it faster yet
def conv_forward_fast(x, w, b, stride=1, padding=0):
    return conv_forward(x, w, b, stride, padding)


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    # really count them
    check_args(np.zeros(x_shape), w_shape[-2], w_shape[-1], stride, padding)
    if len(w_shape) != 4 or w_shape[1] != x_shape[1]:
        raise ValueError("shapes don't match")
    count = 0
    for n in range(x_shape[0]):
        for f in range(w_shape[0]):
            for oy in range(0, x_shape[2] + 2 * padding - w_shape[2] + 1, stride):
                for ox in range(0, x_shape[3] + 2 * padding - w_shape[3] + 1, stride):
                    for c in range(w_shape[1]):
                        for i in range(w_shape[2]):
                            for j in range(w_shape[3]):
                                count += 1
    return count
