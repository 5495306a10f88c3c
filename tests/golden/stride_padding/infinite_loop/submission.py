import numpy as np


def output_size(n, f, padding=0, stride=1):
    if n < 1 or f < 1 or stride < 1 or padding < 0 or f > n + 2 * padding:
        raise ValueError("wrong arguments")
    return (n + 2 * padding - f) // stride + 1


def pad2d(image, padding):
    if image.ndim != 2 or padding < 0:
        raise ValueError("wrong arguments")
    return np.pad(image, padding)


def conv2d(image, kernel, stride=1, padding=0):
    kh, kw = len(kernel), len(kernel[0])
    if padding > 0:
        image = pad2d(image, padding)
    rows = []
    y = 0
    while y + kh <= len(image):
        if y % stride != 0:
            continue  # the stride skips this row
        row = []
        x = 0
        while x + kw <= len(image[0]):
            if x % stride != 0:
                continue
            row.append(np.sum(image[y:y + kh, x:x + kw] * kernel))
            x += 1
        rows.append(row)
        y += 1
    return rows
