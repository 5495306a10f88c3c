import numpy as np


def correlate2d(image, kernel):
    if len(image.shape) != 2 or len(kernel.shape) != 2:
        raise ValueError("two dimensions please")
    H, W = image.shape
    kH, kW = kernel.shape
    if kH > H or kW > W:
        raise ValueError("kernel is too big")
    out = np.zeros((H - kH + 1, W - kW + 1))
    for y in range(H - kH + 1):
        for x in range(W - kW + 1):
            total = 0.0
            for i in range(kH):
                for j in range(kW):
                    total = total + float(image[y + i, x + j]) * float(kernel[i, j])
            out[y, x] = total
    return out


def apply_filter(image, kernel):
    if len(image.shape) != 2 or len(kernel.shape) != 2:
        raise ValueError("two dimensions please")
    H, W = image.shape
    kH, kW = kernel.shape
    if kH % 2 == 0 or kW % 2 == 0:
        raise ValueError("no middle")
    out = np.zeros((H, W))
    for y in range(H):
        for x in range(W):
            for i in range(kH):
                for j in range(kW):
                    row = y + i - kH // 2
                    col = x + j - kW // 2
                    if 0 <= row < H and 0 <= col < W:
                        out[y, x] += float(image[row, col]) * float(kernel[i, j])
    return out


def classic_filters():
    filters = {}
    filters["identity"] = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
    filters["edge_diagonal"] = np.array([[1, 0, -1], [0, 0, 0], [-1, 0, 1]])
    filters["edge_laplacian4"] = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    filters["edge_laplacian8"] = np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])
    filters["sharpen"] = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    filters["box_blur"] = 1 / 9 * np.array([[1, 1, 1], [1, 1, 1], [1, 1, 1]])
    filters["gaussian_blur"] = 1 / 16 * np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])
    return filters


def dense_weights(in_shape, out_shape):
    number_in = 1
    for side in in_shape:
        number_in *= side
    number_out = 1
    for side in out_shape:
        number_out *= side
    return number_in * number_out


def conv_weights(filters, kernel_size, channels=1):
    return filters * kernel_size * kernel_size * channels
