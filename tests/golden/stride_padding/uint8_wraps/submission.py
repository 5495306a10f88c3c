# uses only numpy
import numpy as np


def output_size(n, f, padding=0, stride=1):
    if n < 1 or f < 1 or padding < 0 or stride < 1:
        raise ValueError("invalid")
    size, rest = divmod(n + 2 * padding - f, stride)
    if size < 0:
        raise ValueError("filter too big")
    return size + 1


def pad2d(image, padding):
    if image.ndim != 2:
        raise ValueError("2-D only")
    if padding < 0:
        raise ValueError("padding < 0")
    h, w = image.shape
    # keep the dtype of the image
    new = np.zeros((h + 2 * padding, w + 2 * padding), dtype=image.dtype)
    new[padding:h + padding, padding:w + padding] = image
    return new


def conv2d(image, kernel, stride=1, padding=0):
    if kernel.ndim != 2:
        raise ValueError("2-D only")
    im = pad2d(image, padding)
    kh, kw = kernel.shape
    out = np.zeros((output_size(im.shape[0], kh, 0, stride),
                    output_size(im.shape[1], kw, 0, stride)), dtype=image.dtype)
    for a in range(out.shape[0]):
        for b in range(out.shape[1]):
            patch = im[a * stride:a * stride + kh, b * stride:b * stride + kw]
            out[a, b] = (patch * kernel).sum()
    return out
