import numpy as np


def valid(x_shape, w_shape, stride, padding):
    if len(x_shape) != 4 or len(w_shape) != 4:
        raise ValueError
    if x_shape[1] != w_shape[1]:
        raise ValueError
    if stride < 1 or padding < 0 or w_shape[2] < 1 or w_shape[3] < 1:
        raise ValueError
    h = x_shape[2] + 2 * padding - w_shape[2]
    w = x_shape[3] + 2 * padding - w_shape[3]
    if h < 0 or w < 0:
        raise ValueError
    return h // stride + 1, w // stride + 1


def im2col(x, kernel_size, stride=1, padding=0):
    if np.ndim(kernel_size) == 0:
        kernel_size = kernel_size, kernel_size
    kh, kw = kernel_size
    oh, ow = valid(x.shape, (1, *x.shape[1:2], kh, kw), stride, padding)
    N, C, H, W = x.shape
    xp = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    xp[:, :, padding:H + padding, padding:W + padding] = x
    out = np.zeros((N, C * kh * kw, oh * ow))
    for n in range(N):
        for row in range(C * kh * kw):
            rest, j = divmod(row, kw)
            c, i = divmod(rest, kh)
            for col in range(oh * ow):
                oy, ox = divmod(col, ow)
                out[n, row, col] = xp[n, c, oy * stride + i, ox * stride + j]
    return out


def conv_forward(x, w, b, stride=1, padding=0):
    oh, ow = valid(x.shape, w.shape, stride, padding)
    N, C, H, W = x.shape
    F, C, kh, kw = w.shape
    xp = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    xp[:, :, padding:H + padding, padding:W + padding] = x
    out = np.zeros((N, F, oh, ow))
    for n in range(N):
        for f in range(F):
            for oy in range(oh):
                for ox in range(ow):
                    y, z = oy * stride, ox * stride
                    out[n, f, oy, ox] = np.sum(xp[n, :, y:y + kh, z:z + kw] * w[f]) + b[f]
        return out


def conv_forward_fast(x, w, b, stride=1, padding=0):
    oh, ow = valid(x.shape, w.shape, stride, padding)
    cols = im2col(x, w.shape[2:], stride, padding)
    flat = w.reshape(w.shape[0], -1)
    return np.stack([(flat @ c + b[:, None]).reshape(-1, oh, ow) for c in cols])


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    oh, ow = valid(x_shape, w_shape, stride, padding)
    return x_shape[0] * oh * ow * int(np.prod(w_shape, dtype=np.int64))
