import numpy as np


def out_size(x_shape, w_shape, stride, padding):
    (_, c, *image), (_, d, *kernel) = x_shape, w_shape
    if c != d:
        raise ValueError("channels")
    if len(image) != 2 or len(kernel) != 2:
        raise ValueError("axes")
    if stride < 1 or padding < 0 or min(kernel) < 1:
        raise ValueError("stride, padding, kernel")
    free = [n + 2 * padding - k for n, k in zip(image, kernel)]
    if min(free) < 0:
        raise ValueError("too large")
    return tuple(n // stride + 1 for n in free)


def im2col(x, kernel_size, stride=1, padding=0):
    kernel_size = kernel_size if isinstance(kernel_size, tuple) else (kernel_size,) * 2
    n, c = x.shape[:2]
    oh, ow = out_size(x.shape, (1, c, *kernel_size), stride, padding)
    kh, kw = kernel_size
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    y = stride * np.arange(oh)[:, None] + np.arange(kh)  # (oh, kh)
    z = stride * np.arange(ow)[:, None] + np.arange(kw)  # (ow, kw)
    patches = x[:, :, y[:, :, None, None], z]  # (n, c, oh, kh, ow, kw)
    return patches.transpose(0, 1, 3, 5, 2, 4).reshape(n, c * kh * kw, oh * ow)


def conv_forward(x, w, b, stride=1, padding=0):
    oh, ow = out_size(x.shape, w.shape, stride, padding)
    out = np.zeros((len(x), len(w), oh * ow))
    for n, cols in enumerate(im2col(x, w.shape[2:], stride, padding)):
        for f, weights in enumerate(w):
            for p, column in enumerate(cols.T):
                out[n, f, p] = np.dot(weights.ravel(), column) + b[f]
    return out.reshape(len(x), len(w), oh, ow)


def conv_forward_fast(x, w, b, stride=1, padding=0):
    oh, ow = out_size(x.shape, w.shape, stride, padding)
    out = w.reshape(len(w), -1) @ im2col(x, w.shape[2:], stride, padding)
    return out.reshape(len(x), len(w), oh, ow) + b[:, None, None]


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    oh, ow = out_size(x_shape, w_shape, stride, padding)
    n, f, kh, kw = x_shape[0], w_shape[0], w_shape[2], w_shape[3]
    return n * f * oh * ow * kh * kw
