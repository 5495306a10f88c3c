# Convolution of volumes, built from the 2-D correlation of assignment 1.
import numpy as np


def correlate2d(img, ker):
    # valid cross-correlation of two matrices
    a, b = ker.shape
    H, W = img.shape
    if a > H or b > W:
        raise ValueError("kernel bigger than image")
    res = np.zeros((H - a + 1, W - b + 1))
    for r in range(a):
        for s in range(b):
            res = res + ker[r, s] * img[r:H - a + 1 + r, s:W - b + 1 + s].astype(float)
    return res


def verify(x_shape, w_shape, stride, padding):
    if len(x_shape) != 4 or len(w_shape) != 4:
        raise ValueError("4 axes")
    if x_shape[1] != w_shape[1]:
        raise ValueError("channels")
    if not stride >= 1:
        raise ValueError("stride")
    if not padding >= 0:
        raise ValueError("padding")
    for axis in (2, 3):
        if w_shape[axis] < 1 or w_shape[axis] > x_shape[axis] + 2 * padding:
            raise ValueError("kernel size")


def im2col(x, kernel_size, stride=1, padding=0):
    k = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    if x.ndim != 4:
        raise ValueError("4 axes")
    verify(x.shape, (1, x.shape[1]) + k, stride, padding)
    # a kernel with a single 1 picks one pixel of each patch: that is one row of the result
    result = []
    for image in x:
        rows = []
        for channel in image:
            channel = np.pad(channel, padding)
            for i in range(k[0]):
                for j in range(k[1]):
                    pick = np.zeros(k)
                    pick[i, j] = 1
                    rows.append(correlate2d(channel, pick)[::stride, ::stride].ravel())
        result.append(rows)
    return np.array(result)


def conv_forward(x, w, b, stride=1, padding=0):
    verify(x.shape, w.shape, stride, padding)
    batch = []
    for image in x:
        planes = []
        for filt, bias in zip(w, b):
            total = bias
            for channel, kernel in zip(image, filt):
                total = total + correlate2d(np.pad(channel, padding), kernel)
            planes.append(total[::stride, ::stride])
        batch.append(planes)
    return np.array(batch)


def conv_forward_fast(x, w, b, stride=1, padding=0):
    verify(x.shape, w.shape, stride, padding)
    N, C, H, W = x.shape
    F, _, kH, kW = w.shape
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding))).astype(float)
    H, W = x.shape[2], x.shape[3]
    out = np.zeros((N, F, H - kH + 1, W - kW + 1)) + b.reshape(F, 1, 1)
    for i in range(kH):
        for j in range(kW):
            piece = x[:, :, i:H - kH + 1 + i, j:W - kW + 1 + j]
            out += (w[:, :, i, j] @ piece.reshape(N, C, -1)).reshape(out.shape)
    return out[:, :, ::stride, ::stride]


def conv_macs(x_shape, w_shape, stride=1, padding=0):
    verify(x_shape, w_shape, stride, padding)
    out_size = 1
    for axis in (2, 3):
        out_size *= len(range(0, x_shape[axis] + 2 * padding - w_shape[axis] + 1, stride))
    return x_shape[0] * out_size * int(np.prod(w_shape))
