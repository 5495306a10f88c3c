"""Raises its own limits, and then allocates more than it may."""
# earns: 6
# statuses: passed, failed

import resource

import numpy as np


def raised():
    for which in range(16):
        soft, hard = resource.getrlimit(which)
        for pair in ((-1, -1), (hard, -1), (soft + 1, hard + 1)):
            try:
                resource.setrlimit(which, pair)
            except (OSError, ValueError):
                continue
            yield resource.getrlimit(which) != (soft, hard)
    try:
        yield np.ones(2**26).size > 0
    except MemoryError:
        yield False


OUT = any(raised())


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
