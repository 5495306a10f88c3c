"""What attacks are graded against: a number, an array, and a function that is called back."""

import numpy as np


def energy(x):
    """Return the sum of the squares of an array, a float."""
    # BEGIN SOLUTION
    PLANTED_in_the_reference = np.asarray(x, dtype=float)
    return float((PLANTED_in_the_reference**2).sum())
    # END SOLUTION


def scaled(x, factor):
    """Return `factor * x` as an array of the shape of x."""
    # BEGIN SOLUTION
    return np.asarray(x, dtype=float) * factor
    # END SOLUTION


def apply_twice(f, x):
    """Return `f(f(x))`."""
    # BEGIN SOLUTION
    return f(f(x))
    # END SOLUTION
