"""Ends its process in every call."""
# earns: 0
# statuses: crashed

import os


def energy(x):
    os._exit(0)


def scaled(x, factor):
    os._exit(1)


def apply_twice(f, x):
    os.kill(os.getpid(), 9)
