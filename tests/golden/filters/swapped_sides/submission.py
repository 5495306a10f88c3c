import numpy as np


def correlate2d(image, kernel):
    H, W = image.shape
    kH, kW = kernel.shape
    if kH > H or kW > W:
        raise ValueError("the kernel does not fit")
    out = np.zeros((H - kH + 1, W - kW + 1))
    for y in range(H - kH + 1):
        for x in range(W - kW + 1):
            out[y, x] = (image[y:y + kH, x:x + kW] * kernel).sum()
    return out.T


def apply_filter(image, kernel):
    kH, kW = kernel.shape
    if kH % 2 == 0 or kW % 2 == 0:
        raise ValueError("the kernel has no middle")
    padded = np.pad(image, ((kH // 2, kH // 2), (kW // 2, kW // 2)))
    H, W = image.shape
    out = np.zeros((H, W))
    for y in range(H):
        for x in range(W):
            out[y, x] = (padded[y:y + kH, x:x + kW] * kernel).sum()
    return out


def classic_filters():
    return {
        "identity": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        "edge_diagonal": np.array([[1, 0, -1], [0, 0, 0], [-1, 0, 1]]),
        "edge_laplacian4": np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
        "edge_laplacian8": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
        "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        "box_blur": np.ones((3, 3)) / 9,
        "gaussian_blur": np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16,
    }


def dense_weights(in_shape, out_shape):
    return np.prod(in_shape) * np.prod(out_shape)


def conv_weights(filters, kernel_size, channels=1):
    return filters * kernel_size**2 * channels
