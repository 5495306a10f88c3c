"""Pooling without numpy."""


def sides(x):
    found = []
    while hasattr(x, "__len__"):
        found.append(len(x))
        x = x[0]
    return found


def corners(x, size, stride):
    shape = sides(x)
    if len(shape) != 4:
        raise ValueError("a batch of images with channels, please")
    stride = size if stride is None else stride
    if size < 1 or stride < 1 or size > min(shape[2:]):
        raise ValueError("windows")
    return [
        [(top, left) for left in range(0, shape[3] - size + 1, stride)]
        for top in range(0, shape[2] - size + 1, stride)
    ]


def pool(x, size, stride, function):
    table = corners(x, size, stride)

    def value(plane, top, left):
        return function([float(v) for row in plane[top:top + size] for v in row[left:left + size]])

    return [
        [[[value(plane, *corner) for corner in line] for line in table] for plane in image] for image in x
    ]


def unpool(dout, x, size, stride, shares):
    """shares(plane, pixels) gives the part of the gradient that each pixel of a window gets."""
    table = corners(x, size, stride)
    result = []
    for image, gradients in zip(x, dout):
        planes = []
        for plane, gradient in zip(image, gradients):
            new = [[0.0] * len(row) for row in plane]
            for line, row in zip(table, gradient):
                for (top, left), g in zip(line, row):
                    pixels = [(top + i, left + j) for i in range(size) for j in range(size)]
                    for (r, c), share in shares(plane, pixels).items():
                        new[r][c] += share * float(g)
            planes.append(new)
        result.append(planes)
    return result


def mean(values):
    return sum(values) / len(values)


def max_pool_forward(x, size, stride=None):
    return pool(x, size, stride, max)


def avg_pool_forward(x, size, stride=None):
    return pool(x, size, stride, mean)


def max_pool_backward(dout, x, size, stride=None):
    # max gives the first of equal ones
    return unpool(dout, x, size, stride, lambda p, pixels: {max(pixels, key=lambda at: p[at[0]][at[1]]): 1})


def avg_pool_backward(dout, x, size, stride=None):
    return unpool(dout, x, size, stride, lambda _, pixels: dict.fromkeys(pixels, 1 / len(pixels)))
