import numpy as np


def output_size(n, f, padding=0, stride=1):
    return (n + 2 * padding - f) // stride + 1


def pad2d(image, padding):
    return np.pad(image, padding)


def conv2d(image, kernel, stride=1, padding=0):
    image = pad2d(image, padding)
    h = output_size(image.shape[0], kernel.shape[0], 0, stride)
    w = output_size(image.shape[1], kernel.shape[1], 0, stride)
    out = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            out[i, j] = np.sum(image[i * stride:i * stride + kernel.shape[0],
                                     j * stride:j * stride + kernel.shape[1]] * kernel
    return out
