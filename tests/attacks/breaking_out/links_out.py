"""Makes links from its own folder to files and folders outside, and uses them."""
# earns: 6
# statuses: passed, failed

import os

import numpy as np


def linked():
    for number, target in enumerate(
        ("/", "/etc/passwd", "/tmp", "..", "/proc/self/root", os.__file__, np.__file__, "/dev/null")
    ):
        for kind, way in enumerate((os.symlink, os.link)):
            try:
                way(target, f"link {number} {kind}")
                yield target
            except OSError:
                pass


OUT = list(linked())
print(OUT)


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
