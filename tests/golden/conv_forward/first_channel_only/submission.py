# conv layer
import numpy as np


def size(n, k, s, p):
    if s < 1 or p < 0 or k < 1 or k > n + 2 * p:
        raise ValueError(f"size {n}, kernel {k}, stride {s}, padding {p}")
    return (n + 2 * p - k) // s + 1


def im2col(x, kernel_size, stride=1, padding=0):
    if x.ndim != 4:
        raise ValueError("x")
    kh, kw = np.ones(2, dtype=int) * kernel_size
    oh = size(x.shape[2], kh, stride, padding)
    ow = size(x.shape[3], kw, stride, padding)
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows = []
    for c in range(x.shape[1]):
        for i in range(kh):
            for j in range(kw):
                part = x[:, c, i:i + (oh - 1) * stride + 1:stride, j:j + (ow - 1) * stride + 1:stride]
                rows.append(part.reshape(len(x), -1))
    return np.stack(rows, axis=1)


def conv_forward(x, w, b, stride=1, padding=0):
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1]:
        raise ValueError("x and w")
    oh = size(x.shape[2], w.shape[2], stride, padding)
    ow = size(x.shape[3], w.shape[3], stride, padding)
    out = np.zeros((len(x), len(w), oh, ow))
    for n in range(len(x)):
        image = np.pad(x[n][0], padding)
        for f in range(len(w)):
            kernel = w[f][0]
            for r in range(oh):
                for c in range(ow):
                    top, left = r * stride, c * stride
                    window = image[top:top + w.shape[2], left:left + w.shape[3]]
                    out[n, f, r, c] = (window * kernel).sum() + b[f]
    return out


def conv_forward_fast(x, w, b, stride=1, padding=0):
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1]:
        raise ValueError("x and w")
    oh = size(x.shape[2], w.shape[2], stride, padding)
    cols = im2col(x, w.shape[2:], stride, padding)
    out = np.tensordot(cols, w.reshape(len(w), -1), axes=(1, 1)) + b
    return out.transpose(0, 2, 1).reshape(len(x), len(w), oh, -1)


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    if len(x_shape) != 4 or len(w_shape) != 4 or x_shape[1] != w_shape[1]:
        raise ValueError("shapes")
    oh = size(x_shape[2], w_shape[2], stride, padding)
    ow = size(x_shape[3], w_shape[3], stride, padding)
    return x_shape[0] * w_shape[0] * w_shape[1] * oh * ow * w_shape[2] * w_shape[3]
