import numpy as np


class Conv:
    def __init__(self, x_shape, w_shape, stride, padding):
        if len(x_shape) != 4 or len(w_shape) != 4:
            raise ValueError("expected 4 axes")
        self.n, self.c, self.h, self.w = x_shape
        self.f, c, self.kh, self.kw = w_shape
        if self.c != c:
            raise ValueError("channels do not match")
        if stride < 1 or padding < 0 or self.kh < 1 or self.kw < 1:
            raise ValueError("stride, padding, kernel")
        self.s, self.p = stride, padding
        self.h += 2 * padding
        self.w += 2 * padding
        if self.kh > self.h or self.kw > self.w:
            raise ValueError("the filter does not fit")
        self.oh = 1 + (self.h - self.kh) // stride
        self.ow = 1 + (self.w - self.kw) // stride

    def pad(self, x):
        new = np.zeros((self.n, self.c, self.h, self.w))
        new[:, :, self.p:self.h - self.p, self.p:self.w - self.p] = x
        return new


def im2col(x, kernel_size, stride=1, padding=0):
    kh, kw = (kernel_size, kernel_size) if not hasattr(kernel_size, "__len__") else kernel_size
    g = Conv(x.shape, (1, *x.shape[1:2], kh, kw), stride, padding)
    x = g.pad(x)
    cols = [
        x[:, :, y:y + kh, z:z + kw].reshape(g.n, -1)
        for y in range(0, g.oh * stride, stride)
        for z in range(0, g.ow * stride, stride)
    ]
    return np.array(cols).transpose(1, 2, 0)


def conv_forward(x, w, b, stride=1, padding=0):
    g = Conv(x.shape, w.shape, stride, padding)
    x = g.pad(x)
    out = []
    for y in range(g.h - g.kh + 1):
        for z in range(g.w - g.kw + 1):
            patch = x[:, :, y:y + g.kh, z:z + g.kw].reshape(g.n, -1)
            out.append(patch @ w.reshape(g.f, -1).T + b)
    return np.array(out).transpose(1, 2, 0).reshape(g.n, g.f, g.h - g.kh + 1, g.w - g.kw + 1)


def conv_forward_fast(x, w, b, stride=1, padding=0):
    g = Conv(x.shape, w.shape, stride, padding)
    cols = im2col(x, (g.kh, g.kw), stride, padding)
    return (w.reshape(g.f, -1) @ cols + b[:, None]).reshape(g.n, g.f, g.oh, g.ow)


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    g = Conv(x_shape, w_shape, stride, padding)
    return g.n * g.f * g.oh * g.ow * g.c * g.kh * g.kw
