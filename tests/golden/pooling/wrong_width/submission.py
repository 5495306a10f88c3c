import numpy as np


def windows(x, size, stride):
    N, C, H, W = x.shape
    if size < 1 or stride < 1 or size > H or size > W:
        raise ValueError("size or stride")
    for y in range((H - size) // stride + 1):
        for z in range((W - size) // stride + 1):
            yield y, z, slice(y * stride, y * stride + size), slice(z * stride, z * stride + size)


def empty(x, size, stride):
    N, C, H, W = x.shape
    if size < 1 or stride < 1 or size > H or size > W:
        raise ValueError("size or stride")
    return np.zeros((N, C, (H - size) // stride + 1, (W - size) // stride + 1))


def max_pool_forward(x, size, stride=None):
    stride = size if stride is None else stride
    out = empty(x, size, stride)
    for y, z, rows, cols in windows(x, size, stride):
        out[:, :, y, z] = x[:, :, rows, cols].max(axis=(2, 3))
    return out


def max_pool_backward(dout, x, size, stride=None):
    stride = size if stride is None else stride
    dx = np.zeros(x.shape)
    for y, z, rows, cols in windows(x, size, stride):
        for n in range(x.shape[0]):
            for c in range(x.shape[1]):
                i, j = divmod(int(np.argmax(x[n, c, rows, cols])), x.shape[3])
                dx[n, c, rows.start + i, (cols.start + j) % x.shape[3]] += dout[n, c, y, z]
    return dx


def avg_pool_forward(x, size, stride=None):
    stride = size if stride is None else stride
    out = empty(x, size, stride)
    for y, z, rows, cols in windows(x, size, stride):
        out[:, :, y, z] = x[:, :, rows, cols].mean(axis=(2, 3))
    return out


def avg_pool_backward(dout, x, size, stride=None):
    stride = size if stride is None else stride
    dx = np.zeros(x.shape)
    for y, z, rows, cols in windows(x, size, stride):
        dx[:, :, rows, cols] += dout[:, :, y, z, None, None] / size**2
    return dx
