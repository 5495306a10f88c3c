import numpy as np


def check(x_shape, w_shape, stride, padding):
    n, c, h, w = x_shape
    f, c2, kh, kw = w_shape
    if c != c2:
        raise ValueError("number of channels")
    if kh < 1 or kw < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel size, stride or padding")
    if kh > h + 2 * padding or kw > w + 2 * padding:
        raise ValueError("kernel too large")
    return (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1


def im2col(x, kernel_size, stride=1, padding=0):
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    kh, kw = kernel_size
    n, c, h, w = x.shape
    oh, ow = check(x.shape, (1, c, kh, kw), stride, padding)
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    cols = np.zeros((n, c * kh * kw, oh * ow))
    for y in range(oh):
        for z in range(ow):
            patch = xp[:, :, y * stride:y * stride + kh, z * stride:z * stride + kw]
            cols[:, :, y * ow + z] = patch.reshape(n, -1)
    return cols


def conv_forward(x, w, b, stride=1, padding=0):
    oh, ow = check(x.shape, w.shape, stride, padding)
    kh, kw = w.shape[2:]
    # a convolution flips the kernel, see Wikipedia
    w = np.flip(w, axis=(2, 3))
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((x.shape[0], w.shape[0], oh, ow))
    for n in range(x.shape[0]):
        for f in range(w.shape[0]):
            for y in range(oh):
                for z in range(ow):
                    patch = xp[n, :, y * stride:y * stride + kh, z * stride:z * stride + kw]
                    out[n, f, y, z] = np.sum(patch * w[f]) + b[f]
    return out


def conv_forward_fast(x, w, b, stride=1, padding=0):
    oh, ow = check(x.shape, w.shape, stride, padding)
    cols = im2col(x, w.shape[2:], stride, padding)
    out = w.reshape(w.shape[0], -1) @ cols
    return out.reshape(x.shape[0], w.shape[0], oh, ow) + b.reshape(1, -1, 1, 1)


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    oh, ow = check(x_shape, w_shape, stride, padding)
    return x_shape[0] * w_shape[0] * oh * ow * x_shape[1] * w_shape[2] * w_shape[3]
