import numpy as np


def _corners(x, size, stride):
    if np.ndim(x) != 4:
        raise ValueError("images need four axes")
    stride = size if stride is None else stride
    height, width = x.shape[2:]
    if size < 1 or stride < 1 or size > height or size > width:
        raise ValueError("windows do not fit")
    rows = range(0, height - size + 1, stride)
    columns = range(0, width - size + 1, stride)
    return rows, columns


def max_pool_forward(x, size, stride=None):
    rows, columns = _corners(x, size, stride)
    out = np.empty((*x.shape[:2], len(rows), len(columns)))
    for oy, top in enumerate(rows):
        for ox, left in enumerate(columns):
            x[:, :, top:top + size, left:left + size].max(axis=(2, 3), out=out[:, :, oy, ox])
    return out


def max_pool_backward(dout, x, size, stride=None):
    rows, columns = _corners(x, size, stride)
    dx = np.zeros(x.shape, dout.dtype)
    left_over = dout.copy()  # what has not found its pixel yet
    for oy, top in enumerate(rows):
        for ox, left in enumerate(columns):
            window = x[:, :, top:top + size, left:left + size]
            here, gradient = dx[:, :, top:top + size, left:left + size], left_over[:, :, oy, ox]
            largest = window.max(axis=(2, 3))
            for i in range(size):
                for j in range(size):
                    found = gradient * 1.0
                    found[window[:, :, i, j] != largest] *= 0.0
                    here[:, :, i, j] += found
                    gradient -= found
    return dx


def avg_pool_forward(x, size, stride=None):
    rows, columns = _corners(x, size, stride)
    out = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for oy, top in enumerate(rows):
        for ox, left in enumerate(columns):
            out[:, :, oy, ox] += x[:, :, top:top + size, left:left + size].sum(axis=(2, 3), dtype=float)
    out /= size**2
    return out


def avg_pool_backward(dout, x, size, stride=None):
    rows, columns = _corners(x, size, stride)
    dout = dout.copy()
    dout /= size**2
    dx = np.zeros(x.shape, dout.dtype)
    for oy, top in enumerate(rows):
        for ox, left in enumerate(columns):
            dx[:, :, top:top + size, left:left + size] += dout[:, :, oy, ox, None, None]
    return dx
