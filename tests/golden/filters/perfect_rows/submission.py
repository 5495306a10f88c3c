import numpy as np


def correlate2d(image, kernel):
    image, kernel = np.array(image, float), np.array(kernel, float)
    if image.ndim != 2:
        raise ValueError("image")
    if kernel.ndim != 2:
        raise ValueError("kernel")
    if (np.array(kernel.shape) > image.shape).any():
        raise ValueError("kernel > image")
    out = []
    for y in range(len(image) - len(kernel) + 1):
        lines = [np.correlate(row, weights, "valid") for row, weights in zip(image[y:], kernel)]
        out.append(np.sum(lines, axis=0))
    return np.array(out)


def apply_filter(image, kernel):
    image, kernel = np.array(image, float), np.array(kernel, float)
    if image.ndim != 2 or kernel.ndim != 2 or kernel.shape[0] % 2 == 0 or kernel.shape[1] % 2 == 0:
        raise ValueError("2 axes, odd sides")
    h, w = kernel.shape
    padded = np.zeros(np.add(image.shape, (h - 1, w - 1)))
    padded[h // 2 : h // 2 + len(image), w // 2 : w // 2 + image.shape[1]] = image
    out = np.zeros(image.shape)
    for y in range(len(image)):
        for i in range(h):
            out[y] += np.correlate(padded[y + i], kernel[i], mode="valid")
    return out


IDENTITY = np.diag([0.0, 1.0, 0.0])
CROSS = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])


def classic_filters():
    return {
        "identity": IDENTITY.copy(),
        "edge_diagonal": np.diag([1, 0, 1]) - np.fliplr(np.diag([1, 0, 1])),
        "edge_laplacian4": CROSS - 4 * IDENTITY,
        "edge_laplacian8": 9 * IDENTITY - np.ones((3, 3)),
        "sharpen": 5 * IDENTITY - CROSS,
        "box_blur": np.full((3, 3), 1 / 9),
        "gaussian_blur": np.outer([0.25, 0.5, 0.25], [0.25, 0.5, 0.25]),
    }


def dense_weights(in_shape, out_shape):
    return int(np.multiply.reduce(in_shape) * np.multiply.reduce(out_shape))


def conv_weights(filters, kernel_size, channels=1):
    return int(filters * channels * np.square(kernel_size))
