"""Stride and padding without numpy, only lists."""


def axes(a):
    # how many axes has it? works for arrays and for nested lists
    count = 0
    while hasattr(a, "__len__"):
        count += 1
        a = a[0]
    return count


def output_size(n, f, padding=0, stride=1):
    if n <= 0 or f <= 0 or stride <= 0 or padding < 0:
        raise ValueError("not possible")
    length = n + padding + padding
    if length < f:
        raise ValueError("filter too long")
    count = 0
    position = 0
    while position + f <= length:
        count += 1
        position += stride
    return count


def pad2d(image, padding):
    if axes(image) != 2:
        raise ValueError("image is not 2-D")
    if padding < 0:
        raise ValueError("padding is negative")
    width = len(image[0]) + 2 * padding
    result = [[0.0] * width for _ in range(padding)]
    for row in image:
        result.append([0.0] * padding + [float(v) for v in row] + [0.0] * padding)
    result += [[0.0] * width for _ in range(padding)]
    return result


def conv2d(image, kernel, stride=1, padding=0):
    if axes(kernel) != 2:
        raise ValueError("kernel is not 2-D")
    x = pad2d(image, padding)
    kernel = [[float(v) for v in row] for row in kernel]
    rows = output_size(len(x), len(kernel), 0, stride)
    cols = output_size(len(x[0]), len(kernel[0]), 0, stride)
    result = []
    for r in range(rows):
        line = []
        for c in range(cols):
            s = 0
            for i, krow in enumerate(kernel):
                for j, weight in enumerate(krow):
                    s += weight * x[r * stride + i][c * stride + j]
            line.append(s)
        result.append(tuple(line))
    return result
