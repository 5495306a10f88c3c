import numpy as np


def flat_windows(x, size, stride):
    shape = np.shape(x)
    if len(shape) != 4:
        raise ValueError("x")
    if stride is None:
        stride = size
    n, c, h, w = shape
    if min(size, stride) < 1 or max(size - h, size - w) > 0:
        raise ValueError("size or stride")
    pixel = np.arange(n * c * h * w).reshape(shape)
    corner = pixel[:, :, : h - size + 1 : stride, : w - size + 1 : stride]
    inside = (np.arange(size)[:, None] * w + np.arange(size)).ravel()
    return corner[..., None] + inside  # numbers of the pixels of each window


def gather(x, size, stride):
    return np.take(np.asarray(x, dtype="d"), flat_windows(x, size, stride))


def scatter(where, what, shape):
    total = np.bincount(where.ravel(), weights=what.ravel(), minlength=int(np.prod(shape)))
    return total.reshape(shape)


def max_pool_forward(x, size, stride=None):
    return np.partition(gather(x, size, stride), -1, axis=-1)[..., -1]


def max_pool_backward(dout, x, size, stride=None):
    number = flat_windows(x, size, stride)
    winner = gather(x, size, stride).argmax(axis=-1, keepdims=True)
    return scatter(np.take_along_axis(number, winner, axis=-1), np.asarray(dout, dtype="d"), x.shape)


def avg_pool_forward(x, size, stride=None):
    return np.einsum("...k->...", gather(x, size, stride)) / size**2


def avg_pool_backward(dout, x, size, stride=None):
    number = flat_windows(x, size, stride)
    share = np.repeat(np.asarray(dout, dtype="d")[..., None], size * size, axis=-1) / size**2
    return scatter(number, share, x.shape)
