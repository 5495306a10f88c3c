import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def _validate(x, w, stride, padding):
    if not (np.ndim(x) == np.ndim(w) == 4):
        raise ValueError("4-D arrays expected")
    if x.shape[1] != w.shape[1]:
        raise ValueError("channel mismatch")
    if stride < 1 or padding < 0:
        raise ValueError("stride >= 1, padding >= 0")
    for size, k in zip(x.shape[2:], w.shape[2:]):
        if k > size + 2 * padding:
            raise ValueError("filter larger than padded image")


def _correlate(a, b, spec):
    return np.einsum(spec, sliding_window_view(a, b.shape[2:], axis=(2, 3)), b, optimize=True)


def conv_backward(dout, x, w, stride=1, padding=0):
    """Backward pass is two more convolutions.

    dw: padded images correlated with dout, whose values are `stride` apart.
    dx: the same dout in a wide frame, correlated with the filters turned by half a turn.
    """
    _validate(x, w, stride, padding)
    kh, kw = w.shape[2:]
    n, f, oh, ow = dout.shape
    height, width = x.shape[2] + 2 * padding, x.shape[3] + 2 * padding
    # stride 1 would have had this many positions; dout is known at every stride-th of them
    dilated = np.zeros((n, f, height - kh + 1, width - kw + 1))
    dilated[:, :, ::stride, ::stride] = dout
    padded = np.zeros((n, x.shape[1], height, width))
    padded[:, :, padding:height - padding, padding:width - padding] = x
    dw = _correlate(padded, dilated, "ncijyx,nfyx->fcij")
    framed = np.pad(dilated, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    turned = np.rot90(w, 2, axes=(2, 3))
    dx = _correlate(framed, turned, "nfyxij,fcij->ncyx")
    return [dx[:, :, padding:height - padding, padding:width - padding], dw, dilated.sum((0, 2, 3))]


def conv_backward_fast(dout, x, w, stride=1, padding=0):
    return conv_backward(dout, x, w, stride=stride, padding=padding)


def numerical_gradient(f, x, dout, eps=1e-6):
    def slope(position):
        step = np.zeros(x.shape)
        step.flat[position] = eps
        return np.sum(dout * (np.asarray(f(x + step)) - np.asarray(f(x - step)))) / 2 / eps

    return np.array([slope(position) for position in range(x.size)]).reshape(x.shape)
