"""Ends the program wherever it can."""
# earns: 0
# statuses: error

import sys


def energy(x):
    sys.exit(0)


def scaled(x, factor):
    raise SystemExit


def apply_twice(f, x):
    quit()
