import numpy as np


def selector(n, size, stride):
    """(out, n) matrix: row o has ones where window o lies."""
    if size < 1 or stride < 1 or size > n:
        raise ValueError(f"no windows: n={n}, size={size}, stride={stride}")
    start = np.arange(0, n - size + 1, stride)[:, None]
    pixel = np.arange(n)
    return ((start <= pixel) & (pixel < start + size)).astype(float)


def selectors(x, size, stride):
    if np.asarray(x).ndim != 4:
        raise ValueError("not NCHW")
    stride = stride if stride is not None else size
    return selector(x.shape[2], size, stride), selector(x.shape[3], size, stride)


def avg_pool_forward(x, size, stride=None):
    rows, cols = selectors(x, size, stride)
    return rows @ x @ cols.T / size**2


def avg_pool_backward(dout, x, size, stride=None):
    rows, cols = selectors(x, size, stride)
    return rows.T @ (dout / size**2) @ cols


def max_pool_forward(x, size, stride=None):
    rows, cols = selectors(x, size, stride)
    tall = np.stack([x[:, :, r > 0].max(2) for r in rows], axis=2)
    return np.stack([tall[:, :, :, c > 0].max(3) for c in cols], axis=3)


def max_pool_backward(dout, x, size, stride=None):
    rows, cols = selectors(x, size, stride)
    dx = np.zeros(x.shape)
    for o, r in enumerate(rows):
        for p, c in enumerate(cols):
            window = np.ix_(range(x.shape[0]), range(x.shape[1]), np.flatnonzero(r), np.flatnonzero(c))
            flat = x[window].reshape(*x.shape[:2], -1)
            # a stable sort from large to small: the first of equal ones comes first
            order = np.argsort(-flat.astype(float), axis=-1, kind="stable")
            mine = np.zeros(flat.shape)
            np.put_along_axis(mine, order[..., :1], dout[:, :, o, p, None], axis=-1)
            dx[window] += mine.reshape(*x.shape[:2], size, size)
    return dx
