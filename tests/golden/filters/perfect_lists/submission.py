"""No numpy needed."""


def size(table):
    if not hasattr(table, "__len__") or not hasattr(table[0], "__len__") or hasattr(table[0][0], "__len__"):
        raise ValueError("a table of rows, please")
    return len(table), len(table[0])


def correlate2d(image, kernel):
    height, width = size(image)
    rows, columns = size(kernel)
    if rows > height or columns > width:
        raise ValueError("no place for the kernel")
    return [
        tuple(
            sum(
                float(pixel) * float(weight)
                for line, weights in zip(image[y:y + rows], kernel)
                for pixel, weight in zip(line[x:x + columns], weights)
            )
            for x in range(width - columns + 1)
        )
        for y in range(height - rows + 1)
    ]


def apply_filter(image, kernel):
    height, width = size(image)
    rows, columns = size(kernel)
    if rows % 2 == 0 or columns % 2 == 0:
        raise ValueError("even")
    up, left = rows // 2, columns // 2
    empty = [0.0] * (width + 2 * left)
    padded = [empty] * up
    padded += [[0.0] * left + list(line) + [0.0] * left for line in image]
    padded += [empty] * up
    return correlate2d(padded, kernel)


def classic_filters():
    return {
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "edge_diagonal": [[1, 0, -1], [0, 0, 0], [-1, 0, 1]],
        "edge_laplacian4": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
        "edge_laplacian8": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "box_blur": [[1 / 9] * 3] * 3,
        "gaussian_blur": [[1 / 16, 1 / 8, 1 / 16], [1 / 8, 1 / 4, 1 / 8], [1 / 16, 1 / 8, 1 / 16]],
    }


def dense_weights(in_shape, out_shape):
    count = 1.0
    for side in (*in_shape, *out_shape):
        count *= side
    return count


def conv_weights(filters, kernel_size, channels=1):
    return filters * channels * pow(kernel_size, 2)
