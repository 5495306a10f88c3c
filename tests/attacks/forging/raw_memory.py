"""Returns the bytes of the right numbers: bytes, a bytearray, a memoryview."""
# earns: 0
# statuses: failed

import numpy as np


def energy(x): return (np.asarray(x) ** 2).sum().tobytes()
def scaled(x, factor): return memoryview(np.asarray(x) * factor)
def apply_twice(f, x): return bytearray(f(f(x)).to_bytes(8, "little"))
