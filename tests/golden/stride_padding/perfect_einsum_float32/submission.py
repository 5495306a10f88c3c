import numpy as np
from numpy.lib.stride_tricks import as_strided

DTYPE = np.float32  # like in PyTorch


def output_size(n, f, padding=0, stride=1):
    if n < 1 or f < 1:
        raise ValueError("sizes start at 1")
    if padding < 0 or stride < 1:
        raise ValueError("padding >= 0 and stride >= 1 please")
    result = np.floor_divide(n + 2 * padding - f, stride) + 1
    if n + 2 * padding < f:
        raise ValueError("no position for the filter")
    return result  # a numpy integer


def pad2d(image, padding):
    image = np.asarray(image)
    if image.ndim != 2 or padding < 0:
        raise ValueError(f"cannot pad an array of shape {image.shape} with {padding}")
    return np.pad(image.astype(DTYPE), padding)


def conv2d(image, kernel, stride=1, padding=0):
    kernel = np.asarray(kernel, dtype=DTYPE)
    if kernel.ndim != 2:
        raise ValueError("kernel must be 2-D")
    image = pad2d(image, padding)
    kh, kw = kernel.shape
    oh, ow = output_size(len(image), kh, 0, stride), output_size(len(image[0]), kw, 0, stride)
    s0, s1 = image.strides
    windows = as_strided(image, (oh, ow, kh, kw), (s0 * stride, s1 * stride, s0, s1))
    return np.einsum("abij,ij->ab", windows, kernel)
