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
    if stride is None or stride == size:
        return side_by_side(dout, x, size)
    dx = np.zeros(x.shape)
    for y, z, rows, cols in windows(x, size, stride):
        part = x[:, :, rows, cols]
        mask = part == part.max(axis=(2, 3), keepdims=True)
        dx[:, :, rows, cols] += mask * dout[:, :, y, z, None, None]
    return dx


def side_by_side(dout, x, size):
    # every pixel is in one window only: no loop over windows
    empty(x, size, size)  # raises where the windows do not fit
    N, C, oH, oW = dout.shape
    cut = x[:, :, :oH * size, :oW * size].reshape(N, C, oH, size, oW, size)
    flat = cut.transpose(0, 1, 2, 4, 3, 5).reshape(N, C, oH, oW, size * size)
    grads = np.zeros(flat.shape)
    np.put_along_axis(grads, flat.argmax(axis=-1)[..., None], dout[..., None], axis=-1)
    grads = grads.reshape(N, C, oH, oW, size, size).transpose(0, 1, 2, 4, 3, 5)
    dx = np.zeros(x.shape)
    dx[:, :, :oH * size, :oW * size] = grads.reshape(N, C, oH * size, oW * size)
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
