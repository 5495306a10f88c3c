"""Forward convolution: one loop over the output positions."""

import numpy as np


def _out(n, k, p, s):
    size = 1 + (n + 2 * p - k) // s if s >= 1 else 0
    if size < 1 or k < 1 or p < 0:
        raise ValueError(f"no valid position: n={n}, k={k}, padding={p}, stride={s}")
    return size


def _pad(x, p):
    return np.pad(np.asarray(x, dtype="float64"), [(0, 0)] * 2 + [(p, p)] * 2)


def im2col(x, kernel_size, stride=1, padding=0):
    kh, kw = np.broadcast_to(kernel_size, 2)
    n, c, h, w = np.shape(x)
    oh, ow = _out(h, kh, padding, stride), _out(w, kw, padding, stride)
    xp = _pad(x, padding)
    patches = []
    for pos in range(oh * ow):
        y, z = divmod(pos, ow)
        y, z = y * stride, z * stride
        patches.append(xp[:, :, y:y + kh, z:z + kw].reshape(n, -1))
    return np.stack(patches, axis=-1)


def conv_forward(x, w, b, stride=1, padding=0):
    n, c, h, width = np.shape(x)
    f, d, kh, kw = np.shape(w)
    if c != d:
        raise ValueError("channel mismatch: %d != %d" % (c, d))
    oh, ow = _out(h, kh, padding, stride), _out(width, kw, padding, stride)
    xp = _pad(x, padding)
    out = np.empty((n, f, oh, ow))
    for i, j in np.ndindex(oh, ow):
        window = xp[:, :, i * stride:i * stride + kh, j * stride:j * stride + kw]
        out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3)))
    return out + np.asarray(b).reshape(1, -1, 1, 1)


def conv_forward_fast(x, w, b, stride=1, padding=0):
    f, d, kh, kw = np.shape(w)
    n, c, h, width = np.shape(x)
    if d != c:
        raise ValueError("channel mismatch")
    cols = im2col(x, (kh, kw), stride, padding)           # (N, K, P)
    out = np.einsum("fk,nkp->nfp", np.reshape(w, (f, -1)), cols)
    out += np.asarray(b)[None, :, None]
    return out.reshape(n, f, _out(h, kh, padding, stride), _out(width, kw, padding, stride))


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    n, c, h, w = x_shape
    f, d, kh, kw = w_shape
    if c != d:
        raise ValueError("channel mismatch")
    outputs = n * f * _out(h, kh, padding, stride) * _out(w, kw, padding, stride)
    return outputs * np.prod(w_shape[1:])
