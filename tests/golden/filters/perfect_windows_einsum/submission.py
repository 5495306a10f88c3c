import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def check(image, kernel):
    if not image.ndim == kernel.ndim == 2:
        raise ValueError(f"axes: {image.ndim}, {kernel.ndim}")


def correlate2d(image, kernel):
    image, kernel = np.asanyarray(image), np.asanyarray(kernel)
    check(image, kernel)
    # raises a ValueError by itself where the window is larger than the image
    windows = sliding_window_view(image.astype(np.float64), kernel.shape)
    return np.einsum("abij,ij", windows, kernel)


def apply_filter(image, kernel):
    image, kernel = np.asanyarray(image), np.asanyarray(kernel)
    check(image, kernel)
    if any(side & 1 == 0 for side in kernel.shape):
        raise ValueError(f"even: {kernel.shape}")
    border = [(side // 2, side // 2) for side in kernel.shape]
    return correlate2d(np.pad(image, border, mode="constant", constant_values=0), kernel)


def classic_filters():
    n = np.array
    return {
        "gaussian_blur": n([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16,
        "box_blur": np.ones((3, 3)) / 9,
        "sharpen": n([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        "edge_laplacian8": 9 * n([[0, 0, 0], [0, 1, 0], [0, 0, 0]]) - 1,
        "edge_laplacian4": n([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
        "edge_diagonal": n([[1, 0, -1], [0, 0, 0], [-1, 0, 1]]),
        "identity": n([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        "my_own": n([[1, 2, 3], [4, 5, 6], [7, 8, 9]]),
    }


def dense_weights(in_shape, out_shape):
    # broadcast_to takes no memory
    return np.broadcast_to(0.0, (*in_shape, *out_shape)).size


def conv_weights(filters, kernel_size, channels=1):
    return np.zeros((filters, channels, kernel_size, kernel_size)).size
