import numpy as np


def output_size(n, f, padding=0, stride=1):
    """Number of positions of the filter."""
    if n < 1 or f < 1:
        raise ValueError("n and f must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if f > n + 2 * padding:
        raise ValueError("filter larger than padded input")
    return (n - f + 2 * padding) // stride + 1


def pad2d(image, padding):
    """Zero padding."""
    if image.ndim != 2:
        raise ValueError("image must be 2-D")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    h, w = image.shape
    padded = np.zeros((h + 2 * padding, w + 2 * padding))
    padded[padding:padding + h, padding:padding + w] = image
    return padded


def conv2d(image, kernel, stride=1, padding=0):
    """Convolution."""
    if kernel.ndim != 2:
        raise ValueError("kernel must be 2-D")
    if stride < 1:
        raise ValueError("stride must be >= 1")
    padded = pad2d(image, padding)
    kh, kw = kernel.shape
    if kh > padded.shape[0] or kw > padded.shape[1]:
        raise ValueError("kernel too large")
    result = []
    for i in range(padded.shape[0] - kh + 1):
        row = []
        for j in range(padded.shape[1] - kw + 1):
            row.append((padded[i:i + kh, j:j + kw] * kernel).sum())
        result.append(row)
    return np.array(result)
