"""No numpy needed: nested lists."""


def shape_of(a):
    s = []
    while hasattr(a, "__len__"):
        s.append(len(a))
        a = a[0]
    return s


def zeros(h, w):
    return [[0.0] * w for _ in range(h)]


def padded(channel, p):
    h, w = len(channel), len(channel[0])
    new = zeros(h + 2 * p, w + 2 * p)
    for r in range(h):
        for c in range(w):
            new[r + p][c + p] = float(channel[r][c])
    return new


def starts(n, k, stride, padding):
    if stride < 1 or padding < 0 or k < 1:
        raise ValueError("stride, padding or kernel")
    found = list(range(0, n + 2 * padding - k + 1, stride))
    if not found:
        raise ValueError("the kernel does not fit")
    return found


def im2col(x, kernel_size, stride=1, padding=0):
    shape = shape_of(x)
    if len(shape) != 4:
        raise ValueError("4 axes, please")
    if isinstance(kernel_size, int):
        kernel_size = [kernel_size, kernel_size]
    kh, kw = kernel_size
    tops = starts(shape[2], kh, stride, padding)
    lefts = starts(shape[3], kw, stride, padding)
    batch = []
    for image in x:
        rows = []
        for channel in image:
            p = padded(channel, padding)
            for i in range(kh):
                for j in range(kw):
                    rows.append([p[t + i][l + j] for t in tops for l in lefts])
        batch.append(rows)
    return batch


def conv_forward(x, w, b, stride=1, padding=0):
    xs, ws = shape_of(x), shape_of(w)
    if len(xs) != 4 or len(ws) != 4:
        raise ValueError("4 axes, please")
    if xs[1] != ws[1]:
        raise ValueError("channels")
    tops = starts(xs[2], ws[2], stride, padding)
    lefts = starts(xs[3], ws[3], stride, padding)
    filters = [[float(v) for ch in f for row in ch for v in row] for f in w]
    out = []
    for columns in im2col(x, ws[2:], stride, padding):
        image = []
        for weights, bias in zip(filters, b):
            flat = []
            for p in range(len(tops) * len(lefts)):
                flat.append(sum(weight * row[p] for weight, row in zip(weights, columns)) + float(bias))
            plane = [tuple(flat[k:k + len(lefts)]) for k in range(0, len(flat), len(lefts))]
            image.append(plane)
        out.append(image)
    return out


def conv_forward_fast(x, w, b, stride=1, padding=0):
    return conv_forward(x, w, b, stride=stride, padding=padding)


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    if len(x_shape) != 4 or len(w_shape) != 4 or x_shape[1] != w_shape[1]:
        raise ValueError("shapes")
    positions = len(starts(x_shape[2], w_shape[2], stride, padding))
    positions *= len(starts(x_shape[3], w_shape[3], stride, padding))
    macs = x_shape[0] * positions
    for side in w_shape:
        macs *= side
    return macs
