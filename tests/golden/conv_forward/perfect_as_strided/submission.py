import numpy as np
from numpy.lib.stride_tricks import as_strided


def patches(x, kh, kw, stride, padding):
    n, c, h, w = x.shape
    assert_valid(h, w, kh, kw, stride, padding)
    xp = np.zeros((n, c, h + 2 * padding, w + 2 * padding))
    xp[:, :, padding:padding + h, padding:padding + w] = x
    oh = (xp.shape[2] - kh) // stride + 1
    ow = (xp.shape[3] - kw) // stride + 1
    sn, sc, sh, sw = xp.strides
    return as_strided(
        xp,
        shape=(n, c, kh, kw, oh, ow),
        strides=(sn, sc, sh, sw, sh * stride, sw * stride),
        writeable=False,
    )


def assert_valid(h, w, kh, kw, stride, padding):
    ok = stride > 0 and padding >= 0 and kh > 0 and kw > 0
    ok = ok and h + 2 * padding >= kh and w + 2 * padding >= kw
    if not ok:
        raise ValueError("these sizes do not go together")


def im2col(x, kernel_size, stride=1, padding=0):
    try:
        kh, kw = kernel_size
    except TypeError:
        kh = kw = kernel_size
    p = patches(x, kh, kw, stride, padding)
    n, c, kh, kw, oh, ow = p.shape
    return p.reshape(n, c * kh * kw, oh * ow)


def conv_forward(x, w, b, stride=1, padding=0):
    f, c, kh, kw = w.shape
    if x.shape[1:2] != (c,):
        raise ValueError("wrong number of channels")
    p = patches(x, kh, kw, stride, padding)
    out = np.tensordot(w, p, axes=([1, 2, 3], [1, 2, 3]))  # (F, N, oH, oW)
    return out.transpose(1, 0, 2, 3) + b[:, None, None]


conv_forward_fast = conv_forward  # it is fast already


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    (n, c, h, w), (f, c2, kh, kw) = x_shape, w_shape
    assert_valid(h, w, kh, kw, stride, padding)
    if c2 != c:
        raise ValueError("wrong number of channels")
    oh = int(np.floor((h + 2 * padding - kh) / stride)) + 1
    ow = int(np.floor((w + 2 * padding - kw) / stride)) + 1
    return float(n * f * oh * ow * c * kh * kw)
