import numpy as np

# TODO: only the shapes are right so far


def output(x_shape, w_shape, stride, padding):
    n, c, h, w = x_shape
    f, c2, kh, kw = w_shape
    if c != c2 or stride < 1 or padding < 0 or kh < 1 or kw < 1:
        raise ValueError("arguments")
    if kh > h + 2 * padding or kw > w + 2 * padding:
        raise ValueError("kernel")
    return n, f, (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1


def im2col(x, kernel_size, stride=1, padding=0):
    kh, kw = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    n, f, oh, ow = output(x.shape, (1, *x.shape[1:2], kh, kw), stride, padding)
    return np.zeros((n, x.shape[1] * kh * kw, oh * ow))


def conv_forward(x, w, b, stride=1, padding=0):
    out = np.zeros(output(x.shape, w.shape, stride, padding))
    out += b.reshape(1, -1, 1, 1)
    return out


def conv_forward_fast(x, w, b, stride=1, padding=0):
    return conv_forward(x, w, b, stride, padding)


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    return int(np.prod(output(x_shape, w_shape, stride, padding)))
