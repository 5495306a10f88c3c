import numpy as np

# HW5, all with loops


def check(x, size, stride):
    if len(x.shape) != 4:
        raise ValueError("x must be N, C, H, W")
    if size <= 0:
        raise ValueError("size must be positive")
    if stride <= 0:
        raise ValueError("stride must be positive")
    if x.shape[2] < size or x.shape[3] < size:
        raise ValueError("window is larger than the image")


def max_pool_forward(x, size, stride=None):
    if stride is None:
        stride = size
    check(x, size, stride)
    N, C, H, W = x.shape
    oH = (H - size) // stride + 1
    oW = (W - size) // stride + 1
    out = np.zeros((N, C, oH, oW))
    for n in range(N):
        for c in range(C):
            for y in range(oH):
                for z in range(oW):
                    best = float("-inf")
                    for i in range(size):
                        for j in range(size):
                            if x[n, c, y * stride + i, z * stride + j] > best:
                                best = x[n, c, y * stride + i, z * stride + j]
                    out[n, c, y, z] = best
    return out


def max_pool_backward(dout, x, size, stride=None):
    if stride is None:
        stride = size
    check(x, size, stride)
    N, C, H, W = x.shape
    dx = np.zeros((N, C, H, W))
    for n in range(N):
        for c in range(C):
            for y in range((H - size) // stride + 1):
                for z in range((W - size) // stride + 1):
                    best = float("-inf")
                    for i in range(size):
                        for j in range(size):
                            value = x[n, c, y * stride + i, z * stride + j]
                            if value > best:
                                best = value
                                row = y * stride + i
                                col = z * stride + j
                    dx[n, c, row, col] += dout[n, c, y, z]
    return dx


def avg_pool_forward(x, size, stride=None):
    if stride is None:
        stride = size
    check(x, size, stride)
    N, C, H, W = x.shape
    oH = (H - size) // stride + 1
    oW = (W - size) // stride + 1
    out = np.zeros((N, C, oH, oW))
    for n in range(N):
        for c in range(C):
            for y in range(oH):
                for z in range(oW):
                    total = 0.0
                    for i in range(size):
                        for j in range(size):
                            total += x[n, c, y * stride + i, z * stride + j]
                    out[n, c, y, z] = total / (size * size)
    return out


def avg_pool_backward(dout, x, size, stride=None):
    if stride is None:
        stride = size
    check(x, size, stride)
    N, C, H, W = x.shape
    dx = np.zeros((N, C, H, W))
    for n in range(N):
        for c in range(C):
            for y in range((H - size) // stride + 1):
                for z in range((W - size) // stride + 1):
                    for i in range(size):
                        for j in range(size):
                            dx[n, c, y * stride + i, z * stride + j] += dout[n, c, y, z] / (size * size)
    return dx
