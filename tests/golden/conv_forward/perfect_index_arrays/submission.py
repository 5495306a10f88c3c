import numpy as np


def get_indices(x_shape, kh, kw, padding, stride):
    N, C, H, W = x_shape
    if stride < 1 or padding < 0 or kh < 1 or kw < 1:
        raise ValueError("invalid argument")
    out_h = (H + 2 * padding - kh) // stride + 1
    out_w = (W + 2 * padding - kw) // stride + 1
    if out_h <= 0 or out_w <= 0:
        raise ValueError("filter larger than input")
    i0 = np.tile(np.repeat(np.arange(kh), kw), C)
    i1 = stride * np.repeat(np.arange(out_h), out_w)
    j0 = np.tile(np.arange(kw), kh * C)
    j1 = stride * np.tile(np.arange(out_w), out_h)
    i = i0.reshape(-1, 1) + i1.reshape(1, -1)
    j = j0.reshape(-1, 1) + j1.reshape(1, -1)
    k = np.repeat(np.arange(C), kh * kw).reshape(-1, 1)
    return k, i, j


def im2col(x, kernel_size, stride=1, padding=0):
    if not isinstance(kernel_size, tuple):
        kernel_size = (kernel_size, kernel_size)
    k, i, j = get_indices(x.shape, *kernel_size, padding, stride)
    x_padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="constant")
    return x_padded[:, k, i, j]


def conv_forward(x, w, b, stride=1, padding=0):
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1]:
        raise ValueError("shapes do not match")
    out = []
    for image in x:
        cols = im2col(image[None], w.shape[2:], stride, padding)[0]
        out.append([filt.ravel() @ cols + bias for filt, bias in zip(w, b)])
    out_h = (x.shape[2] + 2 * padding - w.shape[2]) // stride + 1
    return np.array(out).reshape(x.shape[0], w.shape[0], out_h, -1)


def conv_forward_fast(x, w, b, stride=1, padding=0):
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1]:
        raise ValueError("shapes do not match")
    N = x.shape[0]
    F, C, kh, kw = w.shape
    cols = im2col(x, (kh, kw), stride, padding)
    # one product for the whole batch: (F, K) x (K, P*N)
    cols = cols.transpose(1, 2, 0).reshape(C * kh * kw, -1)
    res = w.reshape(F, -1) @ cols + b.reshape(-1, 1)
    out_h = (x.shape[2] + 2 * padding - kh) // stride + 1
    out_w = (x.shape[3] + 2 * padding - kw) // stride + 1
    return res.reshape(F, out_h, out_w, N).transpose(3, 0, 1, 2)


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    N, C, H, W = x_shape
    F, WC, kh, kw = w_shape
    if C != WC:
        raise ValueError("shapes do not match")
    k, i, j = get_indices(x_shape, kh, kw, padding, stride)
    return N * F * i.size


if __name__ == "__main__":
    x = np.random.randn(2, 3, 7, 7)
    w = np.random.randn(4, 3, 3, 3)
    b = np.random.randn(4)
    print(np.abs(conv_forward(x, w, b) - conv_forward_fast(x, w, b)).max())
