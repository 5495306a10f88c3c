"""Without numpy, except that f wants arrays."""
from itertools import product

from numpy import array


def shape_of(a):
    s = []
    while hasattr(a, "__len__"):
        s.append(len(a))
        a = a[0]
    return s


def zeros(shape):
    if not shape:
        return 0.0
    return [zeros(shape[1:]) for _ in range(shape[0])]


def positions(size, k, stride, padding):
    found = list(range(-padding, size + padding - k + 1, stride)) if stride > 0 else []
    if not found or padding < 0:
        raise ValueError("no position")
    return found


def conv_backward(dout, x, w, stride=1, padding=0):
    xs, ws = shape_of(x), shape_of(w)
    if len(xs) != 4 or len(ws) != 4:
        raise ValueError("4 axes, please")
    if xs[1] != ws[1]:
        raise ValueError("channels")
    tops = positions(xs[2], ws[2], stride, padding)
    lefts = positions(xs[3], ws[3], stride, padding)
    dx, dw, db = zeros(xs), zeros(ws), zeros(ws[:1])
    x, w, dout = ([[[[float(v) for v in r] for r in p] for p in i] for i in a] for a in (x, w, dout))
    taps = list(product(range(ws[2]), range(ws[3])))
    for n, f in product(range(xs[0]), range(ws[0])):
        for oy, top in enumerate(tops):
            for ox, left in enumerate(lefts):
                g = dout[n][f][oy][ox]
                db[f] += g
                for i, j in taps:
                    r, s = top + i, left + j
                    if 0 <= r < xs[2] and 0 <= s < xs[3]:
                        for c in range(xs[1]):
                            dx[n][c][r][s] += g * w[f][c][i][j]
                            dw[f][c][i][j] += g * x[n][c][r][s]
    return [dx, dw, tuple(db)]


def conv_backward_fast(dout, x, w, stride=1, padding=0):
    dx, dw, db = conv_backward(dout, x, w, stride=stride, padding=padding)
    return dx, dw, db


def flatten(a):
    if not hasattr(a, "__len__"):
        return [float(a)]
    return [v for part in a for v in flatten(part)]


def build(values, shape):
    if not shape:
        return values.pop(0)
    return [build(values, shape[1:]) for _ in range(shape[0])]


def numerical_gradient(f, x, dout, eps=1e-6):
    shape, values, weights = shape_of(x), flatten(x), flatten(dout)

    def loss(changed):
        return sum(a * b for a, b in zip(flatten(f(array(build(list(changed), shape)))), weights))

    slopes = []
    for i, v in enumerate(values):
        up = values[:i] + [v + eps] + values[i + 1:]
        down = values[:i] + [v - eps] + values[i + 1:]
        slopes.append((loss(up) - loss(down)) / (2 * eps))
    return build(slopes, shape)
