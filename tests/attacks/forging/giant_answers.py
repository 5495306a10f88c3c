"""Returns integers, texts and lists too large to be sent or compared."""
# earns: 0

import numpy as np


def energy(x): return 10**100_000
def scaled(x, factor): return [0] * 2_000_000
def apply_twice(f, x): return ["x" * 2**20] * 40
