from __future__ import annotations

import functools
import math
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Kernel:
    weights: tuple[tuple[float, ...], ...]

    @classmethod
    def of(cls, array) -> Kernel:
        array = np.array(array, dtype=np.float64)
        if array.ndim != 2:
            raise ValueError("a kernel has two axes")
        return cls(tuple(map(tuple, array.tolist())))

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.weights), len(self.weights[0])

    @property
    def reach(self) -> tuple[int, int]:
        if any(side % 2 == 0 for side in self.shape):
            raise ValueError("a side is even")
        return self.shape[0] // 2, self.shape[1] // 2

    def __call__(self, image):
        height, width = (n - k + 1 for n, k in zip(image.shape, self.shape))
        if min(height, width) <= 0:
            raise ValueError("the kernel does not fit")
        out = np.zeros((height, width))
        for i, row in enumerate(self.weights):
            for j, weight in enumerate(row):
                out += weight * image[i : i + height, j : j + width]
        return out


def picture(image):
    image = np.array(image, dtype=np.float64)
    if image.ndim != 2:
        raise ValueError("an image has two axes")
    return image


def correlate2d(image, kernel):
    return Kernel.of(kernel)(picture(image))


def apply_filter(image, kernel):
    kernel = Kernel.of(kernel)
    rows, columns = kernel.reach
    image = picture(image)
    image = np.vstack([np.zeros((rows, image.shape[1])), image, np.zeros((rows, image.shape[1]))])
    image = np.hstack([np.zeros((len(image), columns)), image, np.zeros((len(image), columns))])
    return kernel(image)


@functools.cache
def classic_filters():
    middle = np.zeros((3, 3))
    middle[1, 1] = 1
    sides = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    corners = np.array([[1, 0, 1], [0, 0, 0], [1, 0, 1]])
    signs = np.array([[1, 0, -1], [0, 0, 0], [-1, 0, 1]])
    return OrderedDict(
        [
            ("identity", middle),
            ("edge_diagonal", corners * signs),
            ("edge_laplacian4", sides - 4 * middle),
            ("edge_laplacian8", 8 * middle - sides - corners),
            ("sharpen", 5 * middle - sides),
            ("box_blur", (middle + sides + corners) / 9),
            ("gaussian_blur", (4 * middle + 2 * sides + corners) / 16),
        ]
    )


def dense_weights(in_shape, out_shape):
    return math.prod(in_shape) * functools.reduce(lambda a, b: a * b, out_shape, 1)


def conv_weights(filters, kernel_size, channels=1):
    return filters * math.prod((kernel_size, kernel_size, channels))
