import numpy as np


def mean_distances(points):
    """Return the mean distance of each point, a row of (n, d), to all of them: (n,)."""
    lengths = (points**2).sum(axis=1)
    squares = lengths[:, np.newaxis] + lengths - 2 * points @ points.T
    return np.sqrt(np.maximum(squares, 0)).mean(axis=1)
