import numpy as np


def full(image, kernel):
    """Full correlation, (H + kH - 1, W + kW - 1), by the convolution theorem."""
    if np.ndim(image) != 2 or np.ndim(kernel) != 2:
        raise ValueError("image and kernel need 2 axes each")
    shape = [n + k - 1 for n, k in zip(np.shape(image), np.shape(kernel))]
    turned = np.asarray(kernel, dtype=float)[::-1, ::-1]  # a convolution flips, so flip it back
    return np.fft.irfft2(np.fft.rfft2(image, shape) * np.fft.rfft2(turned, shape), shape)


def correlate2d(image, kernel):
    result = full(image, kernel)
    (height, width), (kh, kw) = np.shape(image), np.shape(kernel)
    if kh > height or kw > width:
        raise ValueError("too large a kernel")
    return result[kh - 1 : height, kw - 1 : width]


def apply_filter(image, kernel):
    result = full(image, kernel)
    (height, width), (kh, kw) = np.shape(image), np.shape(kernel)
    if kh % 2 != 1 or kw % 2 != 1:
        raise ValueError("even kernel")
    return result[kh // 2 : kh // 2 + height, kw // 2 : kw // 2 + width]


def classic_filters():
    flat = {
        "identity": (0, 0, 0, 0, 1, 0, 0, 0, 0),
        "edge_diagonal": (1, 0, -1, 0, 0, 0, -1, 0, 1),
        "edge_laplacian4": (0, 1, 0, 1, -4, 1, 0, 1, 0),
        "edge_laplacian8": (-1, -1, -1, -1, 8, -1, -1, -1, -1),
        "sharpen": (0, -1, 0, -1, 5, -1, 0, -1, 0),
        "box_blur": (1 / 9,) * 9,
        "gaussian_blur": [n / 16 for n in (1, 2, 1, 2, 4, 2, 1, 2, 1)],
    }
    return {key: np.reshape(value, (3, 3)) for key, value in flat.items()}


def dense_weights(in_shape, out_shape):
    return np.prod(in_shape) * np.prod(out_shape)


def conv_weights(filters, kernel_size, channels=1):
    return np.prod([filters, kernel_size, kernel_size, channels])
